using CoreML.Format;
using CoreML.Specification;
using Feature = CoreML.Specification.FeatureType.TypeOneofCase;
using Value = CoreML.Specification.Imputer.ImputedValueOneofCase;

namespace CoreML.Validation;

/// <summary>Imputers.</summary>
internal static class ImputerRules
{
    public static readonly RuleSet<ModelSubject> All = new("imputers")
    {
        { "CML8461", "An imputer has no value to put in.", "Set one of the imputed values.", HasValue },
        { "CML8462", "An imputer's value does not fit its input.", "Set an imputed value of the input's type and length.", ValueFits },
        { "CML8463", "An imputer's output is not of the type of its input.", "Describe the output like the input; arrays have one dimension.", OutputFits },
        { "CML8464", "An imputer replaces a value of another type than it puts in.",
            "Set the replaced value of the type of the imputed one, none for dictionaries.", ReplacedFits },
    };

    private static Imputer Of(ModelSubject model) => model.Model.Imputer;

    private static void HasValue(ModelSubject model, RuleReport report)
    {
        if (Of(model).ImputedValueCase == Value.None)
        {
            report.Add(model.In("imputedValue"), "a value", "none");
        }
    }

    private static void ValueFits(ModelSubject model, RuleReport report)
    {
        if (model.Description.Input is not [{ Type: { TypeCase: not Feature.None } type }, ..])
        {
            return;
        }
        Feature[] expected = Of(model).ImputedValueCase switch
        {
            Value.ImputedDoubleValue => [Feature.DoubleType, Feature.MultiArrayType],
            Value.ImputedInt64Value => [Feature.Int64Type],
            Value.ImputedStringValue => [Feature.StringType],
            Value.ImputedDoubleArray or Value.ImputedInt64Array => [Feature.MultiArrayType],
            Value.ImputedStringDictionary or Value.ImputedInt64Dictionary => [Feature.DictionaryType],
            _ => [],
        };
        int? length = Of(model).ImputedDoubleArray?.Vector.Count ?? Of(model).ImputedInt64Array?.Vector.Count;
        if (expected.Length > 0 && !expected.Contains(type.TypeCase))
        {
            report.Add(model.In("imputedValue"), $"a value for {FeatureText.Of(type)}", Of(model).ImputedValueCase.ToString());
        }
        else if (length is { } given && type.MultiArrayType is { Shape: [var size] } && size != given)
        {
            report.Add(model.In("imputedValue"), $"{size} elements", $"{given}");
        }
    }

    private static void OutputFits(ModelSubject model, RuleReport report)
    {
        if (model.Description.Input is not [{ Type: { } input }, ..] || model.Description.Output is not [{ Type: { } output }, ..])
        {
            return;
        }
        bool fits = input.TypeCase == output.TypeCase
            && (input.MultiArrayType is not { } array || (array.Shape.Count == 1 && array.Shape.Equals(output.MultiArrayType.Shape)));
        if (!fits)
        {
            report.Add(
                model.At("description.output[0].type"), input.MultiArrayType is null ? FeatureText.Of(input) : "an array of one dimension, like the input",
                $"{FeatureText.Of(output)} for {FeatureText.Of(input)}");
        }
    }

    private static void ReplacedFits(ModelSubject model, RuleReport report)
    {
        Imputer.ReplaceValueOneofCase replaced = Of(model).ReplaceValueCase;
        Imputer.ReplaceValueOneofCase expected = Of(model).ImputedValueCase switch
        {
            Value.ImputedDoubleValue or Value.ImputedDoubleArray => Imputer.ReplaceValueOneofCase.ReplaceDoubleValue,
            Value.ImputedInt64Value or Value.ImputedInt64Array => Imputer.ReplaceValueOneofCase.ReplaceInt64Value,
            Value.ImputedStringValue => Imputer.ReplaceValueOneofCase.ReplaceStringValue,
            _ => Imputer.ReplaceValueOneofCase.None,
        };
        if (replaced != Imputer.ReplaceValueOneofCase.None && replaced != expected && Of(model).ImputedValueCase != Value.None)
        {
            report.Add(model.In("replaceValue"), expected.ToString(), replaced.ToString());
        }
    }
}
