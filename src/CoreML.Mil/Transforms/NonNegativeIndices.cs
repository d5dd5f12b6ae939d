using CoreML.Format;

namespace CoreML.Mil;

/// <summary>
/// Counts negative indices from the end where operations no longer do so. Up to iOS 16 the gather and scatter operations
/// take negative indices; from iOS 17 on they are out of bounds (documentation of coremltools, <c>scatter</c> and
/// <c>gather</c> of iOS 17). Indices that are known not to be negative stay as they are.
/// </summary>
internal static class NonNegativeIndices
{
    public const Opset Since = Opset.CoreML7;

    // The tensor that is indexed, and whether the last dimension of the indices goes through its axes.
    private static readonly Dictionary<string, (string Data, bool Many)> Operations = new(StringComparer.Ordinal)
    {
        ["gather"] = ("x", false),
        ["gather_along_axis"] = ("x", false),
        ["gather_nd"] = ("x", true),
        ["scatter"] = ("data", false),
        ["scatter_along_axis"] = ("data", false),
        ["scatter_nd"] = ("data", true),
    };

    /// <summary>Lets an operation take indices that are not negative, computed from those that it takes now.</summary>
    /// <param name="operation">The operation; others than gather and scatter are left alone.</param>
    /// <param name="known">What is known of its inputs.</param>
    /// <returns>Why it cannot be; <see langword="null"/> if it is done or there is nothing to do.</returns>
    public static string? Apply(MilOperation operation, TypeInference known)
    {
        if (!Operations.TryGetValue(operation.Type, out (string Data, bool Many) kind)
            || operation.Inputs["indices"].Argument is not { Type: TensorType { ElementType: ElementType.Int32 or ElementType.Int16 } type } indices)
        {
            return null;
        }
        long[]? values = (indices.Constant as TensorConstant)?.ToIntegers() ?? known.FindIntegers(indices);
        if (values is not null && Array.TrueForAll(values, value => value >= 0))
        {
            return null;
        }
        MilArgument data = operation.Inputs[kind.Data].Argument;
        if (data.Type is not TensorType { Shape.IsRanked: true } indexed)
        {
            return $"indices of {data.Type}";
        }
        Dimension[] axes = kind.Many
            ? [.. indexed.Shape.Skip((int)Integer(operation, "batch_dims", known)).Take((int)type.Shape[^1].Size)]
            : [indexed.Shape[Axis(operation, indexed.Shape.Rank, known)]];
        MilArgument replaced = values is not null && Array.TrueForAll(axes, axis => axis.IsKnown)
            ? Constant(operation, type, values, axes)
            : Computed(operation, indices, type, data, indexed, kind.Many ? axes : null, known);
        MilOperation? old = indices.Value?.Operation;
        operation.SetInput("indices", replaced);
        if (old is { Type: "const" } && old.Output.Uses.Count == 0)
        {
            old.Remove();
        }
        return null;
    }

    private static MilValue Constant(MilOperation operation, TensorType type, long[] values, Dimension[] axes)
    {
        int[] wrapped = [.. values.Select((value, i) => (int)(value < 0 ? value + axes[i % axes.Length].Size : value))];
        return operation.Block.InsertConstBefore(operation, Name(operation, ""), TensorConstant.Create<int>(type.Shape, wrapped));
    }

    // indices >= 0 ? indices : indices + sizes
    private static MilValue Computed(
        MilOperation operation, MilArgument indices, TensorType type, MilArgument data, TensorType indexed, Dimension[]? axes, TypeInference known)
    {
        MilBlock block = operation.Block;
        TensorType integers = type.WithElementType(ElementType.Int32);
        if (type.ElementType != ElementType.Int32)
        {
            indices = block.InsertBefore(operation, "cast", [("x", indices), ("dtype", "int32")], [(Name(operation, "int32"), integers)]).Output;
        }
        MilArgument sizes = Sizes(operation, data, indexed, axes, known);
        MilValue sum = Insert("add", [("x", indices), ("y", sizes)], "from_end", integers);
        MilValue holds = Insert("greater_equal", [("x", indices), ("y", 0)], "from_start", type.WithElementType(ElementType.Bool));
        return Insert("select", [("cond", holds), ("a", indices), ("b", sum)], "", integers);

        MilValue Insert(string what, ReadOnlySpan<MilBinding> inputs, string name, TensorType output) =>
            block.InsertBefore(operation, what, inputs, [(Name(operation, name), output)]).Output;
    }

    // One size, or one for each of several axes.
    private static MilArgument Sizes(MilOperation operation, MilArgument data, TensorType indexed, Dimension[]? axes, TypeInference known)
    {
        int first = axes is null ? Axis(operation, indexed.Shape.Rank, known) : (int)Integer(operation, "batch_dims", known);
        Dimension[] wanted = axes ?? [indexed.Shape[first]];
        if (Array.TrueForAll(wanted, size => size.IsKnown))
        {
            int[] sizes = Array.ConvertAll(wanted, size => checked((int)size.Size));
            return axes is null ? sizes[0] : TensorConstant.Vector<int>(sizes);
        }
        MilBlock block = operation.Block;
        MilValue shape = block.InsertBefore(
            operation, "shape", [("x", data)], [(Name(operation, "shape"), new TensorType(ElementType.Int32, [(long)indexed.Shape.Rank]))]).Output;
        return axes is null
            ? block.InsertBefore(operation, "gather", [("x", shape), ("indices", first), ("axis", 0)],
                [(Name(operation, "size"), TensorType.Scalar(ElementType.Int32))]).Output
            : block.InsertBefore(operation, "slice_by_size", [("x", shape), ("begin", TensorConstant.Vector(first)), ("size", TensorConstant.Vector(axes.Length))],
                [(Name(operation, "size"), new TensorType(ElementType.Int32, [(long)axes.Length]))]).Output;
    }

    private static string Name(MilOperation operation, string part) =>
        operation.Block.Function.MakeUniqueName($"{operation.Outputs[0].Name}_indices{(part.Length == 0 ? "" : "_" + part)}");

    private static int Axis(MilOperation operation, int rank, TypeInference known)
    {
        int axis = (int)Integer(operation, "axis", known);
        return axis < 0 ? axis + rank : axis;
    }

    // What inference went through is there and fits.
    private static long Integer(MilOperation operation, string input, TypeInference known) =>
        operation.Inputs.Find(input) is { } found ? known.FindIntegers(found.Argument)![0] : 0;
}
