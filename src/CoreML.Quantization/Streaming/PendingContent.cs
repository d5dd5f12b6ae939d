using CoreML.Format;

namespace CoreML.Quantization;

/// <summary>Stands in a graph for elements that are computed while the weight file is written.</summary>
internal sealed class PendingContent(ElementType type, long count) : WeightContent(type, count)
{
    public override void Read(long start, Span<byte> destination) =>
        throw new InvalidOperationException("The elements are not computed yet.");
}
