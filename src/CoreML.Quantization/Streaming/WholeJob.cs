using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>The work on one weight that sees it whole: the result stays in memory until the operations which were inserted for it
/// have decoded it again.</summary>
internal abstract class WholeJob(WeightSource source) : CompressionJob(source)
{
    private MilValue? _result;

    public sealed override MilValue Emit(DecoderGraph graph) => _result = Insert(graph);

    public sealed override void Execute(Workers workers)
    {
        foreach (PendingContent content in Contents)
        {
            content.Keep();
        }
        byte[] meant = Encode(workers);
        byte[] decoded = ConstexprDecoder.Decode(_result!).ToPacked();
        if (!decoded.AsSpan().SequenceEqual(meant))
        {
            throw Source.Differs(0, (int)Source.ElementCount, "the operations to decode to what was meant");
        }
        Error = Compare(Source.ReadAll(), decoded);
        foreach (PendingContent content in Contents)
        {
            content.ReleasePlaced();
        }
        Source.Release();
    }

    /// <summary>Inserts the operations that decode the result.</summary>
    protected abstract MilValue Insert(DecoderGraph graph);

    /// <summary>Computes and writes the contents.</summary>
    /// <returns>What they have to decode to, packed.</returns>
    protected abstract byte[] Encode(Workers workers);

    private ErrorSums Compare(byte[] original, byte[] decoded)
    {
        ErrorAccumulator errors = default;
        Span<float> weights = stackalloc float[Scratch.KernelElements];
        Span<float> values = stackalloc float[Scratch.KernelElements];
        for (int start = 0; start < Source.ElementCount; start += Scratch.KernelElements)
        {
            int length = (int)Math.Min(Scratch.KernelElements, Source.ElementCount - start);
            Source.Widen(original, start, weights[..length]);
            Source.Widen(decoded, start, values[..length]);
            DenseCheck.Compare(values[..length], weights[..length], ref errors);
        }
        return errors.Sums;
    }
}
