namespace CoreML.Mil;

/// <summary>Joining, dividing and stretching tensors.</summary>
internal static class JoinRules
{
    public static readonly (string Name, InferenceRule Rule)[] All =
    [
        ("concat", Concat), ("stack", Stack), ("split", Split), ("pad", Pad), ("tile", Tile), ("flatten2d", Flatten),
    ];

    private static void Concat(InferenceContext op)
    {
        if (Values(op) is not { } shapes)
        {
            return;
        }
        SizeValue[] first = shapes[0];
        op.Require("C2", shapes.TrueForAll(shape => shape.Length == first.Length), $"{shapes.Count} tensors of different rank");
        if (first.Length == 0)
        {
            op.SetOutput(ElementTypeOf(op), shapes.Count);
            FoldParts(op);
            return;
        }
        int axis = op.Axis("C2", op.Integer("axis"), first.Length);
        bool interleave = op.Flag("interleave");
        SizeValue[] sizes = [.. first];
        SizeValue total = 0;
        foreach (SizeValue[] shape in shapes)
        {
            for (int i = 0; i < sizes.Length; i++)
            {
                op.Require("C3", (i == axis && !interleave) || Shapes.Agree(sizes[i], shape[i]), $"{Shapes.Describe(first)} and {Shapes.Describe(shape)}");
                sizes[i] = Shapes.Known(sizes[i], shape[i]);
            }
            total = op.Sizes.Add(total, shape[axis]);
        }
        sizes[axis] = total;
        op.SetOutput(ElementTypeOf(op), sizes);
        if (sizes.Length == 1 && !interleave)
        {
            FoldParts(op);
        }
    }

    private static void Stack(InferenceContext op)
    {
        if (Values(op) is not { } shapes)
        {
            return;
        }
        SizeValue[] sizes = [.. shapes[0]];
        int axis = op.Axis("C2", op.Integer("axis"), sizes.Length + 1);
        foreach (SizeValue[] shape in shapes)
        {
            op.Require("C3", Shapes.Agree(sizes, shape), $"{Shapes.Describe(sizes)} and {Shapes.Describe(shape)}");
            sizes = [.. sizes.Zip(shape, Shapes.Known)];
        }
        op.SetOutput(ElementTypeOf(op), [.. sizes[..axis], shapes.Count, .. sizes[axis..]]);
        if (sizes.Length == 0)
        {
            FoldParts(op);
        }
    }

    private static void Split(InferenceContext op)
    {
        TensorType x = op.Tensor("x");
        SizeValue[] sizes = op.SizesOf("S");
        int axis = op.Axis("C1", op.Integer("axis"), sizes.Length);
        bool counted = op.Has("num_splits");
        long[]? parts = op.Has("split_sizes") ? op.Integers("split_sizes") : null;
        long count = counted ? op.Integer("num_splits") : parts?.Length ?? 0;
        op.Require("C2", count > 0 && (parts is null || parts.Length == count), $"{count} parts, {parts?.Length ?? 0} sizes");
        var types = new MilType[count <= InferenceContext.MaxElements ? count : throw new OverflowException()];
        if (parts is null)
        {
            op.Require("C3", Shapes.Divides(count, sizes[axis]), $"{count} parts of {sizes[axis]}");
            sizes[axis] = op.Sizes.FloorDivide(sizes[axis], count);
            Array.Fill(types, x.WithShape(InferenceContext.ToShape(sizes)));
        }
        else
        {
            op.Require("C3", Array.TrueForAll(parts, part => part >= 0) && Shapes.Agree(parts.Aggregate(0L, (a, b) => checked(a + b)), sizes[axis]), $"{Shapes.Describe(parts)} of {sizes[axis]}");
            for (int i = 0; i < types.Length; i++)
            {
                sizes[axis] = parts[i];
                types[i] = x.WithShape(InferenceContext.ToShape(sizes));
            }
        }
        op.SetOutputs(types);
    }

    private static void Pad(InferenceContext op)
    {
        SizeValue[] sizes = [.. op.SizesOf("S")];
        SizeValue count = op.Size("P");
        op.Require("C1", !count.IsKnown || (count.Value % 2 == 0 && count.Value / 2 <= sizes.Length), $"{count} numbers for {op.Shape("x")}");
        SizeValue[]? pad = op.Elements("pad");
        op.Require("C2", pad is null || Array.TrueForAll(pad, number => !number.IsKnown || number.Value >= 0), $"{Shapes.Describe(pad ?? [])}");
        int axes = count.IsKnown ? (int)count.Value / 2 : sizes.Length;
        for (int i = 0; i < axes; i++)
        {
            ref SizeValue size = ref sizes[sizes.Length - axes + i];
            size = pad is null ? SizeValue.CreateUnknown() : op.Sizes.Add(size, op.Sizes.Add(pad[2 * i], pad[2 * i + 1]));
        }
        op.Bind("R", sizes);
    }

    private static void Tile(InferenceContext op)
    {
        SizeValue[] sizes = [.. op.SizesOf("S")];
        SizeValue[]? reps = op.Elements("reps");
        op.Require("C1", reps is null || Array.TrueForAll(reps, count => !count.IsKnown || count.Value > 0), $"{Shapes.Describe(reps ?? [])}");
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = reps is null ? SizeValue.CreateUnknown() : op.Sizes.Multiply(sizes[i], reps[i]);
        }
        op.Bind("R", sizes);
    }

    private static void Flatten(InferenceContext op)
    {
        SizeValue[] sizes = op.SizesOf("S");
        long axis = op.Integer("axis");
        op.Require("C1", axis >= -sizes.Length && axis <= sizes.Length, $"axis {axis}, rank {sizes.Length}");
        int border = (int)(axis < 0 ? axis + sizes.Length : axis);
        op.Bind("P", op.Sizes.Product(sizes[..border]));
        op.Bind("Q", op.Sizes.Product(sizes[border..]));
    }

    // The shapes of the values; null, with the output set, if the rank of one is not known.
    private static List<SizeValue[]>? Values(InferenceContext op)
    {
        var shapes = new List<SizeValue[]>();
        op.Require("C1", op.Arguments("values").Length > 0, $"none");
        foreach (ValueFacts value in op.Arguments("values"))
        {
            TensorShape shape = ((TensorType)value.Type).Shape;
            if (!shape.IsRanked)
            {
                op.SetOutputs(new TensorType(ElementTypeOf(op), TensorShape.Unranked));
                return null;
            }
            shapes.Add(InferenceContext.ToSizes(shape));
        }
        return shapes;
    }

    private static Format.ElementType ElementTypeOf(InferenceContext op) => ((TensorType)op.Arguments("values")[0].Type).ElementType;

    // Scalars and vectors one after the other; what is not known of one leaves the others known.
    private static void FoldParts(InferenceContext op)
    {
        var elements = new List<SizeValue>();
        foreach (ValueFacts value in op.Arguments("values"))
        {
            if (InferenceContext.ElementsOf(value) is { } known)
            {
                elements.AddRange(known);
            }
            else if (((TensorType)value.Type).Shape.TryGetElementCount(out long count) && count <= InferenceContext.MaxElements)
            {
                elements.AddRange(Enumerable.Range(0, (int)count).Select(_ => SizeValue.CreateUnknown()));
            }
            else
            {
                return;
            }
        }
        op.Fold([.. elements]);
    }
}
