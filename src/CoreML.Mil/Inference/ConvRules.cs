namespace CoreML.Mil;

/// <summary>Convolution.</summary>
internal static class ConvRules
{
    public static readonly (string Name, InferenceRule Rule)[] All = [("conv", Conv), ("conv_transpose", ConvTranspose)];

    private static void Conv(InferenceContext op)
    {
        SizeValue[] sizes = op.SizesOf("D");
        long[] strides = op.Integers("strides");
        long[] dilations = op.Integers("dilations");
        long[] pad = op.Integers("pad");
        long groups = op.Integer("groups");
        op.Require("C1", sizes.Length is >= 1 and <= 3, $"{sizes.Length} spatial dimensions");
        op.Require("C5", op.SizesOf("K").Length == sizes.Length, $"{op.Shape("weight")}");
        op.Require("C2", Array.TrueForAll([.. strides, .. dilations], size => size > 0), $"{Shapes.Describe(strides)} and {Shapes.Describe(dilations)}");
        op.Require("C3", groups > 0 && Shapes.Divides(groups, op.Size("C")) && Shapes.Divides(groups, op.Size("O")), $"groups {groups}, {op.Size("C")} channels to {op.Size("O")}");

        op.Require("C6", op.Version.Opset > Opset.CoreML5 || op.Opset > Opset.CoreML5 || op.Text("pad_type") != "same_lower", $"{op.Opset.Target}");
        SizeValue[] window = [.. op.SizesOf("K").Select((size, i) => op.Sizes.Add(op.Sizes.Multiply(op.Sizes.Subtract(size, 1), dilations[i]), 1))];
        SizeValue[] counts = Windows.Count(sizes, window, strides, op.Text("pad_type"), pad, false, op.Sizes);
        op.Require("C4", Array.TrueForAll(counts, count => !count.IsKnown || count.Value > 0), $"{op.Shape("x")} and {op.Shape("weight")}");
        op.Bind("S", counts);
    }

    private static void ConvTranspose(InferenceContext op)
    {
        SizeValue[] sizes = op.SizesOf("D");
        SizeValue[] kernel = op.SizesOf("K");
        long[] strides = op.Integers("strides");
        long[] dilations = op.Integers("dilations");
        long[] pad = op.Integers("pad");
        long groups = op.Integer("groups");
        op.Require("C1", sizes.Length is >= 1 and <= 3 && kernel.Length == sizes.Length, $"{op.Shape("x")} and {op.Shape("weight")}");
        op.Require("C2", Array.TrueForAll([.. strides, .. dilations], size => size > 0), $"{Shapes.Describe(strides)} and {Shapes.Describe(dilations)}");
        op.Require("C3", groups > 0 && Shapes.Divides(groups, op.Size("C")), $"groups {groups}, {op.Size("C")} channels");

        SizeValue[] spatial = Output(op.Text("pad_type"));
        if (op.Has("output_shape"))
        {
            long[] shape = op.Integers("output_shape");
            SizeValue channels = op.Sizes.Multiply(op.Size("G"), groups);
            op.Require("C5", Shapes.Agree([shape[0], shape[1]], [op.Size("N"), channels]), $"{Shapes.Describe(shape)} for {op.Shape("x")} and {channels} channels");
            spatial = [.. shape[2..].Select(size => (SizeValue)size)];
        }
        op.Require("C4", Array.TrueForAll(spatial, size => !size.IsKnown || size.Value > 0), $"{Shapes.Describe(spatial)}");
        op.Bind("S", spatial);

        SizeValue[] Output(string padType)
        {
            var result = new SizeValue[sizes.Length];
            for (int i = 0; i < result.Length; i++)
            {
                if (padType == "same")
                {
                    result[i] = op.Sizes.Multiply(sizes[i], strides[i]);
                    continue;
                }
                SizeValue start = op.Sizes.Multiply(op.Sizes.Subtract(sizes[i], 1), strides[i]);
                SizeValue window = op.Sizes.Add(op.Sizes.Multiply(op.Sizes.Subtract(kernel[i], 1), dilations[i]), 1);
                result[i] = op.Sizes.Subtract(op.Sizes.Add(start, window), padType == "custom" ? pad[2 * i] + pad[2 * i + 1] : 0);
            }
            return result;
        }
    }
}
