using System.Runtime.InteropServices;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>The pruning of one weight: mask and remaining elements, piece by piece; what is written is expanded again and
/// compared.</summary>
internal sealed class SparseJob : CompressionJob
{
    private readonly Pruning _scheme;
    private readonly OpsetFeatures _opset;
    private readonly SparseMaker _maker;
    private PendingContent? _mask;
    private PendingContent? _values;

    public SparseJob(WeightSource source, Pruning scheme, OpsetFeatures opset)
        : base(source)
    {
        (_scheme, _opset) = (scheme, opset);
        _maker = new SparseMaker(scheme, source);
    }

    public override IReadOnlyList<PendingContent> Contents => _mask is null ? [_values!] : [_mask, _values!];

    public override Decision? Survey(Workers workers)
    {
        _maker.Prepare(workers);
        double sparsity = 1 - (double)_maker.KeptCount / Source.ElementCount;
        if (_scheme.Mode == PruningMode.Threshold && sparsity < _scheme.MinimumSparsity)
        {
            return Decision.Stay(string.Create(
                System.Globalization.CultureInfo.InvariantCulture, $"{sparsity:P1} of its elements would be 0, less than {_scheme.MinimumSparsity:P1}"));
        }
        long maskBytes = (Source.ElementCount + 7) / 8;
        if (maskBytes + _maker.KeptCount * Source.Width >= Source.SizeInBytes)
        {
            _values = new PendingContent(Source.ElementType, Source.ElementCount);
            return null;
        }
        _values = new PendingContent(Source.ElementType, _maker.KeptCount);
        _mask = NewMask(Source.ElementCount, _opset);
        return null;
    }

    /// <summary>Content for the mask of so many elements: bits from iOS 18 on, bytes before.</summary>
    public static PendingContent NewMask(long count, OpsetFeatures opset) => opset.HasBlockwise
        ? new PendingContent(ElementType.UInt1, count)
        : new PendingContent(ElementType.UInt8, (count + 7) / 8);

    public override MilValue Emit(DecoderGraph graph)
    {
        string name = graph.NameWith("_sparsified");
        if (_mask is null)
        {
            return graph.InsertConst(name, TensorConstant.FromContent(Source.Shape, _values!));
        }
        TensorConstant values = TensorConstant.FromContent([_values!.ElementCount], _values);
        return _opset.HasBlockwise
            ? graph.Insert("constexpr_sparse_to_dense", name, graph.Type, ("mask", TensorConstant.FromContent(Source.Shape, _mask)), ("nonzero_data", values))
            : graph.InsertOld(
                "constexpr_sparse_to_dense",
                name,
                ("mask", TensorConstant.FromContent([_mask.ElementCount], _mask)),
                ("nonzero_data", values),
                ("shape", TensorConstant.Vector<uint>([.. Source.Shape.Select(size => (uint)size)])));
    }

    public override void Execute(Workers workers)
    {
        _maker.Choose();
        PieceParts parts = _maker.Parts;
        var offsets = new long[parts.Count];
        for (int part = 1; part < offsets.Length; part++)
        {
            offsets[part] = offsets[part - 1] + _maker.Counts[part - 1];
        }
        var errors = new ErrorSums[parts.PieceCount];
        workers.ForEach(parts.Count, (part, scratch) =>
        {
            long offset = offsets[part];
            (int piece, int end) = parts.Pieces(part);
            for (; piece < end; piece++)
            {
                errors[piece] = Encode(piece, ref offset, scratch);
            }
        });
        Error = errors.Aggregate(default(ErrorSums), (sum, piece) => sum + piece);
        _maker.Release();
    }

    private ErrorSums Encode(int piece, ref long offset, Scratch scratch)
    {
        (long first, int count) = _maker.Parts.Elements(piece);
        int width = Source.Width;
        Span<byte> packed = Source.Read(first, count, scratch);
        Span<byte> output = scratch.Output((count + 7) / 8 + (2 * count * width) + MaskKernel.Slack);
        Span<byte> mask = output[..((count + 7) / 8)];
        Span<byte> values = output.Slice(mask.Length, count * width + MaskKernel.Slack);
        Span<byte> expanded = output[(mask.Length + values.Length)..];
        _maker.Mask(piece, packed, mask);
        int kept = MaskKernel.Compact(packed, width, mask, values);
        ErrorSums sums = Check(first, packed, mask, values, kept, expanded);
        if (_mask is null)
        {
            _values!.Write(first * width, expanded);
        }
        else
        {
            _mask.Write(first / 8, mask);
            _values!.Write(offset * width, values[..(kept * width)]);
        }
        offset += kept;
        return sums;
    }

    private ErrorSums Check(
        long first, ReadOnlySpan<byte> packed, ReadOnlySpan<byte> mask, ReadOnlySpan<byte> values, int kept, Span<byte> expanded)
    {
        int count = packed.Length / Source.Width;
        int others = MaskKernel.Expand(values, Source.Width, mask, expanded) == kept ? 0 : count;
        ErrorAccumulator errors = default;
        for (int start = 0; start < count; start += Scratch.KernelElements)
        {
            int length = Math.Min(Scratch.KernelElements, count - start);
            Range range = (start * Source.Width)..((start + length) * Source.Width);
            others += Source.IsHalf
                ? SparseCheck.Compare(MemoryMarshal.Cast<byte, ushort>(expanded[range]), MemoryMarshal.Cast<byte, ushort>(packed[range]), ref errors)
                : DenseCheck.Compare(MemoryMarshal.Cast<byte, float>(expanded[range]), MemoryMarshal.Cast<byte, float>(packed[range]), ref errors);
        }
        return others == 0 ? errors.Sums : throw Source.Differs(first, count, "each weight to be kept as it is or to become zero");
    }
}
