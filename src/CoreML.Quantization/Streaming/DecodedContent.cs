using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>The decoded elements of a compressed weight: computed when they are first read, and given back when they were used.</summary>
/// <param name="value">The output of the operation that decodes the weight.</param>
/// <param name="type">Its type.</param>
internal sealed class DecodedContent(MilValue value, TensorType type) : WeightContent(type.ElementType, CountOf(type))
{
    private readonly Lock _gate = new();
    private readonly MilOperation _operation = value.Operation!;
    private readonly int _output = value.Operation!.Outputs.ToList().IndexOf(value);
    private byte[]? _packed;

    /// <summary>All elements.</summary>
    public byte[] Decode()
    {
        lock (_gate)
        {
            return _packed ??= ConstexprDecoder.DecodeAll(_operation)[_output].ToPacked();
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _packed = null;
        }
    }

    public override void Read(long start, Span<byte> destination) =>
        Decode().AsSpan((int)start, destination.Length).CopyTo(destination);

    private static long CountOf(TensorType type) => type.Shape.TryGetElementCount(out long count) ? count : throw new ArgumentException("The shape is not known.", nameof(type));
}
