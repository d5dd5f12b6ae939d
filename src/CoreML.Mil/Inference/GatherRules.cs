namespace CoreML.Mil;

/// <summary>Elements by index.</summary>
internal static class GatherRules
{
    public static readonly (string Name, InferenceRule Rule)[] All =
    [
        ("gather", Gather), ("gather_along_axis", op => AlongAxis(op, "x")), ("gather_nd", GatherNd),
        ("scatter", Scatter), ("scatter_along_axis", op => AlongAxis(op, "data")), ("scatter_nd", ScatterNd),
    ];

    private static void Gather(InferenceContext op)
    {
        SizeValue[] sizes = op.SizesOf("S");
        SizeValue[] indices = op.SizesOf("K");
        int axis = op.Axis("C1", op.Integer("axis"), sizes.Length);
        int batch = BatchOf(op, sizes, indices, axis);
        CheckIndices(op, [sizes[axis]]);
        op.Bind("R", [.. sizes[..axis], .. indices[batch..], .. sizes[(axis + 1)..]]);
        if (sizes.Length == 1 && op.Elements("x") is { } elements && op.KnownIntegers("indices") is { } places
            && Array.TrueForAll(places, place => place >= -elements.Length && place < elements.Length))
        {
            op.Fold(Array.ConvertAll(places, place => elements[place < 0 ? place + elements.Length : place]));
        }
    }

    private static void AlongAxis(InferenceContext op, string data)
    {
        SizeValue[] sizes = op.SizesOf("S");
        SizeValue[] indices = op.SizesOf("K");
        int axis = op.Axis("C1", op.Integer("axis"), sizes.Length);
        bool fits = indices.Length == sizes.Length;
        for (int i = 0; fits && i < sizes.Length; i++)
        {
            fits = i == axis || Shapes.Agree(sizes[i], indices[i]);
        }
        op.Require("C2", fits, $"{op.Shape(data)} and {op.Shape("indices")}");
        CheckIndices(op, [sizes[axis]]);
    }

    private static void GatherNd(InferenceContext op)
    {
        SizeValue[] sizes = op.SizesOf("S");
        SizeValue[] indices = op.SizesOf("K");
        int batch = BatchOf(op, sizes, indices, sizes.Length - 1);
        int depth = DepthOf(op, sizes, batch, "x");
        op.Bind("R", [.. indices, .. sizes[(batch + depth)..]]);
    }

    private static void Scatter(InferenceContext op)
    {
        SizeValue[] sizes = op.SizesOf("S");
        int axis = op.Axis("C1", op.Integer("axis"), sizes.Length);
        SizeValue[] expected = [.. sizes[..axis], .. op.SizesOf("K"), .. sizes[(axis + 1)..]];
        op.Require("C2", Shapes.Agree(op.SizesOf("U"), expected), $"{op.Shape("updates")}, not {Shapes.Describe(expected)}");
        CheckIndices(op, [sizes[axis]]);
    }

    private static void ScatterNd(InferenceContext op)
    {
        SizeValue[] sizes = op.SizesOf("S");
        int depth = DepthOf(op, sizes, 0, "data");
        SizeValue[] expected = [.. op.SizesOf("K"), .. sizes[depth..]];
        op.Require("C2", Shapes.Agree(op.SizesOf("U"), expected), $"{op.Shape("updates")}, not {Shapes.Describe(expected)}");
    }

    private static int BatchOf(InferenceContext op, SizeValue[] sizes, SizeValue[] indices, int most)
    {
        if (op.Version.Opset < Opset.CoreML6)
        {
            return 0;
        }
        long batch = op.Integer("batch_dims");
        op.Require("C2", batch >= 0 && batch <= most && batch <= indices.Length, $"batch_dims {batch}, {op.Shape("x")} and {op.Shape("indices")}");
        op.Require("C2", Shapes.Agree(sizes.AsSpan(0, (int)batch), indices.AsSpan(0, (int)batch)), $"{op.Shape("x")} and {op.Shape("indices")}");
        return (int)batch;
    }

    private static int DepthOf(InferenceContext op, SizeValue[] sizes, int batch, string data)
    {
        SizeValue depth = op.Size("M");
        op.Require("C1", depth.IsKnown && depth.Value <= sizes.Length - batch, $"{depth} indices for {op.Shape(data)}");
        CheckIndices(op, sizes.AsSpan(batch, (int)depth.Value));
        return (int)depth.Value;
    }

    // The indices go through the axes in turn.
    private static void CheckIndices(InferenceContext op, ReadOnlySpan<SizeValue> axes)
    {
        if (op.Version.Opset < Opset.CoreML7 || !op.Flag("validate_indices") || op.KnownIntegers("indices") is not { } indices || axes.IsEmpty)
        {
            return;
        }
        for (int i = 0; i < indices.Length; i++)
        {
            SizeValue size = axes[i % axes.Length];
            op.Require("C3", indices[i] >= 0 && (!size.IsKnown || indices[i] < size.Value), $"index {indices[i]} of {size}");
        }
    }
}
