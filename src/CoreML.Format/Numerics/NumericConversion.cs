using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace CoreML.Format;

/// <summary>Widens packed elements of any number type to single precision, and narrows back.</summary>
internal static partial class NumericConversion
{
    private static readonly float[] Float8E4M3FNValues = Table(bits => Float8E4M3FN.FromBits(bits));
    private static readonly float[] Float8E5M2Values = Table(bits => Float8E5M2.FromBits(bits));

    /// <summary>Widens elements to single precision: exact for all types but 32-bit and 64-bit integers and float64,
    /// which are rounded to nearest.</summary>
    /// <param name="type">The type of the elements; not text.</param>
    /// <param name="packed">The packed elements, little endian.</param>
    /// <param name="first">The first element wanted.</param>
    /// <param name="destination">Takes as many elements as it has room for.</param>
    public static void Widen(ElementType type, ReadOnlySpan<byte> packed, long first, Span<float> destination)
    {
        int count = destination.Length;
        if (type.IsSubByte)
        {
            WidenSubByte(type, packed, first, destination);
            return;
        }
        int width = type.BitWidth / 8;
        ReadOnlySpan<byte> bytes = packed.Slice(checked((int)(first * width)), count * width);
        switch (type)
        {
            case ElementType.Float16:
                TensorPrimitives.ConvertToSingle(Cast<Half>(bytes), destination);
                break;
            case ElementType.Float32:
                Cast<float>(bytes).CopyTo(destination);
                break;
            case ElementType.Float64:
                TensorPrimitives.ConvertTruncating(Cast<double>(bytes), destination);
                break;
            case ElementType.BFloat16:
                Widen16<FromBFloat16>(Cast<ushort>(bytes), destination);
                break;
            case ElementType.Float8E4M3FN:
                Lookup(Float8E4M3FNValues, bytes, destination);
                break;
            case ElementType.Float8E5M2:
                Lookup(Float8E5M2Values, bytes, destination);
                break;
            case ElementType.Int8:
                WidenInt8(Cast<sbyte>(bytes), destination);
                break;
            case ElementType.UInt8 or ElementType.Bool:
                TensorPrimitives.ConvertTruncating(bytes, destination);
                break;
            case ElementType.Int16:
                Widen16<FromInt16>(Cast<ushort>(bytes), destination);
                break;
            case ElementType.UInt16:
                Widen16<FromUInt16>(Cast<ushort>(bytes), destination);
                break;
            case ElementType.Int32:
                TensorPrimitives.ConvertTruncating(Cast<int>(bytes), destination);
                break;
            case ElementType.UInt32:
                TensorPrimitives.ConvertTruncating(Cast<uint>(bytes), destination);
                break;
            case ElementType.Int64:
                TensorPrimitives.ConvertTruncating(Cast<long>(bytes), destination);
                break;
            case ElementType.UInt64:
                TensorPrimitives.ConvertTruncating(Cast<ulong>(bytes), destination);
                break;
            default:
                throw new ArgumentException($"{type.Name} is not a number type.", nameof(type));
        }
    }

    /// <summary>Rounds numbers to half precision (nearest, ties to even) or copies them as they are.</summary>
    /// <param name="type">float16 or float32.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="packed">Takes the elements, little endian.</param>
    public static void Narrow(ElementType type, ReadOnlySpan<float> values, Span<byte> packed)
    {
        switch (type)
        {
            case ElementType.Float16:
                TensorPrimitives.ConvertToHalf(values, MemoryMarshal.Cast<byte, Half>(packed));
                break;
            case ElementType.Float32:
                MemoryMarshal.AsBytes(values).CopyTo(packed);
                break;
            default:
                throw new ArgumentException($"Weights are not kept as {type.Name}.", nameof(type));
        }
    }

    private static void WidenSubByte(ElementType type, ReadOnlySpan<byte> packed, long first, Span<float> destination)
    {
        Span<byte> values = stackalloc byte[1024];
        while (!destination.IsEmpty)
        {
            int count = Math.Min(values.Length, destination.Length);
            Span<byte> part = values[..count];
            BitPacking.Unpack(packed, type.BitWidth, part, first);
            if (type == ElementType.Int4)
            {
                BitPacking.SignExtend4(part);
                WidenInt8(MemoryMarshal.Cast<byte, sbyte>(part), destination);
            }
            else
            {
                TensorPrimitives.ConvertTruncating<byte, float>(part, destination);
            }
            first += count;
            destination = destination[count..];
        }
    }

    private static void Lookup(float[] table, ReadOnlySpan<byte> indices, Span<float> destination)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            destination[i] = table[indices[i]];
        }
    }

    private static float[] Table(Func<byte, float> value)
    {
        var table = new float[256];
        for (int i = 0; i < table.Length; i++)
        {
            table[i] = value((byte)i);
        }
        return table;
    }

    private static ReadOnlySpan<T> Cast<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(bytes);
}
