using CoreML.Format;

namespace CoreML.Mil;

/// <summary>Products of matrices; <c>linear</c> follows from its definition.</summary>
internal static class LinearRules
{
    public static readonly (string Name, InferenceRule Rule)[] All = [("matmul", MatMul), ("einsum", Einsum)];

    private static void MatMul(InferenceContext op)
    {
        ValueFacts left = op.Argument("x");
        ValueFacts right = op.Argument("y");
        TensorType x = op.Tensor("x");
        TensorType y = op.Tensor("y");
        bool isConstant = left.Constant is not null;
        ElementType type = isConstant && right.Constant is null ? y.ElementType : x.ElementType;
        if (op.Version.Opset >= Opset.CoreML7)
        {
            op.Require("C4", x.ElementType == y.ElementType || isConstant != right.Constant is not null, $"{x} and {y}");
        }
        if (!x.Shape.IsRanked || !y.Shape.IsRanked)
        {
            op.SetOutputs(new TensorType(type, TensorShape.Unranked));
            return;
        }
        SizeValue[] rows = Matrix(op, "x", op.Flag("transpose_x"), column: false);
        SizeValue[] columns = Matrix(op, "y", op.Flag("transpose_y"), column: true);
        op.Require("C2", Shapes.Agree(rows[^1], columns[^2]), $"{x.Shape} and {y.Shape}");
        SizeValue[]? batch = Broadcasting.Combine(rows.AsSpan()[..^2], columns.AsSpan()[..^2]);
        op.Require("C3", batch is not null, $"{x.Shape} and {y.Shape}");
        List<SizeValue> sizes = [.. batch!];
        if (x.Shape.Rank > 1)
        {
            sizes.Add(rows[^2]);
        }
        if (y.Shape.Rank > 1)
        {
            sizes.Add(columns[^1]);
        }
        op.SetOutput(type, [.. sizes]);
    }

    private static SizeValue[] Matrix(InferenceContext op, string input, bool transpose, bool column)
    {
        SizeValue[] sizes = op.Dimensions(input);
        op.Require("C1", sizes.Length >= (transpose ? 2 : 1), $"{input} {op.Shape(input)}");
        if (sizes.Length == 1)
        {
            return column ? [sizes[0], 1] : [1, sizes[0]];
        }
        if (transpose)
        {
            (sizes[^1], sizes[^2]) = (sizes[^2], sizes[^1]);
        }
        return sizes;
    }

    private static void Einsum(InferenceContext op)
    {
        ReadOnlySpan<ValueFacts> values = op.Arguments("values").AsSpan();
        op.Require("C1", values.Length == 2, $"{values.Length} values");
        string equation = op.Text("equation");
        int rank = RankOf(equation);
        op.Require("C2", rank > 0, $"\"{equation}\"");
        var left = (TensorType)values[0].Type;
        var right = (TensorType)values[1].Type;
        if (!left.Shape.IsRanked || !right.Shape.IsRanked)
        {
            op.SetOutputs(left.WithShape(TensorShape.Unranked));
            return;
        }
        op.Require("C3", left.Shape.Rank == rank && right.Shape.Rank == rank, $"{left} and {right}");

        // x[n, c, h, w], y[n, w, h, r]; n may be missing.
        SizeValue[] x = InferenceContext.ToSizes(left.Shape);
        SizeValue[] y = InferenceContext.ToSizes(right.Shape);
        op.Require("C4", Shapes.Agree(x[^1], y[^3]), $"{left} and {right}");
        SizeValue[]? across = Broadcasting.Combine([x[^2]], [y[^2]]);
        SizeValue[]? batch = Broadcasting.Combine(x.AsSpan()[..^3], y.AsSpan()[..^3]);
        op.Require("C5", across is not null && batch is not null, $"{left} and {right}");
        op.SetOutput(left.ElementType, [.. batch!, x[^3], across![0], y[^1]]);
    }

    // 4 for nchw,nwhr->nchr, 3 for chw,whr->chr, with any letters; 0 for anything else.
    private static int RankOf(string equation)
    {
        foreach (string form in (string[])["nchw,nwhr->nchr", "chw,whr->chr"])
        {
            string text = equation.Replace(" ", "", StringComparison.Ordinal);
            var letters = new Dictionary<char, char>();
            bool same = text.Length == form.Length;
            for (int i = 0; same && i < form.Length; i++)
            {
                letters.TryAdd(form[i], text[i]);
                same = letters[form[i]] == text[i] && char.IsLetter(form[i]) == char.IsLetter(text[i]);
            }
            if (same && letters.Values.Distinct().Count() == letters.Count)
            {
                return form.IndexOf(',', StringComparison.Ordinal);
            }
        }
        return 0;
    }
}
