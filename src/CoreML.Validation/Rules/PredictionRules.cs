using CoreML.Format;
using CoreML.Specification;
using static CoreML.Format.DiagnosticSeverity;
using Feature = CoreML.Specification.FeatureType.TypeOneofCase;
using Kind = CoreML.Specification.Model.TypeOneofCase;

namespace CoreML.Validation;

/// <summary>The predicted feature of classifiers and regressors.</summary>
internal static class PredictionRules
{
    public static readonly RuleSet<ModelSubject> All = new("classifiers and regressors")
    {
        { "CML8221", "A classifier or regressor does not say which output is its prediction.",
            "Set predictedFeatureName to the name of an output.", NamesPrediction },
        { "CML8222", "The predicted feature is not an output of the model.",
            "Set predictedFeatureName to the name of an output.", PredictionExists },
        { "CML8223", "The predicted feature is of the wrong type.",
            "A regressor predicts a double or multi-array, a classifier a string or int64 like its labels.", PredictionFits },
        { "CML8224", "A classifier has no class labels.", "Set stringClassLabels or int64ClassLabels.", HasLabels },
        { "CML8225", "The probabilities are not an output of the model.",
            "Set predictedProbabilitiesName to the name of an output, or clear it.", ProbabilitiesExist },
        { "CML8226", "The probabilities are of the wrong type.", "Describe probabilities as dictionary or multi-array.", ProbabilitiesFit },
        { "CML8227", Warning, "Two classes have the same label.", "Give each class a label of its own.", LabelsDiffer },
    };

    // Core ML does not check pipelines and tree ensembles.
    private static bool IsRegressor(ModelSubject model) =>
        model.Type is Kind.GlmRegressor or Kind.SupportVectorRegressor or Kind.NeuralNetworkRegressor;

    private static bool IsClassifier(ModelSubject model) => model.Labels is not null && model.Type != Kind.TreeEnsembleClassifier;

    private static bool IsChecked(ModelSubject model) => IsRegressor(model) || IsClassifier(model);

    private static void NamesPrediction(ModelSubject model, RuleReport report)
    {
        if (IsChecked(model) && model.Description.PredictedFeatureName.Length == 0)
        {
            report.Add(model.At("description.predictedFeatureName"), "the name of an output", "none");
        }
    }

    private static void PredictionExists(ModelSubject model, RuleReport report)
    {
        string name = model.Description.PredictedFeatureName;
        if (IsChecked(model) && name.Length > 0 && model.FindOutput(name) is null)
        {
            report.Add(model.At("description.predictedFeatureName"), "the name of an output", $"'{name}'");
        }
    }

    private static void PredictionFits(ModelSubject model, RuleReport report)
    {
        if (!IsChecked(model) || model.FindOutput(model.Description.PredictedFeatureName)?.Type is not { } type)
        {
            return;
        }
        Feature[] expected = IsRegressor(model) ? [Feature.DoubleType, Feature.MultiArrayType]
            : TextsArePredicted(model) is { } texts ? [texts ? Feature.StringType : Feature.Int64Type]
            : [Feature.StringType, Feature.Int64Type];
        if (type.TypeCase != Feature.None && !expected.Contains(type.TypeCase))
        {
            report.Add(model.At($"description.output[{model.Description.PredictedFeatureName}]"), expected.ToText(), FeatureText.Of(type));
        }
    }

    // A nearest-neighbors classifier without labels still has a default label.
    private static bool? TextsArePredicted(ModelSubject model) => model.Labels switch
    {
        { AreTexts: true, Count: > 0 } => true,
        { AreNumbers: true, Count: > 0 } => false,
        _ => model.Model.KNearestNeighborsClassifier?.DefaultClassLabelCase switch
        {
            KNearestNeighborsClassifier.DefaultClassLabelOneofCase.DefaultStringLabel => true,
            KNearestNeighborsClassifier.DefaultClassLabelOneofCase.DefaultInt64Label => false,
            _ => null,
        },
    };

    private static void HasLabels(ModelSubject model, RuleReport report)
    {
        if (IsClassifier(model) && model.Labels!.Count == 0 && model.Type != Kind.KNearestNeighborsClassifier)
        {
            report.Add(model.In("classLabels"), "at least one label", "none");
        }
    }

    private static void ProbabilitiesExist(ModelSubject model, RuleReport report)
    {
        string name = model.Description.PredictedProbabilitiesName;
        if (IsClassifier(model) && name.Length > 0 && model.FindOutput(name) is null)
        {
            report.Add(model.At("description.predictedProbabilitiesName"), "the name of an output", $"'{name}'");
        }
    }

    private static void ProbabilitiesFit(ModelSubject model, RuleReport report)
    {
        string name = model.Description.PredictedProbabilitiesName;
        if (IsClassifier(model) && name.Length > 0
            && model.FindOutput(name)?.Type is { TypeCase: not (Feature.None or Feature.DictionaryType or Feature.MultiArrayType) } type)
        {
            report.Add(model.At($"description.output[{name}]"), "dictionary or multiArray", FeatureText.Of(type));
        }
    }

    // Samples of nearest neighbors share labels; all others have one for each class.
    private static void LabelsDiffer(ModelSubject model, RuleReport report)
    {
        if (model.Type != Kind.KNearestNeighborsClassifier && model.Labels?.FindDuplicate() is { } label)
        {
            report.Add(model.In("classLabels"), "labels that differ", $"'{label}' twice");
        }
    }
}
