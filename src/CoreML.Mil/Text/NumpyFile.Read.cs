using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using CoreML.Format;

namespace CoreML.Mil;

public static partial class NumpyFile
{
    private const int LongestHeader = 1 << 16;

    /// <summary>The types of arrays by their names in headers.</summary>
    internal static readonly Dictionary<string, ElementType> Types = new(StringComparer.Ordinal)
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

    /// <summary>Reads an array: little endian, in row-major order.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The array.</returns>
    /// <exception cref="CoreMLException">CML6105: the file is not such an array.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TensorConstant Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        Span<byte> start = stackalloc byte[12];
        int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (read < start.Length || start[0] != 0x93 || !start[1..6].SequenceEqual("NUMPY"u8))
        {
            throw Refuse(path, "a NumPy file", "other bytes");
        }
        // The length has two bytes in version 1 and four in later ones.
        bool first = start[6] == 1;
        long length = first ? BinaryPrimitives.ReadUInt16LittleEndian(start[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
        if (length > LongestHeader)
        {
            throw Refuse(path, $"a header of at most {LongestHeader} bytes", $"{length}");
        }
        stream.Position = first ? 10 : 12;
        byte[] header = new byte[length];
        if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < length)
        {
            throw Refuse(path, $"a header of {length} bytes", "the end of the file");
        }
        TensorType type = ParseHeader(path, Encoding.UTF8.GetString(header));
        if (!type.Shape.TryGetElementCount(out long count) || count > Array.MaxLength / 8
            || type.ElementType.ByteCount(count) != stream.Length - stream.Position)
        {
            throw Refuse(path, $"the elements of {type}", $"{stream.Length - stream.Position} bytes");
        }
        byte[] packed = new byte[type.ElementType.ByteCount(count)];
        stream.ReadExactly(packed);
        return TensorConstant.FromPacked(type, packed);
    }

    private static TensorType ParseHeader(string path, string header)
    {
        string descr = Between(header, "'descr': '", '\'');
        if (!Types.TryGetValue(descr, out ElementType type))
        {
            throw Refuse(path, string.Join(", ", Types.Keys), descr);
        }
        if (!header.Contains("'fortran_order': False", StringComparison.Ordinal))
        {
            throw Refuse(path, "row-major order", "columns first", "Save it with numpy.ascontiguousarray.");
        }
        string shape = Between(header, "'shape': (", ')');
        var sizes = new List<long>();
        foreach (string size in shape.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out long value))
            {
                throw Refuse(path, "a shape", shape);
            }
            sizes.Add(value);
        }
        return new TensorType(type, TensorShape.FromSizes([.. sizes]));
    }

    private static string Between(string header, string start, char end)
    {
        int from = header.IndexOf(start, StringComparison.Ordinal) + start.Length;
        int to = from < start.Length ? -1 : header.IndexOf(end, from);
        return to < 0 ? "nothing" : header[from..to];
    }

    private static CoreMLException Refuse(string path, string expected, string found, string? advice = null) =>
        MilDiagnostics.NumpyInvalid.Error(file: path, expected: expected, found: found, advice: advice);
}
