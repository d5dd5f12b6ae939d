namespace CoreML.Mil;

/// <summary>Parts of tensors.</summary>
internal static class SliceRules
{
    public static readonly (string Name, InferenceRule Rule)[] All =
    [
        ("slice_by_index", SliceByIndex), ("slice_by_size", SliceBySize), ("slice_update", SliceUpdate), ("sliding_windows", SlidingWindows),
    ];

    private static void SliceByIndex(InferenceContext op)
    {
        SliceRange[] ranges = Ranges(op);
        op.Bind("R", Sizes(op, ranges));
        if (ranges.Length == 1 && op.Elements("x") is { } elements)
        {
            op.Fold(ranges[0].Take(elements));
        }
    }

    private static void SliceUpdate(InferenceContext op)
    {
        SizeValue[] part = Sizes(op, Ranges(op));
        op.Require("C3", part.Length > 0 && Shapes.Agree(part, op.SizesOf("P")), $"{op.Shape("update")} for a part of {Shapes.Describe(part)}");
    }

    private static SizeValue[] Sizes(InferenceContext op, SliceRange[] ranges) =>
        [.. ranges.Zip(op.SizesOf("S")).Where(pair => !pair.First.IsSqueezed).Select(pair => pair.First.Count(pair.Second, op.Sizes))];

    private static SliceRange[] Ranges(InferenceContext op)
    {
        SizeValue[]? begin = op.Elements("begin");
        SizeValue[]? end = op.Elements("end");
        long[] stride = op.Integers("stride");
        long[] beginMask = op.Integers("begin_mask");
        long[] endMask = op.Integers("end_mask");
        long[] squeezeMask = op.Integers("squeeze_mask");
        op.Require("C1", !stride.Contains(0), $"{Shapes.Describe(stride)}");
        var ranges = new SliceRange[op.SizesOf("S").Length];
        for (int i = 0; i < ranges.Length; i++)
        {
            ranges[i] = new(
                Set(beginMask, i) ? null : begin?[i] ?? SizeValue.CreateUnknown(),
                Set(endMask, i) ? null : end?[i] ?? SizeValue.CreateUnknown(),
                stride.Length > 0 ? stride[i] : 1,
                Set(squeezeMask, i));
            op.Require("C2", !ranges[i].IsBackwards, $"axis {i}: {ranges[i].Begin} to {ranges[i].End}, stride {ranges[i].Stride}");
        }
        return ranges;

        static bool Set(long[] mask, int i) => mask.Length > 0 && mask[i] != 0;
    }

    private static void SliceBySize(InferenceContext op)
    {
        SizeValue[] sizes = op.SizesOf("S");
        SizeValue[]? begin = op.Elements("begin");
        SizeValue[]? part = op.Elements("size");
        var result = new SizeValue[sizes.Length];
        for (int i = 0; i < result.Length; i++)
        {
            SizeValue size = part?[i] ?? SizeValue.CreateUnknown();
            SizeValue first = begin?[i] ?? SizeValue.CreateUnknown();
            first = first.IsKnown && first.Value < 0 ? op.Sizes.Add(first, sizes[i]) : first;
            SizeValue rest = op.Sizes.Subtract(sizes[i], first);
            result[i] = size.Is(-1) ? rest : size;
            op.Require("C1", !(first.IsKnown && first.Value < 0) && !(rest.IsKnown && rest.Value < (result[i].IsKnown ? result[i].Value : 0))
                && !(result[i].IsKnown && result[i].Value < 0), $"axis {i}: {size} elements from {first} on, of {sizes[i]}");
        }
        op.Bind("R", result);
        if (result is [{ IsKnown: true } count] && begin is [{ IsKnown: true } start] && op.Elements("x") is { } elements)
        {
            int from = (int)(start.Value < 0 ? start.Value + elements.Length : start.Value);
            op.Fold(elements[from..(from + (int)count.Value)]);
        }
    }

    private static void SlidingWindows(InferenceContext op)
    {
        List<SizeValue> sizes = [.. op.SizesOf("S")];
        int axis = op.Axis("C1", op.Integer("axis"), sizes.Count);
        long size = op.Integer("size");
        long stride = op.Integer("stride");
        op.Require("C2", size > 0 && stride > 0 && !(sizes[axis].IsKnown && sizes[axis].Value < size), $"size {size}, stride {stride}, {sizes[axis]} elements");
        sizes[axis] = op.Sizes.Add(op.Sizes.FloorDivide(op.Sizes.Subtract(sizes[axis], size), stride), 1);
        sizes.Insert(axis + 1, size);
        op.Bind("R", [.. sizes]);
    }
}
