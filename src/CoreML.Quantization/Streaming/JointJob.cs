using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>Pruning and another method on one weight. It is done in memory: the second method sees the pruned weight whole.</summary>
internal sealed class JointJob : WholeJob
{
    private readonly CompressionJob _second;
    private readonly SparseMaker _maker;
    private readonly PendingContent _mask;
    private PendingContent? _elements;

    /// <param name="source">The weight.</param>
    /// <param name="pruning">The pruning.</param>
    /// <param name="second">The second method's work; an <see cref="IElementwiseJob"/>.</param>
    /// <param name="opset">What the opset has.</param>
    public JointJob(WeightSource source, Pruning pruning, CompressionJob second, OpsetFeatures opset)
        : base(source)
    {
        _second = second;
        _maker = new SparseMaker(pruning, source);
        _mask = SparseJob.NewMask(source.ElementCount, opset);
    }

    public override IReadOnlyList<PendingContent> Contents => [_mask, _elements!, .. Second.Parameters];

    private IElementwiseJob Second => (IElementwiseJob)_second;

    public override Decision? Survey(Workers workers)
    {
        _maker.Prepare(workers);
        _elements = new PendingContent(Second.Elements.ElementType, _maker.KeptCount);
        return null;
    }

    protected override MilValue Insert(DecoderGraph graph)
    {
        string name = graph.NameWith("_sparsified");
        TensorConstant mask = TensorConstant.FromContent(Source.Shape, _mask);
        (MilValue maskOut, MilValue values) = Second.EmitSparse(
            graph, name + "_nonzero_data_0", mask, TensorConstant.FromContent([_elements!.ElementCount], _elements));
        // coremltools hands on the mask of looked-up indices, and the constant beside scaled integers.
        return graph.Insert(
            "constexpr_sparse_to_dense", name, graph.Type, ("mask", Second.HandsOnMask ? (MilArgument)maskOut : (MilConstant)mask), ("nonzero_data", values));
    }

    protected override byte[] Encode(Workers workers)
    {
        byte[] mask = new byte[(Source.ElementCount + 7) / 8];
        byte[] packed = Source.ReadAll();
        int width = Source.Width;
        _maker.Choose();
        workers.ForEach(_maker.Parts.PieceCount, (piece, _) =>
        {
            (long first, int count) = _maker.Parts.Elements(piece);
            _maker.Mask(piece, packed.AsSpan((int)first * width, count * width), mask.AsSpan((int)first / 8, (count + 7) / 8));
        });
        _maker.Release();
        byte[] pruned = [.. packed];
        Clear(pruned, mask, width);
        WeightSource whole = Source;
        Second.Elements.Keep();
        _second.Retarget(whole.With(pruned));
        _second.Execute(workers);
        WriteKept(mask);
        byte[] decoded = Second.Decode();
        Clear(decoded, mask, width);
        Second.Elements.Release();
        _second.Retarget(whole);
        return decoded;
    }

    private void WriteKept(byte[] mask)
    {
        PendingContent all = Second.Elements;
        int bits = all.ElementType.BitWidth;
        var integers = new byte[all.ElementCount];
        BitPacking.Unpack(all.Kept, bits, integers);
        var kept = new byte[_elements!.ElementCount + MaskKernel.Slack];
        int count = MaskKernel.Compact(integers, 1, mask, kept);
        var packed = new byte[_elements.SizeInBytes];
        BitPacking.Pack(kept.AsSpan(0, count), bits, packed);
        _mask.Write(0, mask);
        _elements.Write(0, packed);
    }

    private static void Clear(byte[] packed, byte[] mask, int width)
    {
        for (int i = 0; i < packed.Length / width; i++)
        {
            if ((mask[i / 8] >> (i % 8) & 1) == 0)
            {
                packed.AsSpan(i * width, width).Clear();
            }
        }
    }
}
