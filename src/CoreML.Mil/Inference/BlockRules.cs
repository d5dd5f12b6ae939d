namespace CoreML.Mil;

/// <summary>Moving elements between channels or batch and height and width.</summary>
internal static class BlockRules
{
    public static readonly (string Name, InferenceRule Rule)[] All =
    [
        ("depth_to_space", op => FromChannels(op, op.Integer("block_size"))),
        ("pixel_shuffle", op => FromChannels(op, op.Integer("upscale_factor"))),
        ("space_to_depth", op => ToChannels(op, op.Integer("block_size"))),
        ("pixel_unshuffle", op => ToChannels(op, op.Integer("downscale_factor"))),
        ("batch_to_space", BatchToSpace), ("space_to_batch", SpaceToBatch),
    ];

    // The definitions say the sizes of the results.
    private static void FromChannels(InferenceContext op, long factor) =>
        op.Require("C1", factor > 0 && Shapes.Divides(factor * factor, op.Size("C")), $"{factor} for {op.Size("C")} channels");

    private static void ToChannels(InferenceContext op, long factor) => op.Require(
        "C1", factor > 0 && Shapes.Divides(factor, op.Size("H")) && Shapes.Divides(factor, op.Size("W")), $"{factor} for {op.Size("H")}×{op.Size("W")}");

    private static void BatchToSpace(InferenceContext op)
    {
        long[] block = op.Integers("block_shape");
        long[] crops = op.Integers("crops");
        op.Require("C1", block[0] > 0 && block[1] > 0 && Shapes.Divides(checked(block[0] * block[1]), op.Size("N")), $"{Shapes.Describe(block)} for {op.Size("N")}");
        SizeValue height = Cropped("H", 0);
        SizeValue width = Cropped("W", 1);
        op.Require("C2", Array.TrueForAll(crops, crop => crop >= 0) && !(height.IsKnown && height.Value <= 0) && !(width.IsKnown && width.Value <= 0), $"{Shapes.Describe(crops)}");
        op.Bind("M", op.Sizes.FloorDivide(op.Size("N"), block[0] * block[1]));
        op.Bind("P", height);
        op.Bind("Q", width);

        SizeValue Cropped(string size, int axis) =>
            op.Sizes.Subtract(op.Sizes.Multiply(op.Size(size), block[axis]), checked(crops[2 * axis] + crops[2 * axis + 1]));
    }

    private static void SpaceToBatch(InferenceContext op)
    {
        long[] block = op.Integers("block_shape");
        long[] paddings = op.Integers("paddings");
        SizeValue height = Padded("H", 0);
        SizeValue width = Padded("W", 1);
        op.Require("C1", block[0] > 0 && block[1] > 0 && Shapes.Divides(block[0], height) && Shapes.Divides(block[1], width), $"{Shapes.Describe(block)} for {height}×{width}");
        op.Require("C2", Array.TrueForAll(paddings, padding => padding >= 0), $"{Shapes.Describe(paddings)}");
        op.Bind("M", op.Sizes.Multiply(op.Size("N"), checked(block[0] * block[1])));
        op.Bind("P", op.Sizes.FloorDivide(height, block[0]));
        op.Bind("Q", op.Sizes.FloorDivide(width, block[1]));

        SizeValue Padded(string size, int axis) => op.Sizes.Add(op.Size(size), checked(paddings[2 * axis] + paddings[2 * axis + 1]));
    }
}
