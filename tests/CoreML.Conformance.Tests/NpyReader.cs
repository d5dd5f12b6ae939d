using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace CoreML.Conformance.Tests;

/// <summary>Reads numpy's files of one array (<c>.npy</c>) and of several (<c>.npz</c>).</summary>
internal static partial class NpyReader
{
    /// <summary>Reads a <c>.npy</c> file.</summary>
    public static NpyArray Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Read(file);
    }

    /// <summary>Reads a <c>.npz</c> file: arrays by name.</summary>
    public static IReadOnlyDictionary<string, NpyArray> ReadArchive(string path)
    {
        using ZipArchive archive = ZipFile.OpenRead(path);
        return archive.Entries.ToDictionary(entry => entry.FullName[..^".npy".Length], entry =>
        {
            using Stream content = entry.Open();
            return Read(content);
        });
    }

    /// <summary>Reads one array.</summary>
    public static NpyArray Read(Stream stream)
    {
        var start = new byte[8];
        stream.ReadExactly(start);
        if (start[0] != 0x93 || !start.AsSpan(1, 5).SequenceEqual("NUMPY"u8))
        {
            throw new InvalidDataException("Not an array of numpy.");
        }
        // Version 1 gives the header's length in two bytes, later versions in four.
        var length = new byte[4];
        stream.ReadExactly(length, 0, start[6] == 1 ? 2 : 4);
        var header = new byte[BinaryPrimitives.ReadInt32LittleEndian(length)];
        stream.ReadExactly(header);
        Match fields = Header().Match(Encoding.UTF8.GetString(header));
        if (!fields.Success)
        {
            throw new InvalidDataException("The header names no type, order and shape.");
        }
        string type = fields.Groups["type"].Value;
        int[] shape = [.. fields.Groups["shape"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(dimension => int.Parse(dimension, CultureInfo.InvariantCulture))];
        int width = int.Parse(type.AsSpan(2), CultureInfo.InvariantCulture);
        var bytes = new byte[shape.Aggregate(width, (size, dimension) => checked(size * dimension))];
        stream.ReadExactly(bytes);
        return new NpyArray(type, shape, fields.Groups["order"].Value == "True" ? ToRowMajor(bytes, shape, width) : bytes);
    }

    // In the order of Fortran the first index runs fastest.
    private static byte[] ToRowMajor(byte[] columnMajor, int[] shape, int width)
    {
        var result = new byte[columnMajor.Length];
        var index = new int[shape.Length];
        for (int target = 0; target < result.Length; target += width)
        {
            int source = 0;
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                source = source * shape[axis] + index[axis];
            }
            columnMajor.AsSpan(source * width, width).CopyTo(result.AsSpan(target));
            for (int axis = shape.Length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--)
            {
                index[axis] = 0;
            }
        }
        return result;
    }

    [GeneratedRegex(@"'descr':\s*'(?<type>[<|][a-z]\d)',\s*'fortran_order':\s*(?<order>True|False),\s*'shape':\s*\((?<shape>[\d, ]*)\)")]
    private static partial Regex Header();
}
