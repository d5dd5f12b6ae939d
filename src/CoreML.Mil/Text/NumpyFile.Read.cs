using CoreML.Format;

namespace CoreML.Mil;

public static partial class NumpyFile
{
    /// <summary>Reads an array: little endian, in row-major order.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The array.</returns>
    /// <exception cref="CoreMLException">CML6105: the file is not such an array.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TensorConstant Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        NumpyHeader header = NumpyHeader.Read(stream, stream.Length, Refuse);
        if (stream.Length > Array.MaxLength)
        {
            throw Refuse("less than 2 GiB", $"{stream.Length} bytes");
        }
        byte[] packed = new byte[stream.Length - header.DataOffset];
        stream.ReadExactly(packed);
        return TensorConstant.FromPacked(header.Type, packed);

        CoreMLException Refuse(string expected, string found, string? advice = null) =>
            MilDiagnostics.NumpyInvalid.Error(file: path, expected: expected, found: found, advice: advice);
    }
}
