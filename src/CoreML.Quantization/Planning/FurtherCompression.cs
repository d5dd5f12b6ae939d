using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>
/// What a scheme makes of a weight that is compressed already: nothing of the first compression is undone, as with coremltools'
/// <c>joint_compression</c>.
/// </summary>
internal static class FurtherCompression
{
    // Smaller tables stay as they are, as in coremltools: an operation more costs more than it saves.
    private const int MinimumTableElements = 10;

    /// <summary>Decides about a weight that <c>constexpr_*</c> operations decode.</summary>
    public static Decision Decide(CompressionScheme scheme, WeightFacts weight)
    {
        MilOperation operation = weight.Value.Operation!;
        if (operation.Type == "constexpr_cast" && scheme is not Float16Storage)
        {
            // Halves lose nothing when they are decoded.
            return scheme.Decide(weight);
        }
        if (scheme is Float16Storage)
        {
            return Decision.Stay($"it is compressed already ({operation.Type})");
        }
        if (!weight.HasBlockwise)
        {
            throw weight.NeedsNewerOpset("joint compression");
        }
        return operation.Type switch
        {
            "constexpr_lut_to_dense" => Palettized(scheme, weight, operation),
            "constexpr_sparse_to_dense" => Pruned(scheme, weight, operation),
            _ => Quantized(scheme, weight, operation),
        };
    }

    private static Decision Palettized(CompressionScheme scheme, WeightFacts weight, MilOperation operation)
    {
        if (operation.Inputs.Find("lut") is not { Argument.Type: TensorType table } lut
            || operation.Inputs.Find("indices")?.Constant is not TensorConstant indices)
        {
            return Decision.Refuse("it is palettized by an operation of before iOS 18");
        }
        switch (scheme)
        {
            case LinearQuantization quantization when lut.Constant is not TensorConstant { ElementType.IsFloat: true }:
                return Decision.Refuse($"it is palettized, and its tables are {(lut.Constant is null ? "scaled or quantized" : table.ElementType.Name)} already: {quantization} has nothing left to do");
            case LinearQuantization { ElementType.BitWidth: < 8 } quantization:
                return Decision.Refuse($"it is palettized, and tables are quantized to int8 or uint8, not {quantization.ElementType.Name}");
            case LinearQuantization quantization:
                var tables = (TensorConstant)lut.Constant!;
                return tables.ElementCount < MinimumTableElements
                    ? Decision.Refuse($"it is palettized, and its tables have {tables.ElementCount} elements, less than {MinimumTableElements}")
                    : Do(new TableJob(weight.Source, operation, tables, quantization.PerTensor()), quantization.PerTensor(), "its tables; indices stay");
            case Pruning pruning:
                long vector = table.Shape.ToSizes()[^1];
                return vector > 1
                    ? Decision.Refuse($"it is palettized by vectors of {vector}, of which single elements cannot be left out")
                    : Prune(pruning, weight, new StoredElements(
                        weight.Source, indices, "constexpr_lut_to_sparse", "indices_mask", "indices_nonzero_data", [("lut", lut.Argument)]),
                        "its indices are those of before, and so are its tables");
            default:
                return Conflicts(scheme, "palettized");
        }
    }

    private static Decision Quantized(CompressionScheme scheme, WeightFacts weight, MilOperation operation)
    {
        if (ScaledIntegers.Of(operation) is not { } integers)
        {
            return Decision.Refuse("it is palettized and scaled: nothing goes on top of both");
        }
        return scheme switch
        {
            Pruning pruning => Prune(pruning, weight, new StoredElements(
                weight.Source, integers.Data, "constexpr_sparse_blockwise_shift_scale", "data_mask", "nonzero_data", integers.Parameters),
                "its integers are those of before, and so are its scales"),
            Palettization palettization => PalettizeIntegers(palettization, weight, integers),
            _ => Conflicts(scheme, "quantized"),
        };
    }

    private static Decision PalettizeIntegers(Palettization scheme, WeightFacts weight, ScaledIntegers integers)
    {
        if (integers.Data.ElementType.BitWidth < 8)
        {
            return Decision.Refuse($"it is quantized to {integers.Data.ElementType.Name}, and there are no tables of that");
        }
        if (scheme is { ClusterDim: > 1 } or { HasPerChannelScale: true } or { TableQuantization: not null } or { Mode: PalettizationMode.Custom })
        {
            return Decision.Refuse("it is quantized: tables of its integers have neither vectors, scales nor integers of their own, and are not the caller's");
        }
        return scheme.Layout(weight, out GroupLayout? layout) is { } reason
            ? Decision.Refuse(reason)
            : Do(new IntegerPaletteJob(weight.Source, integers, layout!, scheme, scheme.SensitivityOf(weight, layout!), weight.Features), scheme, "its integers; scales stay");
    }

    private static Decision Pruned(CompressionScheme scheme, WeightFacts weight, MilOperation operation)
    {
        if ((operation.Inputs.Find("nonzero_data")?.Constant ?? operation.FindAttribute("nonzero_data")) is not TensorConstant)
        {
            return Decision.Refuse("it is pruned, and quantized or palettized, too: nothing goes on top of both");
        }
        return scheme switch
        {
            // What is zero stays zero: the mask is that of the decoded weight.
            Pruning or JointCompression => scheme.Decide(weight),
            _ when JointCompression.Takes(scheme) =>
                Quantization.Prune.Threshold(0, minimumSparsity: 0).Then(scheme).Decide(weight) is { Job: { } job } ? Do(job, scheme, "what is left; the mask stays")
                : scheme.Decide(weight) with { Job = null },
            _ => Decision.Refuse("it is pruned: what is left is quantized, or palettized by single elements, with a given number of bits and without scales"),
        };
    }

    private static Decision Prune(Pruning pruning, WeightFacts weight, StoredElements elements, string note) =>
        pruning.Refuses(weight) is { } reason
            ? Decision.Refuse(reason)
            : Do(new JointJob(weight.Source, pruning, elements, weight.Features), pruning, note);

    private static Decision Do(CompressionJob job, CompressionScheme applied, string note) =>
        Decision.Do(job) with { Instead = applied, Reason = note };

    private static Decision Conflicts(CompressionScheme scheme, string already) =>
        Decision.Refuse($"it is {already} already, which {scheme} would undo");
}
