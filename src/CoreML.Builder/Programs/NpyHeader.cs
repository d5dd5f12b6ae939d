using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Builder;

/// <summary>What a NumPy file says about its tensor.</summary>
internal sealed record NpyHeader(ElementType Type, long[] Shape, int DataOffset)
{
    /// <summary>More bytes than a sensible header has.</summary>
    public const int MaxLength = 1 << 16;

    /// <exception cref="CoreMLException">CML7406.</exception>
    public static NpyHeader Parse(ReadOnlySpan<byte> file, string path)
    {
        if (file.Length < 12 || !file.StartsWith((ReadOnlySpan<byte>)[0x93, .. "NUMPY"u8]) || file[6] is < 1 or > 3)
        {
            throw Error(path, "a NumPy file of version 1 to 3", "another file");
        }
        int begin = file[6] == 1 ? 10 : 12;
        long length = file[6] == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(file[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(file[8..]);
        if (length > file.Length - begin)
        {
            throw Error(path, "a header inside the file", $"{length} bytes");
        }
        string text = Encoding.UTF8.GetString(file.Slice(begin, (int)length));
        string[] parts = text.Trim().TrimEnd('}', ' ', ',').Split('\'');
        if (parts is not ["{", "descr", ": ", var name, ", ", "fortran_order", ": False, ", "shape", [':', ' ', '(', .. var list, ')']]
            || !NumpyFile.Types.TryGetValue(name, out ElementType type))
        {
            throw Error(path, $"rows one behind the other, of {string.Join(", ", NumpyFile.Types.Keys)}", text.Trim());
        }
        string[] sizes = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        long[] shape = new long[sizes.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            shape[i] = long.TryParse(sizes[i], NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? size : throw Error(path, "sizes", text.Trim());
        }
        return new(type, shape, begin + (int)length);
    }

    private static CoreMLException Error(string path, string expected, string found) =>
        BuilderDiagnostics.WeightsNotReadable.Error(file: path, path: "header", expected: expected, found: found);
}
