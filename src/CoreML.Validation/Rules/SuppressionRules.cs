using System.Globalization;
using CoreML.Format;
using CoreML.Specification;
using static CoreML.Format.DiagnosticSeverity;
using DataType = CoreML.Specification.ArrayFeatureType.Types.ArrayDataType;
using Feature = CoreML.Specification.FeatureType.TypeOneofCase;
using Flexibility = CoreML.Specification.ArrayFeatureType.ShapeFlexibilityOneofCase;

namespace CoreML.Validation;

/// <summary>Non-maximum suppression as a model of its own.</summary>
internal static class SuppressionRules
{
    public static readonly RuleSet<ModelSubject> All = new("non-maximum suppression")
    {
        { "CML8481", "A feature of non-maximum suppression has no part in it.",
            "Name every input and output in one of the ...FeatureName fields.", FeaturesAreNamed },
        { "CML8482", "Non-maximum suppression lacks an array or has it of the wrong type.",
            "Describe confidence and coordinates as multi-arrays, as inputs and as outputs; thresholds among the inputs are doubles.", FeaturesFit },
        { "CML8483", "A threshold of non-maximum suppression is out of range.",
            "Let iouThreshold be between 0 and 1, confidenceThreshold at least 0.", ThresholdsAreInRange },
        { "CML8484", "The arrays of non-maximum suppression differ in their type of elements.",
            "Use DOUBLE for all four, or from version 5 on FLOAT32 for all four.", ElementsMatch },
        { "CML8485", "The outputs of non-maximum suppression have shapes that do not fit.",
            "Give outputs no shape, or two dimensions with an equal number of boxes, either fixed or as ranges.", ShapesFit },
        { "CML8486", "Non-maximum suppression has another number of labels than of classes.",
            "Give as many labels as the second dimension of the confidence output has.", LabelsMatch },
        { "CML8487", Warning, "Non-maximum suppression does not say its method.", "Set pickTop.", HasMethod },
    };

    private static NonMaximumSuppression Of(ModelSubject model) => model.Model.NonMaximumSuppression;

    private static ArrayFeatureType? Output(ModelSubject model, string name) => model.FindOutput(name)?.Type?.MultiArrayType;

    private static void FeaturesAreNamed(ModelSubject model, RuleReport report)
    {
        NonMaximumSuppression suppression = Of(model);
        string[] inputs =
        [
            suppression.ConfidenceInputFeatureName, suppression.CoordinatesInputFeatureName,
            suppression.IouThresholdInputFeatureName, suppression.ConfidenceThresholdInputFeatureName,
        ];
        string[] outputs = [suppression.ConfidenceOutputFeatureName, suppression.CoordinatesOutputFeatureName];
        Check("description.input", model.Description.Input, inputs);
        Check("description.output", model.Description.Output, outputs);

        void Check(string list, IReadOnlyList<FeatureDescription> features, string[] names)
        {
            for (int i = 0; i < features.Count; i++)
            {
                if (!names.Contains(features[i].Name))
                {
                    report.Add(model.At($"{list}[{i}]"), $"one of {string.Join(", ", names.Where(name => name.Length > 0))}", $"'{features[i].Name}'");
                }
            }
        }
    }

    private static void FeaturesFit(ModelSubject model, RuleReport report)
    {
        NonMaximumSuppression suppression = Of(model);
        Array("confidenceInputFeatureName", suppression.ConfidenceInputFeatureName, model.FindInput(suppression.ConfidenceInputFeatureName));
        Array("coordinatesInputFeatureName", suppression.CoordinatesInputFeatureName, model.FindInput(suppression.CoordinatesInputFeatureName));
        Array("confidenceOutputFeatureName", suppression.ConfidenceOutputFeatureName, model.FindOutput(suppression.ConfidenceOutputFeatureName));
        Array("coordinatesOutputFeatureName", suppression.CoordinatesOutputFeatureName, model.FindOutput(suppression.CoordinatesOutputFeatureName));
        Number("iouThresholdInputFeatureName", model.FindInput(suppression.IouThresholdInputFeatureName));
        Number("confidenceThresholdInputFeatureName", model.FindInput(suppression.ConfidenceThresholdInputFeatureName));

        void Array(string field, string name, FeatureDescription? feature)
        {
            if (feature?.Type is not { TypeCase: Feature.MultiArrayType })
            {
                report.Add(model.In(field), "the name of a multi-array", feature is null ? $"'{name}'" : FeatureText.Of(feature.Type));
            }
        }

        void Number(string field, FeatureDescription? feature)
        {
            if (feature is not null && feature.Type is not { TypeCase: Feature.DoubleType })
            {
                report.Add(model.In(field), "the name of a double", FeatureText.Of(feature.Type));
            }
        }
    }

    private static void ThresholdsAreInRange(ModelSubject model, RuleReport report)
    {
        (double iou, double confidence) = (Of(model).IouThreshold, Of(model).ConfidenceThreshold);
        if (!(iou >= 0 && iou <= 1))
        {
            report.Add(model.In("iouThreshold"), "0 to 1", iou.ToString(CultureInfo.InvariantCulture));
        }
        if (!(confidence >= 0))
        {
            report.Add(model.In("confidenceThreshold"), "at least 0", confidence.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void ElementsMatch(ModelSubject model, RuleReport report)
    {
        NonMaximumSuppression suppression = Of(model);
        DataType[] types =
        [
            .. ((FeatureDescription?[])
            [
                model.FindInput(suppression.ConfidenceInputFeatureName), model.FindInput(suppression.CoordinatesInputFeatureName),
                model.FindOutput(suppression.ConfidenceOutputFeatureName), model.FindOutput(suppression.CoordinatesOutputFeatureName),
            ]).Where(feature => feature?.Type?.MultiArrayType is not null).Select(feature => feature!.Type.MultiArrayType.DataType),
        ];
        bool known = types.All(type => type == DataType.Double || (type == DataType.Float32 && model.Version >= 5));
        if (!known || types.Distinct().Count() > 1)
        {
            report.Add(
                model.At("description"), model.Version >= 5 ? "DOUBLE for all four arrays, or FLOAT32" : "DOUBLE for all four arrays",
                string.Join(", ", types.Select(type => type.ToText())));
        }
    }

    private static void ShapesFit(ModelSubject model, RuleReport report)
    {
        if (Output(model, Of(model).ConfidenceOutputFeatureName) is not { } confidence)
        {
            return;
        }
        string path = model.At($"description.output[{Of(model).ConfidenceOutputFeatureName}]");
        ArrayFeatureType? coordinates = Output(model, Of(model).CoordinatesOutputFeatureName);
        bool flexible = confidence.ShapeFlexibilityCase != Flexibility.None;
        if (confidence.Shape.Count > 0 && flexible)
        {
            report.Add(path, "a shape or a flexible one", "both");
        }
        else if (confidence.Shape.Count > 0 ? confidence.Shape.Count != 2 : flexible && FeatureComparison.Rank(confidence) != 2)
        {
            report.Add(path, "2 dimensions", $"{FeatureComparison.Rank(confidence)}");
        }
        else if (confidence.Shape.Count == 2 && coordinates is { Shape: [var boxes, ..] } && boxes != confidence.Shape[0])
        {
            report.Add(path, $"{boxes} boxes, as the coordinates have", $"{confidence.Shape[0]}");
        }
        else if (flexible && coordinates is not null && (confidence.ShapeRange is null || coordinates.ShapeRange is null))
        {
            report.Add(path, "ranges of sizes for both outputs", $"{confidence.ShapeFlexibilityCase} and {coordinates.ShapeFlexibilityCase}");
        }
    }

    private static void LabelsMatch(ModelSubject model, RuleReport report)
    {
        int labels = Of(model).StringClassLabels?.Vector.Count ?? Of(model).Int64ClassLabels?.Vector.Count ?? 0;
        if (labels == 0 || Output(model, Of(model).ConfidenceOutputFeatureName) is not { } confidence)
        {
            return;
        }
        string? expected = confidence switch
        {
            { Shape: [_, var classes] } when classes != labels => $"{classes}",
            { Shape.Count: 0, ShapeRange.SizeRanges: [_, var range] } when !range.Contains(labels) => range.Describe(),
            _ => null,
        };
        if (expected is not null)
        {
            report.Add(model.In("classLabels"), $"{expected} labels", $"{labels}");
        }
    }

    private static void HasMethod(ModelSubject model, RuleReport report)
    {
        if (Of(model).SuppressionMethodCase == NonMaximumSuppression.SuppressionMethodOneofCase.None)
        {
            report.Add(model.In("suppressionMethod"), "pickTop", "none");
        }
    }
}
