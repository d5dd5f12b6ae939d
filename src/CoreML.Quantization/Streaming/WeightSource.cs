using System.Runtime.InteropServices;
using CoreML.Format;

namespace CoreML.Quantization;

/// <summary>The elements of a weight that is to be compressed, float16 or float32.</summary>
/// <param name="content">The elements.</param>
/// <param name="shape">The weight's dimensions.</param>
/// <param name="path">Where the weight is in the model, for messages.</param>
internal sealed class WeightSource(WeightContent content, long[] shape, string path)
{
    public ElementType ElementType => content.ElementType;

    /// <summary>Whether the elements are half-precision numbers.</summary>
    public bool IsHalf => ElementType == ElementType.Float16;

    /// <summary>Bytes of an element.</summary>
    public int Width => ElementType.BitWidth / 8;

    public long ElementCount => content.ElementCount;

    /// <summary>Size in bytes.</summary>
    public long SizeInBytes => content.SizeInBytes;

    public long[] Shape => shape;

    public string Path => path;

    /// <summary>Reads packed elements into a buffer of the thread's.</summary>
    public Span<byte> Read(long first, int count, Scratch scratch)
    {
        Span<byte> bytes = scratch.Input(count * Width);
        content.Read(first * Width, bytes);
        return bytes;
    }

    /// <summary>Reads all elements into memory. The bytes are the caller's only if the weight is not decoded.</summary>
    public byte[] ReadAll()
    {
        if (content is DecodedContent decoded)
        {
            return decoded.Decode();
        }
        byte[] packed = GC.AllocateUninitializedArray<byte>(checked((int)SizeInBytes));
        content.Read(0, packed);
        return packed;
    }

    /// <summary>Gives memory back that a decoded weight takes, until it is read again.</summary>
    public void Release() => (content as DecodedContent)?.Release();

    /// <summary>The same weight with other elements, in memory.</summary>
    public WeightSource With(byte[] packed) => new(WeightContent.FromMemory(ElementType, packed, ElementCount), shape, path);

    /// <summary>Widens finite elements to single precision.</summary>
    /// <param name="packed">Packed elements.</param>
    /// <param name="start">The first element wanted.</param>
    /// <param name="weights">Takes as many elements as it has room for.</param>
    public void Widen(ReadOnlySpan<byte> packed, int start, Span<float> weights)
    {
        ReadOnlySpan<byte> part = packed.Slice(start * Width, weights.Length * Width);
        if (IsHalf)
        {
            HalfPrecision.Widen(MemoryMarshal.Cast<byte, ushort>(part), weights);
        }
        else
        {
            MemoryMarshal.Cast<byte, float>(part).CopyTo(weights);
        }
    }

    /// <summary>Refuses elements that are infinite or not-a-number.</summary>
    /// <param name="first">Number of the first element, for the message.</param>
    /// <param name="packed">Packed elements.</param>
    /// <exception cref="CoreMLException">CML5002.</exception>
    public void CheckFinite(long first, ReadOnlySpan<byte> packed)
    {
        int index = WeightRange.FirstNonFinite(ElementType, packed);
        if (index >= 0)
        {
            throw QuantizationDiagnostics.NonFiniteWeight.Error(
                path: path, expected: "finite numbers", found: $"infinity or not-a-number at element {first + index}");
        }
    }

    /// <summary>The error for a result that does not decode to the original.</summary>
    /// <param name="first">The first element of those compared.</param>
    /// <param name="count">Number of elements compared.</param>
    /// <param name="expected">What was meant.</param>
    public CoreMLException Differs(long first, int count, string expected) => QuantizationDiagnostics.VerificationFailed.Error(
        path: path, expected: expected, found: $"larger differences among the {count} elements from {first} on");
}
