using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CoreML.Format;

/// <summary>
/// Packs elements of 1, 2, 3, 4 and 6 bits as weight files do: from the least significant bit upward, with no gap, so
/// that elements of 3 and 6 bits cross byte borders. Signed elements are packed by their low bits.
/// </summary>
/// <remarks>Eight elements of <c>b</c> bits fill <c>b</c> bytes, so eight are moved at a time inside one 64-bit word, in
/// three steps that halve the number of gaps. Vectors do so with several words at once. All steps are on integers:
/// every machine and every width gives the same bytes.</remarks>
internal static partial class BitPacking
{
    /// <summary>Packs values.</summary>
    /// <param name="values">One value a byte; only the low bits count.</param>
    /// <param name="bits">1 to 8.</param>
    /// <param name="packed">Takes <c>ceil(values · bits / 8)</c> bytes; unused bits of the last become 0.</param>
    public static void Pack(ReadOnlySpan<byte> values, int bits, Span<byte> packed)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(packed.Length, ((long)values.Length * bits + 7) / 8);
        if (bits == 8)
        {
            values.CopyTo(packed);
            return;
        }
        int done = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            done = Pack<Vector512<ulong>, Words512>(values, bits, packed, done);
        }
        if (Vector256.IsHardwareAccelerated)
        {
            done = Pack<Vector256<ulong>, Words256>(values, bits, packed, done);
        }
        if (Vector128.IsHardwareAccelerated)
        {
            done = Pack<Vector128<ulong>, Words128>(values, bits, packed, done);
        }
        done = Pack<ulong, Words64>(values, bits, packed, done);
        values = values[done..];
        packed = packed[(done / 8 * bits)..];
        while (!values.IsEmpty)
        {
            int count = Math.Min(values.Length, 8);
            int bytes = (count * bits + 7) / 8;
            PackUpToEight(values[..count], bits, packed[..bytes]);
            values = values[count..];
            packed = packed[bytes..];
        }
    }

    /// <summary>Unpacks values.</summary>
    /// <param name="packed">The packed elements.</param>
    /// <param name="bits">1 to 8.</param>
    /// <param name="values">Takes one value a byte, upper bits 0.</param>
    /// <param name="first">The first element wanted.</param>
    public static void Unpack(ReadOnlySpan<byte> packed, int bits, Span<byte> values, long first = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(((first + values.Length) * bits + 7) / 8, packed.Length);
        if (bits == 8)
        {
            packed.Slice((int)first, values.Length).CopyTo(values);
            return;
        }
        packed = packed[(int)(first / 8 * bits)..];
        if (first % 8 is var skip and > 0)
        {
            Span<byte> eight = stackalloc byte[8];
            int count = Math.Min(8 - (int)skip, values.Length);
            UnpackUpToEight(packed, bits, eight[..((int)skip + count)]);
            eight.Slice((int)skip, count).CopyTo(values);
            values = values[count..];
            packed = packed[Math.Min(bits, packed.Length)..];
        }
        int done = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            done = Unpack<Vector512<ulong>, Words512>(packed, bits, values, done);
        }
        if (Vector256.IsHardwareAccelerated)
        {
            done = Unpack<Vector256<ulong>, Words256>(packed, bits, values, done);
        }
        if (Vector128.IsHardwareAccelerated)
        {
            done = Unpack<Vector128<ulong>, Words128>(packed, bits, values, done);
        }
        done = Unpack<ulong, Words64>(packed, bits, values, done);
        values = values[done..];
        packed = packed[(done / 8 * bits)..];
        while (!values.IsEmpty)
        {
            int count = Math.Min(values.Length, 8);
            UnpackUpToEight(packed, bits, values[..count]);
            values = values[count..];
            packed = packed[Math.Min(bits, packed.Length)..];
        }
    }

    /// <summary>Extends the sign of 4-bit values that were unpacked into bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SignExtend4(Span<byte> values)
    {
        // Bit 3 is worth −8: (x ^ 8) − 8.
        var eight = new Vector<byte>(8);
        for (; values.Length >= Vector<byte>.Count; values = values[Vector<byte>.Count..])
        {
            ((new Vector<byte>(values) ^ eight) - eight).CopyTo(values);
        }
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (byte)((values[i] ^ 8) - 8);
        }
    }

    private static void PackUpToEight(ReadOnlySpan<byte> values, int bits, Span<byte> packed)
    {
        Span<byte> word = stackalloc byte[8];
        word.Clear();
        values.CopyTo(word);
        BinaryPrimitives.WriteUInt64LittleEndian(word, Squeeze<ulong, Words64>(BinaryPrimitives.ReadUInt64LittleEndian(word), bits));
        word[..packed.Length].CopyTo(packed);
    }

    private static void UnpackUpToEight(ReadOnlySpan<byte> packed, int bits, Span<byte> values)
    {
        Span<byte> word = stackalloc byte[8];
        word.Clear();
        packed[..Math.Min(bits, packed.Length)].CopyTo(word);
        BinaryPrimitives.WriteUInt64LittleEndian(word, Spread<ulong, Words64>(BinaryPrimitives.ReadUInt64LittleEndian(word), bits));
        word[..values.Length].CopyTo(values);
    }
}
