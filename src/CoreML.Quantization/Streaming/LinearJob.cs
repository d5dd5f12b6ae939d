using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>
/// The linear quantization of one weight: reads it piece by piece, writes integers, scales and zero points, and decodes every
/// piece again before it is written. Memory does not grow with the weight, unless its blocks lie across it.
/// </summary>
internal sealed partial class LinearJob : CompressionJob, IElementwiseJob
{
    private const int PieceElements = PieceParts.PieceElements;
    private const int LongestRun = 1 << 18;
    // Runs at least this long are worked on with one scale; for shorter ones each element gets its own.
    private const int LongRun = 16;

    private readonly LinearRange _range;
    private readonly BlockGrid _grid;
    private readonly long[] _scaleShape;
    // Whether each piece has all elements of its blocks, so that one reading is enough.
    private readonly bool _holdsWholeBlocks;
    private readonly int _pieceElements;
    private readonly int _pieceCount;

    public LinearJob(WeightSource source, long[] grid, LinearQuantization scheme)
        : base(source)
    {
        _range = new LinearRange(scheme.ElementType, scheme.Mode, source.ElementType);
        _grid = new BlockGrid(source.Shape, grid);
        _scaleShape = grid;
        _holdsWholeBlocks = _grid.BlocksAreRuns && _grid.RunLength <= LongestRun;
        // Pieces start at whole bytes, of integers and of zero points.
        int blocks = (int)Math.Max(1, PieceElements / _grid.RunLength);
        blocks += _range.Bits < 8 ? blocks % 2 : 0;
        _pieceElements = _holdsWholeBlocks ? (int)(blocks * _grid.RunLength) : PieceElements;
        _pieceCount = (int)((_grid.ElementCount + _pieceElements - 1) / _pieceElements);
        Integers = new PendingContent(scheme.ElementType, _grid.ElementCount);
        Scales = new PendingContent(source.ElementType, _grid.BlockCount);
        ZeroPoints = _range.HasZeroPoints ? new PendingContent(scheme.ElementType, _grid.BlockCount) : null;
    }

    /// <summary>The integers.</summary>
    public PendingContent Integers { get; }

    /// <summary>The scales, of the weight's type.</summary>
    public PendingContent Scales { get; }

    /// <summary>The zero points, of the integers' type; <see langword="null"/> if all are 0.</summary>
    public PendingContent? ZeroPoints { get; }

    /// <summary>Dimensions of scales and zero points.</summary>
    public long[] ScaleShape => _scaleShape;

    public override IReadOnlyList<PendingContent> Contents => ZeroPoints is null ? [Integers, Scales] : [Integers, Scales, ZeroPoints];

    public override MilValue Emit(DecoderGraph graph)
    {
        string name = graph.Name + "_quantized";
        if (!graph.Features.HasBlockwise)
        {
            return EmitAffine(graph, name);
        }
        return graph.Insert(
            "constexpr_blockwise_shift_scale", name, graph.Type, [("data", TensorConstant.FromContent(Source.Shape, Integers)), .. Parameters()]);
    }

    /// <summary>Scale and offset as inputs of an operation of iOS 18.</summary>
    public MilBinding[] Parameters()
    {
        TensorConstant scale = TensorConstant.FromContent(_scaleShape, Scales);
        return ZeroPoints is null
            ? [("scale", scale)]
            : [("scale", scale), ("offset", TensorConstant.FromContent(_scaleShape, ZeroPoints))];
    }

    // Operations up to iOS 17 have scalars or vectors, an axis for them, and always a zero point.
    private MilValue EmitAffine(DecoderGraph graph, string name)
    {
        long[] shape = _grid.BlockCount == 1 ? [] : [_grid.BlockCount];
        TensorConstant zeroPoint = ZeroPoints is null
            ? TensorConstant.FromPacked(new TensorType(Integers.ElementType, shape), new byte[_grid.BlockCount])
            : TensorConstant.FromContent(shape, ZeroPoints);
        return graph.InsertOld(
            "constexpr_affine_dequantize",
            name,
            ("axis", TensorConstant.Scalar(Math.Max(Array.FindIndex(_scaleShape, blocks => blocks > 1), 0))),
            ("quantized_data", TensorConstant.FromContent(Source.Shape, Integers)),
            ("scale", TensorConstant.FromContent(shape, Scales)),
            ("zero_point", zeroPoint));
    }

    public PendingContent Elements => Integers;

    public bool HandsOnMask => false;

    IEnumerable<PendingContent> IElementwiseJob.Parameters => ZeroPoints is null ? [Scales] : [Scales, ZeroPoints];

    public (MilValue Mask, MilValue Values) EmitSparse(DecoderGraph graph, string name, TensorConstant mask, TensorConstant elements) =>
        graph.InsertSparse(
            "constexpr_sparse_blockwise_shift_scale",
            name + "_quantized",
            mask.Type,
            new TensorType(Source.ElementType, elements.Shape),
            [("data_mask", mask), ("nonzero_data", elements), .. Parameters()]);

    public byte[] Decode()
    {
        return new ScaledBlocks(
            _grid, Integers.ElementType, Widen(Scales), ZeroPoints is null ? null : Widen(ZeroPoints), Source.ElementType, RoundsShift: false)
            .Decode(Integers.Kept.ToArray());

        static float[] Widen(PendingContent content)
        {
            var values = new float[content.ElementCount];
            NumericConversion.Widen(content.ElementType, content.Kept, 0, values);
            return values;
        }
    }

    public override void Execute(Workers workers)
    {
        BlockParameters? all = _holdsWholeBlocks ? null : Measure(workers);
        var errors = new ErrorSums[_pieceCount];
        workers.ForEach(_pieceCount, (piece, scratch) => errors[piece] = Encode(piece, all, scratch));
        all?.Write(0, (int)_grid.BlockCount, Scales, ZeroPoints);
        // In order of the pieces, so that the sums do not depend on which thread was first.
        Error = errors.Aggregate(default(ErrorSums), (sum, piece) => sum + piece);
    }

    private ErrorSums Encode(int piece, BlockParameters? parameters, Scratch scratch)
    {
        (long first, int count) = Range(piece);
        Span<byte> bytes = Source.Read(first, count, scratch);
        long firstBlock = 0;
        if (parameters is null)
        {
            firstBlock = first / _grid.RunLength;
            parameters = MeasureWholeBlocks(first, bytes, scratch);
            parameters.Write(firstBlock, (int)(count / _grid.RunLength), Scales, ZeroPoints);
        }
        Span<byte> output = scratch.Output((int)Integers.ElementType.ByteCount(count));
        ErrorAccumulator errors = default;
        for (int start = 0; start < count; start += Scratch.KernelElements)
        {
            int length = Math.Min(Scratch.KernelElements, count - start);
            Span<float> weights = scratch.Weights.AsSpan(0, length);
            Source.Widen(bytes, start, weights);
            Span<byte> packed = output.Slice((int)((long)start * _range.Bits / 8), (int)Integers.ElementType.ByteCount(length));
            Encode(first + start, firstBlock, weights, parameters, packed, ref errors, scratch);
        }
        Integers.Write(first * _range.Bits / 8, output);
        return errors.Sums;
    }

    private (long First, int Count) Range(int piece)
    {
        long first = (long)piece * _pieceElements;
        return (first, (int)Math.Min(_pieceElements, _grid.ElementCount - first));
    }

    private void Encode(
        long first, long firstBlock, ReadOnlySpan<float> weights, BlockParameters parameters, Span<byte> packed,
        ref ErrorAccumulator errors, Scratch scratch)
    {
        bool half = Source.IsHalf;
        Span<byte> integers = _range.Bits == 8 ? packed : scratch.Bytes.AsSpan(0, weights.Length);
        bool each = _grid.RunLength < LongRun;
        Span<float> scales = scratch.First.AsSpan(0, weights.Length);
        Span<float> zeroPoints = scratch.Second.AsSpan(0, weights.Length);
        if (each)
        {
            _grid.Expand(parameters.Scales.AsSpan(), first, scales, firstBlock);
            _grid.Expand(parameters.ZeroPoints.AsSpan(), first, zeroPoints, firstBlock);
            LinearKernel.Quantize(weights, scales, zeroPoints, _range, half, integers);
        }
        else
        {
            foreach (BlockGrid.Segment segment in _grid.Segments(first, weights.Length))
            {
                int block = (int)(segment.Block - firstBlock);
                LinearKernel.Quantize(
                    weights.Slice(segment.Start, segment.Length), parameters.Scales[block], parameters.ZeroPoints[block], _range, half,
                    integers.Slice(segment.Start, segment.Length));
            }
        }
        if (_range.Bits < 8)
        {
            // What is compared below is what the packed bytes hold.
            BitPacking.Pack(integers, _range.Bits, packed);
            BitPacking.Unpack(packed, _range.Bits, integers);
            if (_range.IsSigned)
            {
                BitPacking.SignExtend4(integers);
            }
        }
        bool within = each
            ? CheckEach(first, firstBlock, weights, parameters, integers, scales, zeroPoints, ref errors, scratch)
            : Check(first, firstBlock, weights, parameters, integers, ref errors);
        if (!within)
        {
            throw Source.Differs(first, weights.Length, "decoded weights within half a step of the original ones");
        }
    }

    private bool Check(
        long first, long firstBlock, ReadOnlySpan<float> weights, BlockParameters parameters, ReadOnlySpan<byte> integers, ref ErrorAccumulator errors)
    {
        float worst = 0;
        foreach (BlockGrid.Segment segment in _grid.Segments(first, weights.Length))
        {
            int block = (int)(segment.Block - firstBlock);
            float difference = LinearCheck.Compare(
                integers.Slice(segment.Start, segment.Length), _range.IsSigned, parameters.Scales[block], parameters.ZeroPoints[block],
                Source.IsHalf, weights.Slice(segment.Start, segment.Length), ref errors);
            if (!parameters.Allows(block, difference, _range))
            {
                return false;
            }
            worst = Math.Max(worst, difference);
        }
        errors.Flush(worst);
        return true;
    }

    private bool CheckEach(
        long first, long firstBlock, ReadOnlySpan<float> weights, BlockParameters parameters, ReadOnlySpan<byte> integers,
        ReadOnlySpan<float> scales, ReadOnlySpan<float> zeroPoints, ref ErrorAccumulator errors, Scratch scratch)
    {
        Span<float> differences = scratch.Third.AsSpan(0, weights.Length);
        float worst = LinearCheck.Compare(integers, _range.IsSigned, scales, zeroPoints, Source.IsHalf, weights, differences, ref errors);
        errors.Flush(worst);
        foreach (BlockGrid.Segment segment in _grid.Segments(first, weights.Length))
        {
            float largest = 0;
            foreach (float difference in differences.Slice(segment.Start, segment.Length))
            {
                largest = difference > largest || float.IsNaN(difference) ? difference : largest;
            }
            if (!parameters.Allows((int)(segment.Block - firstBlock), largest, _range))
            {
                return false;
            }
        }
        return true;
    }
}
