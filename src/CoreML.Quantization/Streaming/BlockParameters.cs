using CoreML.Format;

namespace CoreML.Quantization;

/// <summary>Ranges, scales and zero points of some blocks of a weight.</summary>
internal sealed class BlockParameters
{
    // Rounding makes errors of half a step. Quotients are themselves rounded to steps of 1/8 at most, and the product of scale
    // and integer once more, relative to its size.
    private const float Steps = 0.5f + 1f / 16;
    private const float Relative = 1f / 1024;

    private byte[] _packed = [];
    private int _count;

    /// <summary>The smallest weight of each block.</summary>
    public float[] Mins { get; private set; } = [];

    /// <summary>The largest weight of each block.</summary>
    public float[] Maxs { get; private set; } = [];

    /// <summary>The scale of each block.</summary>
    public float[] Scales { get; private set; } = [];

    /// <summary>The zero point of each block.</summary>
    public float[] ZeroPoints { get; private set; } = [];

    /// <summary>Makes room for so many blocks.</summary>
    public void Resize(int count)
    {
        _count = count;
        if (Mins.Length < count)
        {
            Mins = new float[count];
            Maxs = new float[count];
            Scales = new float[count];
            ZeroPoints = new float[count];
        }
    }

    /// <summary>Extends a block's range.</summary>
    public void Widen(int block, WeightRange range)
    {
        Mins[block] = Math.Min(Mins[block], range.Min);
        Maxs[block] = Math.Max(Maxs[block], range.Max);
    }

    /// <summary>Computes scales and zero points from the ranges.</summary>
    public void Compute(in LinearRange range) => range.Of(Mins.AsSpan(0, _count), Maxs.AsSpan(0, _count), Scales, ZeroPoints);

    /// <summary>Whether a decoded weight may be that far from the original one.</summary>
    public bool Allows(int block, float difference, in LinearRange range) =>
        difference <= Steps * Scales[block] || difference <= Limit(block, range);

    private float Limit(int block, in LinearRange range)
    {
        float scale = Scales[block];
        // A scale that half precision holds only coarsely, or not at all, does not reach the outermost weights.
        float above = Maxs[block] - scale * (range.Highest - ZeroPoints[block]);
        float below = scale * (range.Lowest - ZeroPoints[block]) - Mins[block];
        return Steps * scale + Relative * Math.Max(Maxs[block], -Mins[block]) + Math.Max(0, Math.Max(above, below));
    }

    /// <summary>Writes scales and zero points of blocks to their places.</summary>
    /// <param name="first">Number of the first block.</param>
    /// <param name="count">Number of blocks.</param>
    /// <param name="scales">Takes the scales.</param>
    /// <param name="zeroPoints">Takes the zero points.</param>
    public void Write(long first, int count, PendingContent scales, PendingContent? zeroPoints)
    {
        int bytes = (int)scales.ElementType.ByteCount(count);
        Span<byte> packed = Room(bytes);
        NumericConversion.Narrow(scales.ElementType, Scales.AsSpan(0, count), packed);
        scales.Write(scales.ElementType.ByteCount(first), packed);
        if (zeroPoints is null)
        {
            return;
        }
        packed = Room(count);
        for (int i = 0; i < count; i++)
        {
            packed[i] = (byte)(int)ZeroPoints[i];
        }
        int size = (int)zeroPoints.ElementType.ByteCount(count);
        var result = new byte[size];
        BitPacking.Pack(packed, zeroPoints.ElementType.BitWidth, result);
        zeroPoints.Write(zeroPoints.ElementType.ByteCount(first), result);
    }

    private Span<byte> Room(int bytes)
    {
        if (_packed.Length < bytes)
        {
            _packed = new byte[bytes];
        }
        return _packed.AsSpan(0, bytes);
    }
}
