using CoreML.Specification;

namespace CoreML.Format;

/// <summary>Compares a weight of a neural network with what its layer and its quantization declare. Nothing is allocated and
/// no declared number is trusted.</summary>
internal static class WeightCheck
{
    /// <summary>Finds the first thing that is wrong with a weight.</summary>
    /// <param name="weight">A weight of any form but <see cref="WeightForm.None"/>.</param>
    /// <param name="layout">What the layer declares.</param>
    /// <param name="path">Where the weight is.</param>
    /// <returns>What is wrong; <see langword="null"/> if the weight is sound.</returns>
    public static Diagnostic? Find(WeightParams weight, WeightLayout layout, string path)
    {
        WeightForm form = WeightForms.Of(weight);
        if (form == WeightForm.Several)
        {
            return FormatDiagnostics.NetworkWeightAmbiguous.Create(path: path, expected: "one form", found: Describe(weight));
        }
        if (form == WeightForm.Float16 && weight.Float16Value.Length % 2 != 0)
        {
            return FormatDiagnostics.NetworkWeightBytes.Create(
                path: path, expected: "two bytes for each element", found: $"{weight.Float16Value.Length} bytes");
        }
        bool quantized = form is WeightForm.Packed or WeightForm.Int8;
        return (quantized ? FindInQuantization(weight, form, path) : null)
            ?? FindInCount(weight, form, layout, path)
            ?? (quantized ? FindInParameters(weight, form, layout, path) : null);
    }

    private static Diagnostic? FindInQuantization(WeightParams weight, WeightForm form, string path)
    {
        QuantizationParams? quantization = weight.Quantization;
        var type = quantization?.QuantizationTypeCase ?? QuantizationParams.QuantizationTypeOneofCase.None;
        if (type == QuantizationParams.QuantizationTypeOneofCase.None)
        {
            return Invalid("a linear quantization or a lookup table", "neither");
        }
        if (form == WeightForm.Packed)
        {
            return WeightForms.HasValidWidth(weight) ? null : Invalid("1 to 8 bits", $"{quantization!.NumberOfBits} bits");
        }
        if (quantization!.NumberOfBits != 8)
        {
            return Invalid("8 bits for signed bytes", $"{quantization.NumberOfBits} bits");
        }
        return type == QuantizationParams.QuantizationTypeOneofCase.LinearQuantization
            ? null
            : Invalid("a linear quantization for signed bytes", "a lookup table");

        Diagnostic Invalid(string expected, string found) =>
            FormatDiagnostics.NetworkQuantization.Create(path: path, expected: expected, found: found);
    }

    private static Diagnostic? FindInCount(WeightParams weight, WeightForm form, WeightLayout layout, string path)
    {
        long capacity = WeightForms.Capacity(weight);
        bool packed = form == WeightForm.Packed;
        if (layout.Shape is null || layout.Fits(capacity, packed))
        {
            return null;
        }
        return packed && layout.Shape.All(dimension => dimension > 0)
            ? FormatDiagnostics.NetworkWeightBytes.Create(
                path: path,
                expected: $"{layout} elements of {weight.Quantization.NumberOfBits} bits",
                found: $"{weight.RawValue.Length} bytes, which hold {capacity}")
            : FormatDiagnostics.NetworkWeightCount.Create(
                path: path, expected: $"{layout} elements", found: $"{capacity} elements");
    }

    private static Diagnostic? FindInParameters(WeightParams weight, WeightForm form, WeightLayout layout, string path)
    {
        if (weight.Quantization.LookupTableQuantization is { } table)
        {
            int entries = 1 << (int)weight.Quantization.NumberOfBits;
            return table.FloatValue.Count == entries
                ? null
                : FormatDiagnostics.NetworkTable.Create(
                    path: path, expected: $"{entries} entries", found: $"{table.FloatValue.Count} entries");
        }
        int scales = weight.Quantization.LinearQuantization.Scale.Count;
        int biases = weight.Quantization.LinearQuantization.Bias.Count;
        if (form == WeightForm.Int8)
        {
            return scales == 1 && biases == 0
                ? null
                : Misfit("one scale and no bias for signed bytes", $"{scales} scales, {biases} biases");
        }
        if (layout.Scales(layout.ElementCount ?? WeightForms.Capacity(weight), scales) is null)
        {
            return Misfit(layout.ScaleCounts, $"{scales} scales");
        }
        return biases == 0 || biases == scales ? null : Misfit($"no bias, or {scales} of them", $"{biases} biases");

        Diagnostic Misfit(string expected, string found) =>
            FormatDiagnostics.NetworkScales.Create(path: path, expected: expected, found: found);
    }

    private static string Describe(WeightParams weight)
    {
        (string Field, int Length)[] fields =
        [
            ("floatValue", weight.FloatValue.Count),
            ("float16Value", weight.Float16Value.Length),
            ("rawValue", weight.RawValue.Length),
            ("int8RawValue", weight.Int8RawValue.Length),
        ];
        return string.Join(", ", fields.Where(field => field.Length != 0).Select(field => field.Field));
    }
}
