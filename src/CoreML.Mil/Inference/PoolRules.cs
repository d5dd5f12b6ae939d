namespace CoreML.Mil;

/// <summary>Pooling.</summary>
internal static class PoolRules
{
    public static readonly (string Name, InferenceRule Rule)[] All = [("avg_pool", Pool), ("max_pool", Pool), ("l2_pool", Pool)];

    private static void Pool(InferenceContext op)
    {
        SizeValue[] sizes = op.SizesOf("D");
        long[] window = op.Integers("kernel_sizes");
        long[] strides = op.Integers("strides");
        long[] pad = op.Integers("pad");
        string padType = op.Text("pad_type");
        bool ceiling = op.Flag("ceil_mode");
        int most = op.Version.Operation.Name == "l2_pool" ? 2 : 3;
        op.Require("C1", sizes.Length >= 1 && sizes.Length <= most, $"{sizes.Length} spatial dimensions");
        op.Require("C2", Array.TrueForAll([.. window, .. strides], size => size > 0), $"{Shapes.Describe(window)} and {Shapes.Describe(strides)}");
        op.Require("C3", Array.TrueForAll(pad, count => count >= 0), $"{Shapes.Describe(pad)}");
        op.Require("C4", !ceiling || (sizes.Length <= 2 && padType != "same"), $"{sizes.Length} spatial dimensions, pad_type {padType}");
        op.Require("C5", !ceiling || Enumerable.Range(0, sizes.Length).All(i => pad[2 * i] == pad[2 * i + 1]), $"{Shapes.Describe(pad)}");
        op.Require("C7", padType != "same_lower" || op.Opset > Opset.CoreML5, $"{op.Opset.Target}");

        SizeValue[] counts = Windows.Count(
            sizes, Array.ConvertAll(window, size => (SizeValue)size), strides, padType, pad, ceiling, op.Sizes);
        op.Require("C6", Array.TrueForAll(counts, count => !count.IsKnown || count.Value > 0), $"{op.Shape("x")}");
        op.Bind("S", counts);
    }
}
