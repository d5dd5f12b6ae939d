namespace CoreML.Mil;

/// <summary>Where windows that move along a tensor's dimensions fit: convolution and pooling.</summary>
internal static class Windows
{
    /// <summary>The number of windows along each dimension. With padding <c>same</c> and <c>same_lower</c> it is
    /// <c>ceil(size / stride)</c>, otherwise <c>floor((size + padding − window) / stride) + 1</c>; with
    /// <paramref name="ceiling"/> the quotient is rounded up, unless that window would begin behind the tensor.</summary>
    /// <param name="sizes">Sizes of the dimensions.</param>
    /// <param name="windows">Sizes of the window, gaps of dilation included.</param>
    /// <param name="strides">Distances of windows, positive.</param>
    /// <param name="padType">How the tensor is padded.</param>
    /// <param name="pad">Elements added before and after each dimension.</param>
    /// <param name="ceiling">Whether a last window may reach over the padding's end.</param>
    /// <param name="arithmetic">The arithmetic.</param>
    /// <returns>The numbers, which may be 0 or negative if the window is larger than the tensor.</returns>
    public static SizeValue[] Count(
        SizeValue[] sizes, SizeValue[] windows, long[] strides, string padType, long[] pad, bool ceiling, SizeArithmetic arithmetic)
    {
        var counts = new SizeValue[sizes.Length];
        for (int i = 0; i < counts.Length; i++)
        {
            if (padType is "same" or "same_lower")
            {
                counts[i] = arithmetic.CeilingDivide(sizes[i], strides[i]);
                continue;
            }
            long padding = padType == "custom" ? pad[2 * i] + pad[2 * i + 1] : 0;
            SizeValue padded = arithmetic.Add(sizes[i], padding);
            SizeValue room = arithmetic.Subtract(padded, windows[i]);
            SizeValue steps = ceiling ? arithmetic.CeilingDivide(room, strides[i]) : arithmetic.FloorDivide(room, strides[i]);
            counts[i] = arithmetic.Add(steps, 1);
            if (ceiling && padding > 0 && counts[i].IsKnown && sizes[i].IsKnown
                && (counts[i].Value - 1) * strides[i] >= sizes[i].Value + pad[2 * i])
            {
                counts[i] = counts[i].Value - 1;
            }
        }
        return counts;
    }
}
