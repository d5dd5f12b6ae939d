using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Builder;

/// <summary>Elements in memory of the caller.</summary>
internal sealed class MemoryContent<T>(ReadOnlyMemory<T> values) : WeightContent(TensorElement.Of<T>(), values.Length)
    where T : unmanaged
{
    private readonly ReadOnlyMemory<T> _values = values;

    public override void Read(long start, Span<byte> destination) =>
        MemoryMarshal.AsBytes(_values.Span).Slice(checked((int)start), destination.Length).CopyTo(destination);

    // The same memory given twice is stored once.
    public override bool Equals(object? obj) => obj is MemoryContent<T> other && other._values.Equals(_values);

    public override int GetHashCode() => _values.GetHashCode();
}

/// <summary>Elements of a tensor of the caller, which lie one behind the other.</summary>
internal sealed class DenseTensorContent<T>(Tensor<T> tensor) : WeightContent(TensorElement.Of<T>(), tensor.FlattenedLength)
    where T : unmanaged
{
    private readonly Tensor<T> _tensor = tensor;

    public override void Read(long start, Span<byte> destination)
    {
        Span<nint> origin = stackalloc nint[_tensor.Rank];
        origin.Clear();
        if (!_tensor.AsReadOnlyTensorSpan().TryGetSpan(origin, checked((int)_tensor.FlattenedLength), out ReadOnlySpan<T> values))
        {
            throw new InvalidOperationException("The elements of a dense tensor do not lie one behind the other.");
        }
        MemoryMarshal.AsBytes(values).Slice(checked((int)start), destination.Length).CopyTo(destination);
    }

    public override bool Equals(object? obj) => obj is DenseTensorContent<T> other && ReferenceEquals(other._tensor, _tensor);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(_tensor);
}

/// <summary>Elements that are converted to half or single precision while they are read.</summary>
internal sealed class ConvertedContent(WeightContent source, ElementType type) : WeightContent(type, source.ElementCount)
{
    private const int ElementsAtOnce = 1 << 16;

    public static bool Supports(ElementType type) => type is ElementType.Float16 or ElementType.Float32;

    public override void Read(long start, Span<byte> destination)
    {
        int width = ElementType.BitWidth / 8;
        byte[] packed = ArrayPool<byte>.Shared.Rent((int)source.ElementType.ByteCount(ElementsAtOnce) + 1);
        float[] values = ArrayPool<float>.Shared.Rent(ElementsAtOnce);
        byte[] converted = ArrayPool<byte>.Shared.Rent(ElementsAtOnce * width);
        try
        {
            while (destination.Length > 0)
            {
                // Pieces begin at whole bytes of the source, whatever the width of its elements.
                long first = start / width / 8 * 8;
                int count = (int)Math.Min(ElementsAtOnce, ElementCount - first);
                Span<byte> from = packed.AsSpan(0, (int)source.ElementType.ByteCount(count));
                source.Read(source.ElementType.ByteCount(first), from);
                NumericConversion.Widen(source.ElementType, from, 0, values.AsSpan(0, count));
                NumericConversion.Narrow(ElementType, values.AsSpan(0, count), converted.AsSpan(0, count * width));
                int skip = (int)(start - first * width);
                int given = Math.Min(count * width - skip, destination.Length);
                converted.AsSpan(skip, given).CopyTo(destination);
                destination = destination[given..];
                start += given;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packed);
            ArrayPool<float>.Shared.Return(values);
            ArrayPool<byte>.Shared.Return(converted);
        }
    }
}
