using System.Globalization;
using CoreML.Format;
using CoreML.Specification;
using static CoreML.Format.DiagnosticSeverity;
using Kind = CoreML.Specification.NeuralNetworkLayer.LayerOneofCase;

namespace CoreML.Validation;

/// <summary>Weights inside layers. Their numbers are checked as reading them does, with its diagnostics.</summary>
internal static class WeightRules
{
    public static readonly RuleSet<LayerSubject> All = new("weights of layers")
    {
        { "CML8621", "A layer lacks a weight.", "Set the weight, or clear the flag that asks for it, such as hasBias.", WeightsAreThere },
        { "CML8622", "The weights of a layer differ in their precision.", "Keep all of them in single or all in half precision.", PrecisionsMatch },
        { "CML8623", "A weight is kept in a form that its layer cannot use.",
            "Keep the weight in single or half precision, or quantized where the layer allows it.", FormsFit },
        { FormatDiagnostics.NetworkWeightAmbiguous, WeightsAreSound },
        { FormatDiagnostics.NetworkWeightCount },
        { FormatDiagnostics.NetworkWeightBytes },
        { FormatDiagnostics.NetworkQuantization },
        { FormatDiagnostics.NetworkScales },
        { FormatDiagnostics.NetworkTable },
        { "CML8624", Warning, "A layer has no weights to work with.", "Set the weights; Core ML accepts the layer and has nothing to compute with.", WeightsAreNotEmpty },
        { "CML8625", Warning, "A weight of a layer is infinite or not a number.",
            "Find out where the number comes from; one of them spoils everything that is computed with it.", WeightsAreFinite },
        { "CML8626", Note, "A weight of a layer is too large for half precision.",
            "Scale the weight; the Neural Engine computes in half precision.", WeightsFitHalf },
    };

    private static void WeightsAreThere(LayerSubject layer, RuleReport report)
    {
        foreach (UsedWeight used in UsedWeights.Of(layer.Layer))
        {
            if (used is { IsRequired: true, Form: WeightForm.None })
            {
                report.Add(layer.In(used.Weight.Field), "a weight", "none");
            }
        }
        int directions = layer.Layer.BiDirectionalLSTM?.WeightParams.Count ?? (layer.Layer.UniDirectionalLSTM is { WeightParams: null } ? 0 : 2);
        if (directions < 2)
        {
            report.Add(layer.In("weightParams"), layer.Layer.BiDirectionalLSTM is null ? "weights" : "weights for both directions", $"{directions}");
        }
    }

    private static void WeightsAreNotEmpty(LayerSubject layer, RuleReport report)
    {
        foreach (UsedWeight used in UsedWeights.Of(layer.Layer))
        {
            if (used is { IsRequired: false, Form: WeightForm.None })
            {
                report.Add(layer.In(used.Weight.Field), "a weight", "none");
            }
        }
    }

    private static void PrecisionsMatch(LayerSubject layer, RuleReport report)
    {
        // Core ML does not compare those of layers with two directions, and custom layers may do what they like.
        if (layer.Kind is Kind.BiDirectionalLSTM or Kind.Custom)
        {
            return;
        }
        UsedWeight[] used = [.. UsedWeights.Of(layer.Layer).Where(weight => weight.Form is WeightForm.Float32 or WeightForm.Float16)];
        int other = used.FindIndex(weight => weight.Form != used[0].Form);
        if (other > 0)
        {
            report.Add(layer.In(used[other].Weight.Field), $"{used[0].Form}, like {used[0].Weight.Field}", used[other].Form.ToString());
        }
    }

    private static void FormsFit(LayerSubject layer, RuleReport report)
    {
        bool dynamic = layer.Layer.InnerProduct?.Int8DynamicQuantize == true || layer.Layer.BatchedMatmul?.Int8DynamicQuantize == true;
        foreach (UsedWeight used in UsedWeights.Of(layer.Layer))
        {
            bool fits = (layer.Kind, used.Form) switch
            {
                (_, WeightForm.None or WeightForm.Several) => true,
                (Kind.LayerNormalization, var form) => form == WeightForm.Float32,
                (Kind.Convolution3D, var form) => form is WeightForm.Float32 or WeightForm.Float16,
                (Kind.InnerProduct or Kind.BatchedMatmul, var form) => !dynamic || used.Weight.Field != "weights" || form == WeightForm.Int8,
                (Kind.Custom, _) => true,
                (_, var form) => form != WeightForm.Int8,
            };
            if (!fits)
            {
                report.Add(layer.In(used.Weight.Field), dynamic ? "int8RawValue" : $"values that {layer.KindName} can use", used.Form.ToString());
            }
        }
    }

    private static void WeightsAreFinite(LayerSubject layer, RuleReport report)
    {
        foreach ((string field, float largest) in layer.LargestWeights(report.Options))
        {
            if (!float.IsFinite(largest))
            {
                report.Add(layer.In(field), "finite numbers", float.IsNaN(largest) ? "NaN" : "an infinity");
            }
        }
    }

    private static void WeightsFitHalf(LayerSubject layer, RuleReport report)
    {
        foreach ((string field, float largest) in layer.LargestWeights(report.Options))
        {
            if (float.IsFinite(largest) && largest > LargestMagnitude.LargestHalf)
            {
                report.Add(layer.In(field), "at most 65,504", largest.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    private static void WeightsAreSound(LayerSubject layer, RuleReport report)
    {
        foreach (UsedWeight used in UsedWeights.Of(layer.Layer))
        {
            if (used.Form != WeightForm.None && WeightCheck.Find(used.Weight.Parameters!, used.Weight.Layout, layer.In(used.Weight.Field)) is { } found)
            {
                report.Pass([found], "", found.Path!);
            }
        }
    }
}
