namespace CoreML.Mil;

/// <summary>Making, ordering and looking at tensors.</summary>
internal static class TensorRules
{
    public static readonly (string Name, InferenceRule Rule)[] All =
    [
        ("argsort", op => op.Axis("C1", op.Integer("axis"), op.Shape("x").Rank)),
        ("cumsum", Cumsum), ("non_maximum_suppression", op => op.Require("C1", op.Integer("max_boxes") > 0, $"{op.Integer("max_boxes")}")),
        ("non_zero", op => op.Bind("N", SizeValue.CreateUnknown())), ("one_hot", OneHot), ("range_1d", Range), ("select", Select),
        ("shape", op => op.Fold(op.SizesOf("S"))), ("topk", TopK),
    ];

    private static void Cumsum(InferenceContext op)
    {
        long axis = op.Integer("axis");
        int rank = op.Shape("x").Rank;
        op.Require("C1", axis >= -1 && axis < rank && rank > 0, $"axis {axis}, rank {rank}");
    }

    private static void OneHot(InferenceContext op)
    {
        SizeValue[] sizes = op.SizesOf("S");
        int axis = op.Axis("C1", op.Integer("axis"), sizes.Length + 1);
        SizeValue count = op.Elements("one_hot_vector_size") is [var known] ? known : SizeValue.CreateUnknown();
        op.Require("C2", !count.IsKnown || count.Value >= 0, $"{count}");
        op.Bind("R", [.. sizes[..axis], count, .. sizes[axis..]]);
    }

    private static void Range(InferenceContext op)
    {
        SizeValue count = SizeValue.CreateUnknown();
        if (op.Elements("start") is [var start] && op.Elements("end") is [var end] && op.Elements("step") is [var step])
        {
            op.Require("C1", !step.Is(0), $"0");
            count = op.Sizes.CeilingDivide(op.Sizes.Subtract(end, start), step);
            op.Require("C2", !count.IsKnown || count.Value >= 0, $"{start} to {end}, step {step}");
            if (count.IsKnown && count.Value <= InferenceContext.MaxElements)
            {
                op.Fold([.. Enumerable.Range(0, (int)count.Value).Select(i => op.Sizes.Add(start, op.Sizes.Multiply(step, i)))]);
            }
        }
        else if (op.Numbers("start") is [var first] && op.Numbers("end") is [var border] && op.Numbers("step") is [var distance])
        {
            op.Require("C1", distance != 0, $"0");
            double exact = Math.Ceiling(((double)border - first) / distance);
            op.Require("C2", exact >= 0, $"{first} to {border}, step {distance}");
            count = exact < long.MaxValue ? checked((long)exact) : throw new OverflowException();
        }
        op.Bind("N", count);
    }

    private static void Select(InferenceContext op)
    {
        SizeValue[]? sizes = Broadcasting.Combine(op.SizesOf("A"), op.SizesOf("B"));
        sizes = sizes is null ? null : Broadcasting.Combine(op.SizesOf("P"), sizes);
        op.Require("C1", sizes is not null, $"{op.Shape("cond")}, {op.Shape("a")} and {op.Shape("b")}");
        op.Bind("S", sizes!);
        if (op.KnownIntegers("cond") is [var condition])
        {
            op.Fold(op.Elements(condition != 0 ? "a" : "b") is { } elements && op.Sizes.Product(sizes!).Is(elements.Length) ? elements : null);
        }
    }

    private static void TopK(InferenceContext op)
    {
        SizeValue[] sizes = [.. op.SizesOf("S")];
        int axis = op.Axis("C1", op.Integer("axis"), sizes.Length);
        long count = op.Integer("k");
        op.Require("C2", count >= 0 && (!sizes[axis].IsKnown || count <= sizes[axis].Value), $"{count} of {sizes[axis]}");
        sizes[axis] = count;
        TensorType values = op.Tensor("x").WithShape(InferenceContext.ToShape(sizes));
        bool indices = op.Version.Opset < Opset.CoreML6 || op.Flag("return_indices");
        if (op.Version.Opset >= Opset.CoreML7)
        {
            op.Require("C3", indices || !op.Has("output_indices_dtype"), $"{op.Text("output_indices_dtype")}");
        }
        op.SetOutputs(indices ? [values, values.WithElementType(op.TypeNamed("P"))] : [values]);
    }
}
