using CoreML.Format;
using CoreML.Specification;
using static CoreML.Format.DiagnosticSeverity;
using Feature = CoreML.Specification.FeatureType.TypeOneofCase;

namespace CoreML.Validation;

/// <summary>Scalers.</summary>
internal static class ScalerRules
{
    public static readonly RuleSet<ModelSubject> All = new("scalers")
    {
        { "CML8471", "A scaler's output is not of the type of its input.",
            "Describe the output like the input; arrays have one dimension, an int64 may become a double.", OutputFits },
        { "CML8472", "A scaler's shift or scale does not fit its input.", "Give no value, one, or one for each element of the array.", ValuesFit },
        { "CML8473", Warning, "A scaler does nothing.", "Give it a shift or a scale, or remove it.", DoesSomething },
    };

    private static void OutputFits(ModelSubject model, RuleReport report)
    {
        if (model.Description.Input is not [{ Type: { } input }, ..] || model.Description.Output is not [{ Type: { } output }, ..])
        {
            return;
        }
        bool fits = input.TypeCase switch
        {
            Feature.Int64Type => output.TypeCase is Feature.Int64Type or Feature.DoubleType,
            Feature.MultiArrayType => output.MultiArrayType is { } array
                && input.MultiArrayType.Shape.Count == 1 && input.MultiArrayType.Shape.Equals(array.Shape),
            _ => input.TypeCase == output.TypeCase,
        };
        if (!fits)
        {
            report.Add(
                model.At("description.output[0].type"), input.MultiArrayType is null ? FeatureText.Of(input) : "an array of one dimension, like the input",
                $"{FeatureText.Of(output)} for {FeatureText.Of(input)}");
        }
    }

    private static void ValuesFit(ModelSubject model, RuleReport report)
    {
        long elements = model.Description.Input is [{ Type.MultiArrayType.Shape: [var size] }, ..] ? size : 1;
        Check("shiftValue", model.Model.Scaler.ShiftValue.Count);
        Check("scaleValue", model.Model.Scaler.ScaleValue.Count);

        void Check(string field, int count)
        {
            if (count > 1 && count != elements)
            {
                report.Add(model.In(field), elements > 1 ? $"0, 1 or {elements} values" : "0 or 1 values", $"{count}");
            }
        }
    }

    private static void DoesSomething(ModelSubject model, RuleReport report)
    {
        if (model.Model.Scaler is { ShiftValue.Count: 0, ScaleValue.Count: 0 })
        {
            report.Add(model.In(""), "a shift or a scale", "neither");
        }
    }
}
