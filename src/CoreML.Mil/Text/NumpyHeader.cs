using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using CoreML.Format;

namespace CoreML.Mil;

/// <summary>What a NumPy file says about its array, which is little endian and in row-major order.</summary>
/// <param name="Type">The type of the array.</param>
/// <param name="DataOffset">Where its elements begin.</param>
internal sealed record NumpyHeader(TensorType Type, int DataOffset)
{
    /// <summary>Makes the diagnostic for a file that is no such array.</summary>
    public delegate CoreMLException Refusal(string expected, string found, string? advice = null);

    /// <summary>Where elements begin at most.</summary>
    public const int MaxOffset = 12 + LongestHeader;

    private const int LongestHeader = 1 << 16;

    private static readonly Dictionary<string, ElementType> Types = new(StringComparer.Ordinal)
    {
        ["<f2"] = ElementType.Float16,
        ["<f4"] = ElementType.Float32,
        ["<f8"] = ElementType.Float64,
        ["|b1"] = ElementType.Bool,
        ["|i1"] = ElementType.Int8,
        ["<i2"] = ElementType.Int16,
        ["<i4"] = ElementType.Int32,
        ["<i8"] = ElementType.Int64,
        ["|u1"] = ElementType.UInt8,
        ["<u2"] = ElementType.UInt16,
        ["<u4"] = ElementType.UInt32,
        ["<u8"] = ElementType.UInt64,
    };

    /// <summary>Reads the header at the beginning of a file.</summary>
    /// <param name="stream">The file, from its beginning; afterwards its elements follow.</param>
    /// <param name="length">The length of the whole file.</param>
    /// <param name="refuse">Makes the diagnostic.</param>
    public static NumpyHeader Read(Stream stream, long length, Refusal refuse)
    {
        // Signature, two bytes of version, then the length of the text: two bytes in version 1, four in later ones.
        Span<byte> start = stackalloc byte[12];
        start = start[..stream.ReadAtLeast(start[..10], 10, throwOnEndOfStream: false)];
        if (start.Length < 10 || start[0] != 0x93 || !start[1..6].SequenceEqual("NUMPY"u8) || start[6] is < 1 or > 3)
        {
            throw refuse("a NumPy file of version 1 to 3", "another file");
        }
        uint size = BinaryPrimitives.ReadUInt16LittleEndian(start[8..]);
        int begin = 10;
        if (start[6] > 1)
        {
            Span<byte> high = stackalloc byte[2];
            begin += stream.ReadAtLeast(high, 2, throwOnEndOfStream: false);
            size |= (uint)BinaryPrimitives.ReadUInt16LittleEndian(high) << 16;
        }
        byte[] header = size <= LongestHeader ? new byte[size] : throw refuse($"a header of at most {LongestHeader} bytes", $"{size}");
        if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
        {
            throw refuse($"a header of {size} bytes", "the end of the file");
        }
        TensorType type = Parse(Encoding.UTF8.GetString(header), refuse);
        long left = length - begin - size;
        return type.Shape.TryGetElementCount(out long count) && count <= left && type.ElementType.ByteCount(count) == left
            ? new(type, begin + header.Length)
            : throw refuse($"as many bytes as {type} takes", $"{left} bytes");
    }

    // A dictionary of Python: {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }
    private static TensorType Parse(string text, Refusal refuse)
    {
        string[] parts = text.Trim().TrimEnd('}', ' ', ',').Split('\'');
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 1; i + 1 < parts.Length;)
        {
            string after = parts[i + 1].Trim();
            bool quoted = after == ":" && i + 2 < parts.Length;
            fields[parts[i]] = quoted ? parts[i + 2] : after.Trim(':', ',', ' ');
            i += quoted ? 4 : 2;
        }
        string descr = fields.GetValueOrDefault("descr", "nothing");
        if (!Types.TryGetValue(descr, out ElementType type))
        {
            throw refuse(string.Join(", ", Types.Keys), descr);
        }
        if (fields.GetValueOrDefault("fortran_order") != "False")
        {
            throw refuse("row-major order", "columns first", "Save it with numpy.ascontiguousarray.");
        }
        if (fields.GetValueOrDefault("shape") is not ['(', .. var list, ')'])
        {
            throw refuse("a shape", text.Trim());
        }
        string[] sizes = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        long[] shape = Array.ConvertAll(sizes, text =>
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? size : throw refuse("a shape", list));
        return new TensorType(type, TensorShape.FromSizes(shape));
    }
}
