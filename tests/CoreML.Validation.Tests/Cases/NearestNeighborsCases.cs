using CoreML.Specification;

namespace CoreML.Validation.Tests;

internal static class NearestNeighborsCases
{
    public static readonly RuleCase[] All =
    [
        new("CML8341", "kNearestNeighborsClassifier.numberOfNeighbors", Sound, model => Of(model).NumberOfNeighbors = null),
        new("CML8341", "kNearestNeighborsClassifier.numberOfNeighbors", Sound, model => Of(model).NumberOfNeighbors.DefaultValue = 100),
        new("CML8341", "kNearestNeighborsClassifier.numberOfNeighbors", Sound, model => Of(model).NumberOfNeighbors.Range.MinValue = -1),
        new("CML8341", "kNearestNeighborsClassifier.numberOfNeighbors", Sound, model => Of(model).NumberOfNeighbors.Set = new() { Values = { 1, 2 } }),
        new("CML8341", "kNearestNeighborsClassifier.numberOfNeighbors", Sound, model => Of(model).NumberOfNeighbors.Set = new() { Values = { 0, 3 } }),
        new("CML8342", "kNearestNeighborsClassifier.weightingScheme", Sound, model => Of(model).ClearWeightingScheme()),
        new("CML8343", "kNearestNeighborsClassifier.defaultClassLabel", Sound, model => Of(model).DefaultInt64Label = 1),
        new("CML8343", "kNearestNeighborsClassifier.defaultClassLabel", Empty, model => Of(model).ClearDefaultClassLabel()),
        new("CML8344", "kNearestNeighborsClassifier.nearestNeighborsIndex.floatSamples", Sound, model => Of(model).StringClassLabels.Vector.Add("c")),
        new("CML8345", "kNearestNeighborsClassifier.nearestNeighborsIndex.floatSamples[1]", Sound,
            model => Of(model).NearestNeighborsIndex.FloatSamples[1].Vector.Add(1)),
        new("CML8346", "kNearestNeighborsClassifier.nearestNeighborsIndex", Sound, model => Of(model).NearestNeighborsIndex.ClearIndexType()),
        new("CML8346", "kNearestNeighborsClassifier.nearestNeighborsIndex", Empty, model => Of(model).NearestNeighborsIndex = null),
        new("CML8347", "kNearestNeighborsClassifier.nearestNeighborsIndex.singleKdTreeIndex.leafSize", Sound,
            model => Of(model).NearestNeighborsIndex.SingleKdTreeIndex.LeafSize = 0),
        new("CML8348", "kNearestNeighborsClassifier.nearestNeighborsIndex", Sound, model => Of(model).NearestNeighborsIndex.ClearDistanceFunction()),
    ];

    private static Model Sound()
    {
        Model model = Make.Model([Make.Array("x", ArrayFeatureType.Types.ArrayDataType.Float32, 2)], [Make.String("label")], 4);
        model.Description.PredictedFeatureName = "label";
        model.KNearestNeighborsClassifier = new KNearestNeighborsClassifier
        {
            NumberOfNeighbors = new() { DefaultValue = 3, Range = new() { MinValue = 1, MaxValue = 9 } },
            UniformWeighting = new(),
            StringClassLabels = Make.Texts("a", "a"),
            NearestNeighborsIndex = new()
            {
                NumberOfDimensions = 2,
                FloatSamples = { Make.Floats(1, 2), Make.Floats(3, 4) },
                SingleKdTreeIndex = new() { LeafSize = 30 },
                SquaredEuclideanDistance = new(),
            },
        };
        return model;
    }

    private static Model Empty()
    {
        Model model = Sound();
        Of(model).StringClassLabels.Vector.Clear();
        Of(model).DefaultStringLabel = "none";
        Of(model).NearestNeighborsIndex.FloatSamples.Clear();
        return model;
    }

    private static KNearestNeighborsClassifier Of(Model model) => model.KNearestNeighborsClassifier;
}
