namespace CoreML.Mil;

/// <summary>Images.</summary>
internal static class ImageRules
{
    public static readonly (string Name, InferenceRule Rule)[] All =
    [
        ("affine", Affine), ("crop", Crop), ("crop_resize", CropResize), ("resize", Resize),
        ("resize_bilinear", op => Positive(op, "C1", "target_size_height", "target_size_width")),
        ("resize_nearest_neighbor", op => Positive(op, "C1", "target_size_height", "target_size_width")),
        ("upsample_bilinear", Upsample), ("upsample_nearest_neighbor", Upsample),
    ];

    private static void Positive(InferenceContext op, string label, string height, string width) =>
        op.Require(label, op.Integer(height) > 0 && op.Integer(width) > 0, $"{op.Integer(height)}×{op.Integer(width)}");

    private static void Affine(InferenceContext op)
    {
        op.Require("C1", op.Size("D").Is(1) || Shapes.Agree(op.Size("D"), op.Size("B")), $"{op.Size("D")} matrices for {op.Size("B")} images");
        Positive(op, "C2", "output_height", "output_width");
        op.Require("C3", op.Numbers("padding_value") is not [not 0f], $"another number");
    }

    private static void Crop(InferenceContext op)
    {
        long[] height = op.Integers("crop_height");
        long[] width = op.Integers("crop_width");
        SizeValue rows = op.Sizes.Subtract(op.Size("H"), checked(height[0] + height[1]));
        SizeValue columns = op.Sizes.Subtract(op.Size("W"), checked(width[0] + width[1]));
        op.Require("C1", Array.TrueForAll([.. height, .. width], count => count >= 0) && IsPositive(rows) && IsPositive(columns),
            $"{Shapes.Describe(height)} and {Shapes.Describe(width)} of {op.Size("H")}×{op.Size("W")}");
        op.Bind("P", rows);
        op.Bind("Q", columns);
    }

    private static void CropResize(InferenceContext op)
    {
        Positive(op, "C1", "target_height", "target_width");
        if (op.Version.Opset < Opset.CoreML7)
        {
            op.Require("C2", Shapes.Agree(op.Size("R"), 4) || Shapes.Agree(op.Size("R"), 5), $"{op.Size("R")} numbers");
            return;
        }
        SizeValue images = op.Size("B");
        SizeValue boxes = op.Size("N");
        long[]? indices = op.Has("box_indices") ? op.KnownIntegers("box_indices") : null;
        bool enough = op.Has("box_indices")
            ? indices is null || !images.IsKnown || Array.TrueForAll(indices, index => index >= 0 && index < images.Value)
            : !boxes.IsKnown || !images.IsKnown || boxes.Value <= images.Value;
        op.Require("C3", enough, $"{boxes} boxes, {images} images");
        op.Require("C4", !op.Flag("normalized_coordinates") || op.Tensor("boxes").ElementType != Format.ElementType.UInt16, $"uint16");
    }

    private static void Resize(InferenceContext op)
    {
        SizeValue[] sizes = [.. op.SizesOf("S")];
        long count = op.Integer("resized_dims");
        SizeValue given = op.Size("R");
        op.Require("C1", count <= sizes.Length && (!given.IsKnown || (count <= given.Value && given.Value <= sizes.Length)), $"{count}, {given} and {sizes.Length}");
        SizeValue[]? shape = op.Elements("shape");
        for (int i = 1; i <= count; i++)
        {
            SizeValue size = shape is null ? SizeValue.CreateUnknown() : shape[^i];
            sizes[^i] = size.Is(0) ? sizes[^i] : size;
        }
        op.Bind("Q", sizes);
    }

    private static void Upsample(InferenceContext op)
    {
        SizeValue height = Scaled(op, "H", "scale_factor_height");
        SizeValue width = Scaled(op, "W", "scale_factor_width");
        op.Require("C1", IsPositive(height) && IsPositive(width), $"{height}×{width}");
        op.Bind("P", height);
        op.Bind("Q", width);
    }

    private static SizeValue Scaled(InferenceContext op, string size, string factor)
    {
        float scale = op.Has(factor) ? op.Numbers(factor) is [float given] ? given : float.NaN : 1;
        return scale == MathF.Floor(scale) && Math.Abs(scale) < int.MaxValue ? op.Sizes.Multiply(op.Size(size), (long)scale)
            : float.IsFinite(scale) && op.Size(size).IsKnown ? checked((long)Math.Floor(op.Size(size).Value * (double)scale))
            : SizeValue.CreateUnknown();
    }

    private static bool IsPositive(SizeValue size) => !size.IsKnown || size.Value > 0;
}
