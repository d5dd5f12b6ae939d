using CoreML.Format;

namespace CoreML.Mil;

/// <summary>A constexpr operation with access to its parameters, which operations up to iOS 17 keep as attributes and
/// later ones as inputs.</summary>
internal sealed class ConstexprOperation(MilOperation operation, int nesting)
{
    /// <summary>A parameter, decoded if it is the output of another constexpr operation.</summary>
    /// <exception cref="CoreMLException">CML4101: there is none.</exception>
    public TensorConstant Parameter(string name) => FindParameter(name) ?? throw MilDiagnostics.ConstexprParameter.Error(
        path: operation.Path, expected: $"a constant tensor '{name}'", found: "none");

    /// <summary>A parameter that may be missing.</summary>
    /// <exception cref="CoreMLException">CML4007: its type does not say how many elements it has.</exception>
    public TensorConstant? FindParameter(string name)
    {
        TensorConstant? parameter = Find(name);
        return parameter is null || parameter.Shape.IsKnown
            ? parameter
            : throw MilDiagnostics.ConstantShape.Error(path: $"{operation.Path}.{name}", found: parameter.Type.ToString());
    }

    private TensorConstant? Find(string name)
    {
        if (operation.FindAttribute(name) is TensorConstant attribute)
        {
            return attribute;
        }
        if (operation.Inputs.Find(name) is not { Arguments: [var argument] })
        {
            return null;
        }
        if (argument.Constant is TensorConstant constant)
        {
            return constant;
        }
        return argument.Value is { Operation: { } producer } value && ConstexprDecoder.IsConstexpr(producer)
            ? ConstexprDecoder.Decode(value, nesting + 1)
            : null;
    }

    /// <summary>A parameter that is one integer.</summary>
    public long? FindInteger(string name)
    {
        if (FindParameter(name) is not { } constant)
        {
            return null;
        }
        if (!constant.ElementType.IsInteger || constant.ElementCount != 1)
        {
            throw Misfit($"'{name}' to be one integer", constant.Type.ToString());
        }
        return constant.ToIntegers()[0];
    }

    /// <summary>The result's shape, which older operations carry as a parameter.</summary>
    public long[] Shape(string name)
    {
        TensorConstant constant = Parameter(name);
        return constant.ElementType.IsInteger && constant.ElementCount <= 32
            ? constant.ToIntegers()
            : throw Misfit($"'{name}' to be a list of dimensions", constant.Type.ToString());
    }

    /// <summary>The number of elements of a shape, as the size of an array.</summary>
    public int CountOf(ReadOnlySpan<long> shape)
    {
        UInt128 count = 1;
        foreach (long dimension in shape)
        {
            count = dimension < 0 ? UInt128.MaxValue : count * (ulong)dimension;
            if (count > (UInt128)Array.MaxLength && dimension != 0)
            {
                throw Misfit($"at most {Array.MaxLength} elements", $"[{string.Join(", ", shape.ToArray())}]");
            }
        }
        return (int)count;
    }

    /// <summary>A diagnostic about parameters that do not fit.</summary>
    public CoreMLException Misfit(string expected, string found) =>
        MilDiagnostics.ConstexprMisfit.Error(path: operation.Path, expected: expected, found: found);

    /// <summary>A result of whole bytes or packed elements.</summary>
    public static TensorConstant Result(ElementType type, ReadOnlySpan<long> shape, ReadOnlyMemory<byte> packed) =>
        TensorConstant.FromPacked(new TensorType(type, TensorShape.FromSizes(shape)), packed);
}
