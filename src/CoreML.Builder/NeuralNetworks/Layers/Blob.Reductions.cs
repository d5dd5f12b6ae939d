namespace CoreML.Builder;

// One number of all along axes, from iOS 13 on. Without axes of all elements; axes stay with size 1 if they are to be kept.
public sealed partial class Blob
{
    /// <summary>The sum.</summary>
    public Blob ReduceSum(ReadOnlySpan<int> axes = default, bool keepDims = false) =>
        Layer(new() { ReduceSum = new() { Axes = { Signed(axes) }, KeepDims = keepDims, ReduceAll = axes.IsEmpty } });

    /// <summary>The mean.</summary>
    public Blob ReduceMean(ReadOnlySpan<int> axes = default, bool keepDims = false) =>
        Layer(new() { ReduceMean = new() { Axes = { Signed(axes) }, KeepDims = keepDims, ReduceAll = axes.IsEmpty } });

    /// <summary>The product.</summary>
    public Blob ReduceProd(ReadOnlySpan<int> axes = default, bool keepDims = false) =>
        Layer(new() { ReduceProd = new() { Axes = { Signed(axes) }, KeepDims = keepDims, ReduceAll = axes.IsEmpty } });

    /// <summary>The largest.</summary>
    public Blob ReduceMax(ReadOnlySpan<int> axes = default, bool keepDims = false) =>
        Layer(new() { ReduceMax = new() { Axes = { Signed(axes) }, KeepDims = keepDims, ReduceAll = axes.IsEmpty } });

    /// <summary>The smallest.</summary>
    public Blob ReduceMin(ReadOnlySpan<int> axes = default, bool keepDims = false) =>
        Layer(new() { ReduceMin = new() { Axes = { Signed(axes) }, KeepDims = keepDims, ReduceAll = axes.IsEmpty } });

    /// <summary>The sum of the absolute values.</summary>
    public Blob ReduceL1(ReadOnlySpan<int> axes = default, bool keepDims = false) =>
        Layer(new() { ReduceL1 = new() { Axes = { Signed(axes) }, KeepDims = keepDims, ReduceAll = axes.IsEmpty } });

    /// <summary>The root of the sum of the squares.</summary>
    public Blob ReduceL2(ReadOnlySpan<int> axes = default, bool keepDims = false) =>
        Layer(new() { ReduceL2 = new() { Axes = { Signed(axes) }, KeepDims = keepDims, ReduceAll = axes.IsEmpty } });

    /// <summary>The logarithm of the sum.</summary>
    public Blob ReduceLogSum(ReadOnlySpan<int> axes = default, bool keepDims = false) =>
        Layer(new() { ReduceLogSum = new() { Axes = { Signed(axes) }, KeepDims = keepDims, ReduceAll = axes.IsEmpty } });

    /// <summary>The sum of the squares.</summary>
    public Blob ReduceSumSquare(ReadOnlySpan<int> axes = default, bool keepDims = false) =>
        Layer(new() { ReduceSumSquare = new() { Axes = { Signed(axes) }, KeepDims = keepDims, ReduceAll = axes.IsEmpty } });

    /// <summary>The logarithm of the sum of the exponentials.</summary>
    public Blob ReduceLogSumExp(ReadOnlySpan<int> axes = default, bool keepDims = false) =>
        Layer(new() { ReduceLogSumExp = new() { Axes = { Signed(axes) }, KeepDims = keepDims, ReduceAll = axes.IsEmpty } });

    private static long[] Signed(ReadOnlySpan<int> values)
    {
        var result = new long[values.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = values[i];
        }
        return result;
    }
}
