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
        TensorType integers = type.WithElementType(ElementType.Int32);
        if (type.ElementType != ElementType.Int32)
        {
            indices = Insert(operation, "cast", [("x", indices), ("dtype", Const(operation, "dtype", "int32"))], "int32", integers);
        }
        MilValue sizes = Sizes(operation, data, indexed, axes, known);
        MilValue sum = Insert(operation, "add", [("x", indices), ("y", sizes)], "from_end", integers);
        MilValue holds = Insert(
            operation, "greater_equal", [("x", indices), ("y", Const(operation, "start", 0))], "from_start", type.WithElementType(ElementType.Bool));
        return Insert(operation, "select", [("cond", holds), ("a", indices), ("b", sum)], "", integers);
    }

    // One size, or one for each of several axes.
    private static MilValue Sizes(MilOperation operation, MilArgument data, TensorType indexed, Dimension[]? axes, TypeInference known)
    {
        int first = axes is null ? Axis(operation, indexed.Shape.Rank, known) : (int)Integer(operation, "batch_dims", known);
        Dimension[] wanted = axes ?? [indexed.Shape[first]];
        if (Array.TrueForAll(wanted, size => size.IsKnown))
        {
            int[] sizes = Array.ConvertAll(wanted, size => checked((int)size.Size));
            return Const(operation, "size", axes is null ? TensorConstant.Scalar(sizes[0]) : TensorConstant.Vector<int>(sizes));
        }
        MilValue shape = Insert(operation, "shape", [("x", data)], "shape", new TensorType(ElementType.Int32, [(long)indexed.Shape.Rank]));
        return axes is null
            ? Insert(operation, "gather", [("x", shape), ("indices", Const(operation, "axis", first)), ("axis", Const(operation, "shape_axis", 0))], "size",
                TensorType.Scalar(ElementType.Int32))
            : Insert(operation, "slice_by_size",
                [("x", shape), ("begin", Const(operation, "begin", TensorConstant.Vector(first))), ("size", Const(operation, "count", TensorConstant.Vector(axes.Length)))],
                "size", new TensorType(ElementType.Int32, [(long)axes.Length]));
    }

    private static MilValue Insert(MilOperation operation, string what, ReadOnlySpan<MilBinding> inputs, string name, TensorType output) =>
        operation.Block.InsertBefore(operation, what, inputs, [(Name(operation, name), output)]).Output;

    private static MilValue Const(MilOperation operation, string name, MilConstant value) =>
        operation.Block.InsertConstBefore(operation, Name(operation, name), value);

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
