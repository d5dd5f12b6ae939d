using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>Pruning and another method on one weight. It is done in memory: the second method sees the pruned weight whole.</summary>
internal sealed class JointJob : CompressionJob
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

    public override string? Survey(Workers workers)
    {
        _maker.Prepare(workers);
        _elements = new PendingContent(Second.Elements.ElementType, _maker.KeptCount);
        return null;
    }

    public override MilValue Emit(DecoderGraph graph)
    {
        string name = graph.Name + "_sparsified";
        TensorConstant mask = TensorConstant.FromContent(Source.Shape, _mask);
        (MilValue maskOut, MilValue values) = Second.EmitSparse(
            graph, name + "_nonzero_data_0", mask, TensorConstant.FromContent([_elements!.ElementCount], _elements));
        // coremltools hands on the mask of looked-up indices, and the constant beside scaled integers.
        return graph.Insert(
            "constexpr_sparse_to_dense", name, graph.Type, ("mask", _second is PaletteJob ? (MilArgument)maskOut : (MilConstant)mask), ("nonzero_data", values));
    }

    public override void Execute(Workers workers)
    {
        byte[] mask = new byte[(Source.ElementCount + 7) / 8];
        byte[] packed = Source.ReadAll();
        int width = Source.Width;
        _maker.Choose();
        workers.ForEach(_maker.PieceCount, (piece, _) =>
        {
            (long first, int count) = _maker.Range(piece);
            _maker.Mask(piece, packed.AsSpan((int)first * width, count * width), mask.AsSpan((int)first / 8, (count + 7) / 8));
        });
        _maker.Release();
        byte[] pruned = [.. packed];
        Clear(pruned, mask, width);
        Second.Elements.Keep();
        foreach (PendingContent parameter in Second.Parameters)
        {
            parameter.Keep();
        }
        _second.Retarget(Source.With(pruned));
        _second.Execute(workers);
        WriteKept(mask);
        Error = Compare(packed, mask, Second.Decode());
        Second.Elements.Release();
        _second.Retarget(Source);
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

    private ErrorSums Compare(byte[] packed, byte[] mask, byte[] decoded)
    {
        Clear(decoded, mask, Source.Width);
        ErrorAccumulator errors = default;
        Span<float> weights = stackalloc float[Scratch.KernelElements];
        Span<float> values = stackalloc float[Scratch.KernelElements];
        for (int start = 0; start < Source.ElementCount; start += Scratch.KernelElements)
        {
            int length = (int)Math.Min(Scratch.KernelElements, Source.ElementCount - start);
            Source.Widen(packed, start, weights[..length]);
            Source.Widen(decoded, start, values[..length]);
            DenseCheck.Compare(values[..length], weights[..length], ref errors);
        }
        return errors.Sums;
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
