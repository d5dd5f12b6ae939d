using CoreML.Format;
using CoreML.Specification;
using static CoreML.Format.DiagnosticSeverity;
using Kind = CoreML.Specification.FeatureType.TypeOneofCase;

namespace CoreML.Validation;

/// <summary>Inputs, outputs and states of any type but arrays and images, which have files of their own.</summary>
internal static class FeatureRules
{
    public static readonly RuleSet<FeatureSubject> All = new("inputs, outputs and states")
    {
        { "CML8101", "A feature has no name.", "Give every input, output and state a name.", HasName },
        { "CML8102", "A feature has no type.", "Give every input, output and state one of the feature types.", HasType },
        { "CML8103", "A feature of type state is not where states are described, or something else is.",
            "Describe states in 'state', and nothing else there.", IsWhereStatesAre },
        { "CML8104", "An output is optional.", "Clear isOptional of outputs.", IsNoOptionalOutput },
        { "CML8105", "A dictionary has no type of keys.", "Set int64KeyType or stringKeyType.", DictionaryHasKeys },
        { "CML8106", "A sequence has no type of elements.", "Set int64Type or stringType.", SequenceHasElements },
        { "CML8107", "A sequence's range of lengths is empty.", "Let lowerBound be at most upperBound; an upperBound of -1 means no bound.", SequenceHasLengths },
        { "CML8108", "A feature's type is newer than the model's specification version.",
            "Raise specificationVersion, or use a type that the version has.", TypeIsNotNewer },
        { "CML8109", "A state is not an array with a shape of known sizes.",
            "Give the state a shape of at least one dimension, none of them negative.", StateHasShape },
        { "CML8110", "A state holds elements of a type that states cannot have.", "Use FLOAT16, or INT8.", StateHasElements },
        { "CML8111", "A state is optional, flexible or has a default value.",
            "Clear isOptional, shape flexibility and default value of states.", StateIsPlain },
    };

    private static void HasName(FeatureSubject feature, RuleReport report)
    {
        if (feature.Name.Length == 0)
        {
            report.Add($"{feature.Path}.name", "a name", "none");
        }
    }

    private static void HasType(FeatureSubject feature, RuleReport report)
    {
        if (feature.Type.TypeCase == Kind.None)
        {
            report.Add($"{feature.Path}.type", "one of the feature types", "none");
        }
    }

    private static void IsWhereStatesAre(FeatureSubject feature, RuleReport report)
    {
        bool other = feature.Role == FeatureRole.State && !feature.IsState && feature.Type.TypeCase != Kind.None;
        if (other || (feature.Role == FeatureRole.Output && feature.IsState))
        {
            report.Add(
                $"{feature.Path}.type", feature.Role == FeatureRole.State ? "state" : "anything but a state", FeatureText.Of(feature.Type));
        }
    }

    private static void IsNoOptionalOutput(FeatureSubject feature, RuleReport report)
    {
        // Core ML looks at the outputs of models only, not at those of functions.
        if (feature.Role == FeatureRole.Output && feature.Type.IsOptional && feature.Model.Description.Functions.Count == 0)
        {
            report.Add(feature.At("isOptional"), "false", "true");
        }
    }

    private static void DictionaryHasKeys(FeatureSubject feature, RuleReport report)
    {
        if (feature.Type.DictionaryType is { KeyTypeCase: DictionaryFeatureType.KeyTypeOneofCase.None })
        {
            report.Add(feature.At("dictionaryType"), "int64KeyType or stringKeyType", "neither");
        }
    }

    private static void SequenceHasElements(FeatureSubject feature, RuleReport report)
    {
        if (feature.Type.SequenceType is { TypeCase: SequenceFeatureType.TypeOneofCase.None })
        {
            report.Add(feature.At("sequenceType"), "int64Type or stringType", "neither");
        }
    }

    private static void SequenceHasLengths(FeatureSubject feature, RuleReport report)
    {
        if (feature.Type.SequenceType?.SizeRange is { } range && !range.IsValid())
        {
            report.Add(feature.At("sequenceType.sizeRange"), "lowerBound ≤ upperBound", range.Describe());
        }
    }

    private static void TypeIsNotNewer(FeatureSubject feature, RuleReport report)
    {
        int needed = feature.Type.TypeCase switch
        {
            Kind.SequenceType => 3,
            Kind.StateType => 9,
            Kind.MultiArrayType => ArrayRules.VersionOf(feature.Array!.DataType),
            Kind.ImageType when feature.Image!.ColorSpace == ImageFeatureType.Types.ColorSpace.GrayscaleFloat16 => 7,
            _ => 1,
        };
        if (feature.Model.Version < needed && needed > 1)
        {
            report.Add(
                $"{feature.Path}.type", $"version {needed} or later for {FeatureText.Of(feature.Type)}", $"version {feature.Model.Version}");
        }
    }

    private static void StateHasShape(FeatureSubject feature, RuleReport report)
    {
        if (feature.IsState && (feature.State is not { Shape.Count: > 0 } array || array.Shape.Any(dimension => dimension < 0)))
        {
            report.Add(feature.At("stateType.arrayType.shape"), "known dimensions", feature.State is { } found ? found.Shape.ShortText() : "no array");
        }
    }

    private static void StateHasElements(FeatureSubject feature, RuleReport report)
    {
        if (feature.State is { DataType: not (ArrayFeatureType.Types.ArrayDataType.Float16 or ArrayFeatureType.Types.ArrayDataType.Int8) } array)
        {
            report.Add(feature.At("stateType.arrayType.dataType"), "FLOAT16 or INT8", array.DataType.ToText());
        }
    }

    private static void StateIsPlain(FeatureSubject feature, RuleReport report)
    {
        if (!feature.IsState)
        {
            return;
        }
        if (feature.Type.IsOptional)
        {
            report.Add(feature.At("isOptional"), "false", "true");
        }
        if (feature.State is { ShapeFlexibilityCase: not ArrayFeatureType.ShapeFlexibilityOneofCase.None } flexible)
        {
            report.Add(feature.At("stateType.arrayType"), "a fixed shape", flexible.ShapeFlexibilityCase.ToString());
        }
        if (feature.State is { DefaultOptionalValueCase: not ArrayFeatureType.DefaultOptionalValueOneofCase.None } valued)
        {
            report.Add(feature.At("stateType.arrayType"), "no default value", valued.DefaultOptionalValueCase.ToString());
        }
    }
}
