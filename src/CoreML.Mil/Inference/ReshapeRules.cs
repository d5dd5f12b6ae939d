namespace CoreML.Mil;

/// <summary>The same elements in another shape.</summary>
internal static class ReshapeRules
{
    public static readonly (string Name, InferenceRule Rule)[] All =
    [
        ("expand_dims", ExpandDims), ("reshape", Reshape), ("reshape_like", ReshapeLike), ("squeeze", Squeeze),
    ];

    private static void ExpandDims(InferenceContext op)
    {
        List<SizeValue> sizes = [.. op.SizesOf("S")];
        long[] given = op.Integers("axes");
        int[] axes = op.Axes("C1", given, sizes.Count + given.Length);
        op.Require("C2", axes.Distinct().Count() == axes.Length, $"{Shapes.Describe(axes)}");
        foreach (int axis in axes.Order())
        {
            sizes.Insert(axis, 1);
        }
        op.Bind("R", [.. sizes]);
        op.Fold(op.Elements("x"));
    }

    private static void Squeeze(InferenceContext op)
    {
        SizeValue[] sizes = op.SizesOf("S");
        int[] axes = op.Has("axes") ? op.Axes("C1", op.Integers("axes"), sizes.Length) : [.. Enumerable.Range(0, sizes.Length)];
        op.Bind("R", [.. sizes.Where((size, axis) => !size.Is(1) || !axes.Contains(axis))]);
        op.Fold(op.Elements("x"));
    }

    private static void Reshape(InferenceContext op)
    {
        TensorType x = op.Tensor("x");
        if (op.ShapeFrom("shape") is not { } sizes)
        {
            op.SetOutputs(x.WithShape(TensorShape.Unranked));
            return;
        }
        op.Require("C1", sizes.Count(size => size.Is(-1)) <= 1 && !sizes.Any(size => size.IsKnown && size.Value < -1), $"{Shapes.Describe(sizes)}");
        if (x.Shape.IsRanked)
        {
            FillZeros(op, sizes, op.Dimensions("x"));
            Solve(op, sizes, op.Sizes.Product(op.Dimensions("x")));
        }
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = sizes[i].Is(-1) ? SizeValue.CreateUnknown() : sizes[i];
        }
        op.SetOutput(x.ElementType, sizes);
        op.Fold(op.Elements("x"));
    }

    private static void FillZeros(InferenceContext op, SizeValue[] sizes, SizeValue[] from)
    {
        bool fromEnd = op.Version.Opset >= Opset.CoreML7;
        int shift = fromEnd ? from.Length - sizes.Length : 0;
        // A tensor without elements has a 0 in its shape that means just that.
        if (from.Any(size => size.Is(0)) || !sizes.Any(size => size.Is(0)))
        {
            return;
        }
        if (!fromEnd)
        {
            op.Require("C3", sizes.Length == from.Length, $"{Shapes.Describe(sizes)} for {op.Shape("x")}");
        }
        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i].Is(0))
            {
                sizes[i] = i + shift >= 0 ? from[i + shift] : 1;
            }
        }
    }

    // The one size that is not known follows from the number of elements, whether it is written as -1 or was computed.
    private static void Solve(InferenceContext op, SizeValue[] sizes, SizeValue total)
    {
        int open = Array.FindIndex(sizes, size => size.Is(-1));
        if (open < 0 && sizes.Count(size => !size.IsKnown) == 1)
        {
            open = Array.FindIndex(sizes, size => !size.IsKnown);
        }
        SizeValue rest = op.Sizes.Product(sizes.Where((_, i) => i != open));
        if (open < 0)
        {
            op.Require("C2", Shapes.Agree(rest, total), $"{Shapes.Describe(sizes)} for {op.Shape("x")}");
            return;
        }
        op.Require("C2", rest.Is(0) ? !total.IsKnown || total.Is(0) : !rest.IsKnown || Shapes.Divides(rest.Value, total), $"{Shapes.Describe(sizes)} for {op.Shape("x")}");
        if (!rest.Is(0))
        {
            sizes[open] = op.Sizes.FloorDivide(total, rest);
        }
    }

    private static void ReshapeLike(InferenceContext op)
    {
        int count = op.Arguments("ref_tensors").Length;
        long[] begins = Scalars("begins");
        long[] ends = Scalars("ends");
        long[] masks = Scalars("end_masks");
        op.Require("C1", begins.Length == count && ends.Length == count && masks.Length == count, $"{count} tensors, {begins.Length}, {ends.Length} and {masks.Length}");
        var sizes = new List<SizeValue>();
        for (int i = 0; i < count; i++)
        {
            TensorShape shape = ((TensorType)op.Arguments("ref_tensors")[i].Type).Shape;
            if (!shape.IsRanked)
            {
                op.SetOutputs(op.Tensor("x").WithShape(TensorShape.Unranked));
                return;
            }
            SizeValue[] from = InferenceContext.ToSizes(shape);
            int first = Clamp(begins[i], from.Length);
            int last = masks[i] != 0 ? from.Length : Clamp(ends[i], from.Length);
            sizes.AddRange(from[first..Math.Max(first, last)]);
        }
        if (op.Shape("x").IsRanked)
        {
            op.Require("C2", Shapes.Agree(op.Sizes.Product(sizes), op.Sizes.Product(op.Dimensions("x"))), $"{Shapes.Describe(sizes)} for {op.Shape("x")}");
        }
        op.SetOutput(op.Tensor("x").ElementType, [.. sizes]);

        // One that is not known leaves too few.
        long[] Scalars(string input) =>
            [.. op.Arguments(input).Select(InferenceContext.ElementsOf).Where(elements => elements is [{ IsKnown: true }]).Select(elements => elements![0].Value)];

        static int Clamp(long axis, int rank) => (int)Math.Clamp(axis < 0 ? axis + rank : axis, 0, rank);
    }
}
