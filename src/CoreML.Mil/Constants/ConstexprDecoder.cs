using System.Collections.Frozen;
using CoreML.Format;

namespace CoreML.Mil;

/// <summary>
/// Computes the values of compressed constants: of every <c>constexpr_*</c> operation of every opset, nested ones
/// included, as Core ML defines them.
/// </summary>
public static class ConstexprDecoder
{
    internal const int MaxNesting = 8;

    private static readonly FrozenDictionary<string, Func<ConstexprOperation, TensorConstant[]>> Decoders =
        new Dictionary<string, Func<ConstexprOperation, TensorConstant[]>>
        {
            ["constexpr_affine_dequantize"] = AffineDequantize.Decode,
            ["constexpr_blockwise_shift_scale"] = BlockwiseShiftScale.Decode,
            ["constexpr_cast"] = ConstexprCast.Decode,
            ["constexpr_lut_to_dense"] = LutToDense.Decode,
            ["constexpr_lut_to_sparse"] = LutToSparse.Decode,
            ["constexpr_sparse_blockwise_shift_scale"] = SparseBlockwiseShiftScale.Decode,
            ["constexpr_sparse_to_dense"] = SparseToDense.Decode,
        }.ToFrozenDictionary();

    /// <summary>Whether an operation is one that this decodes.</summary>
    /// <param name="operation">An operation.</param>
    /// <returns>Whether it is one of the seven <c>constexpr_*</c> operations.</returns>
    public static bool IsConstexpr(MilOperation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return Decoders.ContainsKey(operation.Type);
    }

    /// <summary>The dense value of a constant: that of a <c>const</c> as it is, that of a <c>constexpr_*</c> operation
    /// computed.</summary>
    /// <param name="value">A value of the program.</param>
    /// <returns>The constant; its elements are in memory if it was computed.</returns>
    /// <exception cref="ArgumentException">The value is not a constant tensor.</exception>
    /// <exception cref="CoreMLException">CML4101: a parameter is missing or of the wrong type. CML4102: parameters do not fit
    /// each other. CML4103: constexpr operations are nested too deeply. CML3xxx: a weight cannot be read.</exception>
    public static TensorConstant Decode(MilValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Decode(value, 0);
    }

    /// <summary>The values of all outputs of a <c>constexpr_*</c> operation, in order.</summary>
    /// <param name="operation">The operation.</param>
    /// <returns>The values; their elements are in memory.</returns>
    /// <exception cref="ArgumentException">The operation is not a <c>constexpr_*</c> operation.</exception>
    /// <exception cref="CoreMLException">As for <see cref="Decode(MilValue)"/>.</exception>
    public static IReadOnlyList<TensorConstant> DecodeAll(MilOperation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return DecodeAll(operation, 0);
    }

    /// <summary>The data and parameters of an operation that scales blocks of a constant, so that its result can be decoded piece by
    /// piece; <see langword="null"/> for other operations.</summary>
    internal static (ScaledBlocks Blocks, TensorConstant Data)? FindScaledBlocks(MilOperation operation)
    {
        if (operation.Type is not ("constexpr_affine_dequantize" or "constexpr_blockwise_shift_scale"))
        {
            return null;
        }
        var parameters = new ConstexprOperation(operation, 0);
        bool affine = operation.Type == "constexpr_affine_dequantize";
        if ((affine ? operation.FindAttribute("quantized_data") : operation.Inputs.Find("data")?.Constant) is not TensorConstant data)
        {
            return null;
        }
        return (affine ? AffineDequantize.Prepare(parameters, data) : BlockwiseShiftScale.Prepare(parameters, data.ElementType, data.Shape.ToSizes()), data);
    }

    internal static TensorConstant Decode(MilValue value, int nesting)
    {
        if (value.Constant is TensorConstant constant)
        {
            return constant;
        }
        if (value.Operation is not { } operation || !IsConstexpr(operation))
        {
            throw new ArgumentException($"'{value.Name}' is not a constant tensor.", nameof(value));
        }
        TensorConstant[] outputs = DecodeAll(operation, nesting);
        for (int i = 0; i < outputs.Length && i < operation.Outputs.Count; i++)
        {
            if (operation.Outputs[i] == value)
            {
                return outputs[i];
            }
        }
        throw MilDiagnostics.ConstexprParameter.Error(
            path: value.Path, expected: $"{outputs.Length} outputs of {operation.Type}", found: $"{operation.Outputs.Count}");
    }

    private static TensorConstant[] DecodeAll(MilOperation operation, int nesting)
    {
        if (!Decoders.TryGetValue(operation.Type, out Func<ConstexprOperation, TensorConstant[]>? decode))
        {
            throw new ArgumentException($"'{operation.Type}' is not a constexpr operation.", nameof(operation));
        }
        return nesting < MaxNesting
            ? decode(new ConstexprOperation(operation, nesting))
            : throw MilDiagnostics.ConstexprNesting.Error(
                path: operation.Path, expected: $"at most {MaxNesting} levels", found: "more");
    }
}
