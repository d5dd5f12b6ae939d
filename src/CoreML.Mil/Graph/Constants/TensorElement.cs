using CoreML.Format;

namespace CoreML.Mil;

/// <summary>Which .NET type stands for an element of which element type.</summary>
internal static class TensorElement
{
    /// <summary>Whether a <typeparamref name="T"/> holds one element as it lies in memory: elements narrower than a byte
    /// match none, they have to be unpacked.</summary>
    public static bool Matches<T>(ElementType type) =>
        TryGetElementType<T>(out ElementType own) && own == type;

    /// <summary>Whether a <typeparamref name="T"/> can hold one unpacked element: as <see cref="Matches{T}"/>, and sbyte
    /// for int4, byte for unsigned integers narrower than a byte.</summary>
    public static bool MatchesUnpacked<T>(ElementType type) =>
        Matches<T>(type.IsSubByte ? type.IsSignedInteger ? ElementType.Int8 : ElementType.UInt8 : type);

    /// <summary>The element type that <typeparamref name="T"/> stands for.</summary>
    /// <exception cref="ArgumentException">It stands for none.</exception>
    public static ElementType Of<T>() => TryGetElementType<T>(out ElementType type)
        ? type
        : throw new ArgumentException($"{typeof(T)} is not a type of tensor elements.", nameof(T));

    private static bool TryGetElementType<T>(out ElementType type)
    {
        // Each comparison is a constant to the compiler.
        int found =
            typeof(T) == typeof(bool) ? (int)ElementType.Bool :
            typeof(T) == typeof(Half) ? (int)ElementType.Float16 :
            typeof(T) == typeof(float) ? (int)ElementType.Float32 :
            typeof(T) == typeof(double) ? (int)ElementType.Float64 :
            typeof(T) == typeof(BFloat16) ? (int)ElementType.BFloat16 :
            typeof(T) == typeof(Float8E4M3FN) ? (int)ElementType.Float8E4M3FN :
            typeof(T) == typeof(Float8E5M2) ? (int)ElementType.Float8E5M2 :
            typeof(T) == typeof(sbyte) ? (int)ElementType.Int8 :
            typeof(T) == typeof(short) ? (int)ElementType.Int16 :
            typeof(T) == typeof(int) ? (int)ElementType.Int32 :
            typeof(T) == typeof(long) ? (int)ElementType.Int64 :
            typeof(T) == typeof(byte) ? (int)ElementType.UInt8 :
            typeof(T) == typeof(ushort) ? (int)ElementType.UInt16 :
            typeof(T) == typeof(uint) ? (int)ElementType.UInt32 :
            typeof(T) == typeof(ulong) ? (int)ElementType.UInt64 : -1;
        type = (ElementType)Math.Max(found, 0);
        return found >= 0;
    }
}
