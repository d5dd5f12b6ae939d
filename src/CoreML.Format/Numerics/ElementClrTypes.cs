using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CoreML.Format;

/// <summary>Which .NET type holds which element type.</summary>
internal static class ElementClrTypes
{
    /// <summary>The .NET type of an element that takes whole bytes; <see langword="null"/> for text and sub-byte types.</summary>
    public static Type? Of(ElementType type) => type switch
    {
        ElementType.Bool => typeof(bool),
        ElementType.Float16 => typeof(Half),
        ElementType.Float32 => typeof(float),
        ElementType.Float64 => typeof(double),
        ElementType.BFloat16 => typeof(BFloat16),
        ElementType.Float8E4M3FN => typeof(Float8E4M3FN),
        ElementType.Float8E5M2 => typeof(Float8E5M2),
        ElementType.Int8 => typeof(sbyte),
        ElementType.Int16 => typeof(short),
        ElementType.Int32 => typeof(int),
        ElementType.Int64 => typeof(long),
        ElementType.UInt8 => typeof(byte),
        ElementType.UInt16 => typeof(ushort),
        ElementType.UInt32 => typeof(uint),
        ElementType.UInt64 => typeof(ulong),
        _ => null,
    };

    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not what holds <paramref name="type"/>.</exception>
    public static void Require<T>(ElementType type)
    {
        if (Of(type) != typeof(T))
        {
            string expected = Of(type)?.Name ?? "bytes, packed";
            throw new ArgumentException($"Elements of {type.Name} are read as {expected}, not as {typeof(T).Name}.");
        }
    }

    /// <summary>Turns elements round whose bytes are in the other order.</summary>
    public static void ReverseEndianness<T>(Span<T> elements)
        where T : unmanaged
    {
        switch (Unsafe.SizeOf<T>())
        {
            case 2:
                Span<ushort> shorts = MemoryMarshal.Cast<T, ushort>(elements);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                Span<uint> ints = MemoryMarshal.Cast<T, uint>(elements);
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            case 8:
                Span<ulong> longs = MemoryMarshal.Cast<T, ulong>(elements);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }
}
