using CoreML.Format;

namespace CoreML.Mil;

/// <summary>Compressed constants. Their contents are checked when they are decoded.</summary>
internal static class ConstexprRules
{
    public static readonly (string Name, InferenceRule Rule)[] All =
    [
        ("constexpr_affine_dequantize", AffineDequantize),
        ("constexpr_blockwise_shift_scale", op => Blockwise(op, "data", "data")),
        ("constexpr_sparse_blockwise_shift_scale", op => Blockwise(op, "data_mask", "nonzero_data")),
        ("constexpr_lut_to_dense", LutToDense),
        ("constexpr_lut_to_sparse", LutToSparse),
        ("constexpr_sparse_to_dense", SparseToDense),
    ];

    private static void AffineDequantize(InferenceContext op)
    {
        SizeValue[] sizes = op.SizesOf("S");
        SizeValue count = sizes[op.Axis("C1", op.Integer("axis"), sizes.Length)];
        foreach (string name in (string[])["scale", "zero_point"])
        {
            SizeValue[] given = op.Dimensions(name);
            op.Require("C2", given.Length == 0 || Shapes.Agree(given, [count]), $"{name} {op.Shape(name)} for {count} elements");
        }
    }

    private static void Blockwise(InferenceContext op, string data, string numbers)
    {
        SizeValue[] sizes = op.SizesOf("S");
        SizeValue[] blocks = op.SizesOf("B");
        op.Require("C1", sizes.Length > 0 && blocks.Length == sizes.Length, $"{op.Shape(data)} and {op.Shape("scale")}");
        op.Require("C2", Multiples(sizes, blocks), $"{op.Shape(data)} and {op.Shape("scale")}");
        if (op.Has("offset"))
        {
            ElementType offset = op.Tensor("offset").ElementType;
            op.Require("C3", offset.IsFloat || offset == op.Tensor(numbers).ElementType, $"{offset.MilName} and {op.Tensor(numbers).ElementType.MilName}");
        }
    }

    private static void LutToDense(InferenceContext op)
    {
        ElementType type = op.Tensor("lut").ElementType;
        if (op.Version.Opset >= Opset.CoreML8)
        {
            SizeValue[] sizes = Table(op, "indices", op.Tensor("indices").ElementType);
            op.SetOutput(type, sizes);
            return;
        }
        SizeValue[] shape = op.Elements("shape") ?? [];
        SizeValue entries = op.Size("K");
        op.Require("C1", !entries.IsKnown || entries.Value is 2 or 4 or 16 or 64 or 256, $"{entries} entries");
        if (entries.IsKnown)
        {
            SizeValue bits = op.Sizes.Multiply(op.Sizes.Product(shape), long.Log2(entries.Value));
            op.Require("C2", Shapes.Agree(op.Size("M"), op.Sizes.CeilingDivide(bits, 8)), $"{op.Size("M")} bytes for {Shapes.Describe(shape)}");
        }
        op.SetOutput(type, shape);
    }

    private static void LutToSparse(InferenceContext op)
    {
        SizeValue[] mask = Table(op, "indices_mask", op.Tensor("indices_nonzero_data").ElementType);
        op.SetOutputs(
            new TensorType(ElementType.UInt1, InferenceContext.ToShape(mask)),
            new TensorType(op.Tensor("lut").ElementType, InferenceContext.ToShape([op.Sizes.Multiply(op.Size("N"), op.Size("V"))])));
    }

    // The shape of what the indices stand for.
    private static SizeValue[] Table(InferenceContext op, string indices, ElementType type)
    {
        SizeValue[] sizes = [.. op.SizesOf("S")];
        SizeValue[] blocks = op.SizesOf("L");
        op.Require("C3", sizes.Length > 0 && blocks.Length == sizes.Length, $"{op.Shape(indices)} and {op.Shape("lut")}");
        op.Require("C4", Multiples(sizes, blocks), $"{op.Shape(indices)} and {op.Shape("lut")}");
        op.Require("C5", Shapes.Agree(op.Size("K"), 1L << type.BitWidth), $"{op.Size("K")} entries, {type.MilName}");
        bool vectors = !op.Size("V").Is(1);
        op.Require("C6", op.Has("vector_axis") || !vectors, $"{op.Size("V")} elements and no axis");
        if (op.Has("vector_axis"))
        {
            int axis = op.Axis("C6", op.Integer("vector_axis"), sizes.Length);
            sizes[axis] = op.Sizes.Multiply(sizes[axis], op.Size("V"));
        }
        return sizes;
    }

    private static void SparseToDense(InferenceContext op)
    {
        if (op.Version.Opset >= Opset.CoreML8)
        {
            return;
        }
        SizeValue[] shape = op.Elements("shape") ?? [];
        op.Require("C1", Shapes.Agree(op.Size("M"), op.Sizes.CeilingDivide(op.Sizes.Product(shape), 8)), $"{op.Size("M")} bytes for {Shapes.Describe(shape)}");
        op.SetOutput(op.Tensor("nonzero_data").ElementType, shape);
    }

    private static bool Multiples(SizeValue[] sizes, SizeValue[] blocks)
    {
        bool multiples = true;
        for (int i = 0; i < sizes.Length; i++)
        {
            multiples &= !blocks[i].IsKnown || (blocks[i].Value > 0 && Shapes.Divides(blocks[i].Value, sizes[i]));
        }
        return multiples;
    }
}
