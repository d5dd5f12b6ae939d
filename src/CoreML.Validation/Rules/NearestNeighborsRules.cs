using CoreML.Specification;
using DefaultLabel = CoreML.Specification.KNearestNeighborsClassifier.DefaultClassLabelOneofCase;

namespace CoreML.Validation;

/// <summary>k-nearest-neighbors classifiers.</summary>
internal static class NearestNeighborsRules
{
    public static readonly RuleSet<ModelSubject> All = new("k-nearest neighbors")
    {
        { "CML8341", "The number of neighbors is not valid.", "Let the default be above 0 and within the set or range of allowed values.", NumberIsValid },
        { "CML8342", "A nearest-neighbors classifier has no weighting scheme.", "Set uniformWeighting or inverseDistanceWeighting.", HasWeighting },
        { "CML8343", "The default label is missing or is not of the kind of the labels.",
            "Set the default label of the kind of the labels; without labels there must be one.", DefaultLabelFits },
        { "CML8344", "A nearest-neighbors classifier has another number of samples than of labels.", "Give each sample one label.", SamplesMatchLabels },
        { "CML8345", "A sample has another length than the index says.", "Give each sample numberOfDimensions values.", SamplesHaveLength },
        { "CML8346", "A nearest-neighbors classifier has no index.", "Set linearIndex or singleKdTreeIndex.", HasIndex },
        { "CML8347", "A k-d tree has leaves without room.", "Set leafSize to 1 or more.", LeavesHaveRoom },
        { "CML8348", "A nearest-neighbors classifier has no distance function.", "Set squaredEuclideanDistance.", HasDistance },
    };

    private static NearestNeighborsIndex Index(ModelSubject model) =>
        model.Model.KNearestNeighborsClassifier.NearestNeighborsIndex ?? new NearestNeighborsIndex();

    private static void NumberIsValid(ModelSubject model, RuleReport report)
    {
        if (Parameters.FindProblem(model.Model.KNearestNeighborsClassifier.NumberOfNeighbors, positive: true) is var (expected, found))
        {
            report.Add(model.In("numberOfNeighbors"), expected, found);
        }
    }

    private static void HasWeighting(ModelSubject model, RuleReport report)
    {
        if (model.Model.KNearestNeighborsClassifier.WeightingSchemeCase == KNearestNeighborsClassifier.WeightingSchemeOneofCase.None)
        {
            report.Add(model.In("weightingScheme"), "uniform or by inverse distance", "none");
        }
    }

    private static void DefaultLabelFits(ModelSubject model, RuleReport report)
    {
        DefaultLabel label = model.Model.KNearestNeighborsClassifier.DefaultClassLabelCase;
        bool none = model.Labels!.Count == 0;
        bool other = (model.Labels is { AreTexts: true, Count: > 0 } && label == DefaultLabel.DefaultInt64Label)
            || (model.Labels is { AreNumbers: true, Count: > 0 } && label == DefaultLabel.DefaultStringLabel);
        if (other || (none && label == DefaultLabel.None))
        {
            report.Add(model.In("defaultClassLabel"), none ? "a label" : model.Labels.AreTexts ? "a text" : "a number", label.ToString());
        }
    }

    private static void SamplesMatchLabels(ModelSubject model, RuleReport report)
    {
        int samples = Index(model).FloatSamples.Count;
        if (samples != model.Labels!.Count)
        {
            report.Add(model.In("nearestNeighborsIndex.floatSamples"), $"{model.Labels.Count} samples, one for each label", $"{samples}");
        }
    }

    private static void SamplesHaveLength(ModelSubject model, RuleReport report)
    {
        NearestNeighborsIndex index = Index(model);
        for (int i = 0; i < index.FloatSamples.Count; i++)
        {
            if (index.FloatSamples[i].Vector.Count != index.NumberOfDimensions)
            {
                report.Add(
                    model.In($"nearestNeighborsIndex.floatSamples[{i}]"), $"{index.NumberOfDimensions} values", $"{index.FloatSamples[i].Vector.Count}");
            }
        }
    }

    private static void HasIndex(ModelSubject model, RuleReport report)
    {
        if (Index(model).IndexTypeCase == NearestNeighborsIndex.IndexTypeOneofCase.None)
        {
            report.Add(model.In("nearestNeighborsIndex"), "a linear index or a k-d tree", "neither");
        }
    }

    private static void LeavesHaveRoom(ModelSubject model, RuleReport report)
    {
        if (Index(model).SingleKdTreeIndex is { LeafSize: <= 0 } tree)
        {
            report.Add(model.In("nearestNeighborsIndex.singleKdTreeIndex.leafSize"), "at least 1", $"{tree.LeafSize}");
        }
    }

    private static void HasDistance(ModelSubject model, RuleReport report)
    {
        if (Index(model).DistanceFunctionCase == NearestNeighborsIndex.DistanceFunctionOneofCase.None)
        {
            report.Add(model.In("nearestNeighborsIndex"), "squaredEuclideanDistance", "none");
        }
    }
}
