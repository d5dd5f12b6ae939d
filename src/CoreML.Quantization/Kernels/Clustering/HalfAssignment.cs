using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace CoreML.Quantization;

/// <summary>Assigns half-precision numbers to clusters through a table of all of them.</summary>
internal sealed class HalfAssignment
{
    private const int Sign = 0x8000;

    private readonly byte[] _table = new byte[1 << 16];
    private readonly int[] _firsts = new int[256];

    /// <summary>Takes over clusters.</summary>
    /// <param name="starts">As of <see cref="ClusterStarts"/>, ascending; at most 255.</param>
    public void Set(ReadOnlySpan<float> starts)
    {
        for (int i = 0; i < starts.Length; i++)
        {
            var first = (Half)starts[i];
            first = (float)first < starts[i] ? Half.BitIncrement(first) : first;
            int bits = BitConverter.HalfToUInt16Bits(first);
            // Both zeros reach a start of zero; the negative one is the earlier entry.
            _firsts[i] = bits == 0 ? Sign - 1 : bits < Sign ? Sign + bits : 2 * Sign - 1 - bits;
        }
        ClusterStarts.FillTable(_firsts.AsSpan(0, starts.Length), _table);
    }

    /// <summary>Assigns finite numbers.</summary>
    public void Assign(ReadOnlySpan<Half> values, Span<byte> indices)
    {
        indices = indices[..values.Length];
        byte[] table = _table;
        ReadOnlySpan<ushort> bits = MemoryMarshal.Cast<Half, ushort>(values);
        while (bits.Length >= 4)
        {
            uint four = table[bits[0]] | (uint)table[bits[1]] << 8 | (uint)table[bits[2]] << 16 | (uint)table[bits[3]] << 24;
            BinaryPrimitives.WriteUInt32LittleEndian(indices, four);
            bits = bits[4..];
            indices = indices[4..];
        }
        for (int i = 0; i < bits.Length; i++)
        {
            indices[i] = table[bits[i]];
        }
    }
}
