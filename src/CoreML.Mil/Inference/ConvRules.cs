namespace CoreML.Mil;

/// <summary>Convolution.</summary>
internal static class ConvRules
{
    public static readonly (string Name, InferenceRule Rule)[] All = [("conv", Conv)];

    private static void Conv(InferenceContext op)
    {
        SizeValue[] sizes = op.SizesOf("D");
        long[] strides = op.Integers("strides");
        long[] dilations = op.Integers("dilations");
        long[] pad = op.Integers("pad");
        long groups = op.Integer("groups");
        op.Require("C1", sizes.Length is >= 1 and <= 3, $"{sizes.Length} spatial dimensions");
        op.Require("C5", op.SizesOf("K").Length == sizes.Length, $"{op.Shape("weight")}");
        op.Require("C2", Array.TrueForAll([.. strides, .. dilations], size => size > 0), $"[{string.Join(", ", strides)}] and [{string.Join(", ", dilations)}]");
        op.Require("C3", groups > 0 && Divides(groups, op.Size("C")) && Divides(groups, op.Size("O")), $"groups {groups}, {op.Size("C")} channels to {op.Size("O")}");

        SizeValue[] window = [.. op.SizesOf("K").Select((size, i) => op.Sizes.Add(op.Sizes.Multiply(op.Sizes.Subtract(size, 1), dilations[i]), 1))];
        SizeValue[] counts = Windows.Count(sizes, window, strides, op.Text("pad_type"), pad, false, op.Sizes);
        op.Require("C4", Array.TrueForAll(counts, count => !count.IsKnown || count.Value > 0), $"{op.Shape("x")} and {op.Shape("weight")}");
        op.Bind("S", counts);
    }

    private static bool Divides(long divisor, SizeValue size) => !size.IsKnown || size.Value % divisor == 0;
}
