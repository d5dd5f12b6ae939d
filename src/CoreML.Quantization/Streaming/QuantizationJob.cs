using System.Runtime.InteropServices;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>
/// The quantization of one weight: reads it piece by piece, writes integers and scales to their places in the new weight
/// file, and decodes every piece again before it is written. Memory does not grow with the weight.
/// </summary>
internal sealed class QuantizationJob
{
    private const int PieceElements = 1 << 16;
    private const int LongestPiece = 1 << 18;
    private const int LongRun = 16;

    private readonly WeightContent _source;
    private readonly string _path;
    private readonly int _width;
    private readonly float[] _scales;
    private readonly float[] _maxima;
    private readonly int _pieceElements;
    private readonly ErrorSums[] _errors;

    public QuantizationJob(WeightContent source, long[] shape, int axis, string path)
    {
        _source = source;
        _path = path;
        _width = source.ElementType.BitWidth / 8;
        var grid = new long[shape.Length];
        Array.Fill(grid, 1);
        grid[axis] = shape[axis];
        Grid = new BlockGrid(shape, grid);
        ScaleShape = grid;
        _scales = new float[Grid.BlockCount];
        _maxima = new float[Grid.BlockCount];
        HoldsWholeBlocks = Grid.BlocksAreRuns && Grid.RunLength <= LongestPiece;
        // Whole blocks in each piece, where they are short enough, so that one reading is enough.
        _pieceElements = HoldsWholeBlocks
            ? (int)(Math.Max(1, PieceElements / Grid.RunLength) * Grid.RunLength)
            : PieceElements;
        PieceCount = (int)((Grid.ElementCount + _pieceElements - 1) / _pieceElements);
        _errors = new ErrorSums[PieceCount];
        Integers = new PendingContent(ElementType.Int8, Grid.ElementCount);
        Scales = new PendingContent(source.ElementType, Grid.BlockCount);
    }

    /// <summary>How scales lie over the weight.</summary>
    public BlockGrid Grid { get; }

    /// <summary>The shape of the scales: of the weight's rank, 1 on all axes but that of the channels.</summary>
    public long[] ScaleShape { get; }

    /// <summary>Stands for the integers in the graph.</summary>
    public PendingContent Integers { get; }

    /// <summary>Stands for the scales in the graph.</summary>
    public PendingContent Scales { get; }

    /// <summary>Number of pieces that can be worked on independently.</summary>
    public int PieceCount { get; }

    /// <summary>Whether each piece has all elements of its blocks, so that their scales need no reading of their own.</summary>
    public bool HoldsWholeBlocks { get; }

    /// <summary>How far the result is from the weight, once it is written.</summary>
    public ErrorSums Error { get; private set; }

    /// <summary>Reads a piece to find the largest magnitudes of its blocks; needed unless <see cref="HoldsWholeBlocks"/>.</summary>
    public void Measure(int piece, Scratch scratch)
    {
        (long first, int count) = Range(piece);
        Span<byte> bytes = Read(first, count, scratch);
        var maxima = new float[_maxima.Length];
        Measure(first, bytes, maxima, scratch);
        lock (_maxima)
        {
            for (int i = 0; i < maxima.Length; i++)
            {
                _maxima[i] = Math.Max(_maxima[i], maxima[i]);
            }
        }
    }

    /// <summary>Makes the scales of all blocks from what <see cref="Measure(int, Scratch)"/> found.</summary>
    public void MakeScales()
    {
        for (int i = 0; i < _scales.Length; i++)
        {
            _scales[i] = SymmetricScale.Of(_maxima[i], _source.ElementType);
        }
    }

    /// <summary>Quantizes, checks and writes a piece.</summary>
    public void Encode(int piece, WeightReservation integers, Scratch scratch)
    {
        (long first, int count) = Range(piece);
        Span<byte> bytes = Read(first, count, scratch);
        if (HoldsWholeBlocks)
        {
            Measure(first, bytes, _maxima, scratch);
            foreach (BlockGrid.Segment segment in Grid.Segments(first, count))
            {
                _scales[segment.Block] = SymmetricScale.Of(_maxima[segment.Block], _source.ElementType);
            }
        }
        Span<byte> quantized = scratch.Output(count);
        ErrorSums sums = default;
        for (int start = 0; start < count; start += Scratch.KernelElements)
        {
            int length = Math.Min(Scratch.KernelElements, count - start);
            Span<float> weights = scratch.Weights.AsSpan(0, length);
            NumericConversion.Widen(_source.ElementType, bytes, start, weights);
            Span<byte> part = quantized.Slice(start, length);
            Quantize(first + start, weights, MemoryMarshal.Cast<byte, sbyte>(part), scratch);
            sums += Verifier.Check(Grid, first + start, part, _scales, _maxima, _source.ElementType, weights, scratch)
                ?? throw QuantizationDiagnostics.VerificationFailed.Error(
                    path: _path, expected: "decoded weights within half a step of the original ones",
                    found: $"larger differences among the {length} elements from {first + start} on");
        }
        _errors[piece] = sums;
        integers.Write(first, quantized);
    }

    /// <summary>Writes the scales and sums up the errors, when all pieces are written.</summary>
    public void Finish(WeightReservation scales)
    {
        var packed = new byte[_source.ElementType.ByteCount(_scales.Length)];
        NumericConversion.Narrow(_source.ElementType, _scales, packed);
        scales.Write(0, packed);
        // In order of the pieces, so that the sums do not depend on which thread was first.
        Error = _errors.Aggregate(default(ErrorSums), (sum, piece) => sum + piece);
    }

    private (long First, int Count) Range(int piece)
    {
        long first = (long)piece * _pieceElements;
        return (first, (int)Math.Min(_pieceElements, Grid.ElementCount - first));
    }

    private Span<byte> Read(long first, int count, Scratch scratch)
    {
        Span<byte> bytes = scratch.Input(count * _width);
        _source.Read(first * _width, bytes);
        return bytes;
    }

    private void Measure(long first, ReadOnlySpan<byte> bytes, float[] maxima, Scratch scratch)
    {
        int count = bytes.Length / _width;
        float all = Magnitude.Max(_source.ElementType, bytes);
        if (!float.IsFinite(all))
        {
            int index = Magnitude.FirstNonFinite(_source.ElementType, bytes);
            throw QuantizationDiagnostics.NonFiniteWeight.Error(
                path: _path, expected: "finite numbers", found: $"infinity or not-a-number at element {first + index}");
        }
        if (Grid.RunLength >= LongRun)
        {
            foreach (BlockGrid.Segment segment in Grid.Segments(first, count))
            {
                ReadOnlySpan<byte> part = bytes.Slice(segment.Start * _width, segment.Length * _width);
                maxima[segment.Block] = Math.Max(maxima[segment.Block], Magnitude.Max(_source.ElementType, part));
            }
            return;
        }
        for (int start = 0; start < count; start += Scratch.KernelElements)
        {
            Span<float> weights = scratch.Weights.AsSpan(0, Math.Min(Scratch.KernelElements, count - start));
            NumericConversion.Widen(_source.ElementType, bytes, start, weights);
            foreach (BlockGrid.Segment segment in Grid.Segments(first + start, weights.Length))
            {
                foreach (float weight in weights.Slice(segment.Start, segment.Length))
                {
                    maxima[segment.Block] = Math.Max(maxima[segment.Block], Math.Abs(weight));
                }
            }
        }
    }

    private void Quantize(long first, ReadOnlySpan<float> weights, Span<sbyte> quantized, Scratch scratch)
    {
        bool half = _source.ElementType == ElementType.Float16;
        if (Grid.RunLength < LongRun)
        {
            Span<float> scales = scratch.Scales.AsSpan(0, weights.Length);
            Grid.Expand(_scales, first, scales);
            QuantizeKernel.Quantize(weights, scales, half, quantized);
            return;
        }
        foreach (BlockGrid.Segment segment in Grid.Segments(first, weights.Length))
        {
            QuantizeKernel.Quantize(
                weights.Slice(segment.Start, segment.Length), _scales[segment.Block], half, quantized[segment.Start..]);
        }
    }
}
