using System.Text.Json;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Builder;

public static partial class Weight
{
    private const int MaxSafetensorsHeader = 100_000_000;

    private static readonly Dictionary<string, ElementType> SafetensorsTypes = new(StringComparer.Ordinal)
    {
        ["F64"] = ElementType.Float64,
        ["F32"] = ElementType.Float32,
        ["F16"] = ElementType.Float16,
        ["BF16"] = ElementType.BFloat16,
        ["F8_E4M3"] = ElementType.Float8E4M3FN,
        ["F8_E5M2"] = ElementType.Float8E5M2,
        ["I64"] = ElementType.Int64,
        ["I32"] = ElementType.Int32,
        ["I16"] = ElementType.Int16,
        ["I8"] = ElementType.Int8,
        ["U64"] = ElementType.UInt64,
        ["U32"] = ElementType.UInt32,
        ["U16"] = ElementType.UInt16,
        ["U8"] = ElementType.UInt8,
        ["BOOL"] = ElementType.Bool,
    };

    /// <summary>A tensor that a stream holds from its current position on.</summary>
    /// <param name="stream">A stream that can seek; it is read when the model is saved, and stays open until then.</param>
    /// <param name="type">The type of the elements, which are little endian and in row-major order.</param>
    /// <param name="shape">The shape.</param>
    /// <returns>The constant.</returns>
    /// <exception cref="ArgumentException">The stream cannot seek, or weight files cannot hold the type.</exception>
    /// <exception cref="CoreMLException">CML7005: the stream is too short for the shape.</exception>
    public static TensorConstant FromStream(Stream stream, ElementType type, ReadOnlySpan<long> shape)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek || !stream.CanRead)
        {
            throw new ArgumentException("The stream has to be readable and seekable.", nameof(stream));
        }
        TensorShape dimensions = TensorShape.FromSizes(shape);
        long left = stream.Length - stream.Position;
        if (!dimensions.TryGetElementCount(out long count) || count > left * 8 || type.ByteCount(count) > left)
        {
            throw BuilderDiagnostics.SizeMismatch.Error(path: "weight", expected: $"as many bytes as {new TensorType(type, dimensions)} takes", found: $"{left}");
        }
        return TensorConstant.FromContent(dimensions, new StreamContent(stream, type, count));
    }

    /// <summary>Reads a tensor from a NumPy file. Its elements stay in the file until the model is saved.</summary>
    /// <param name="path">The <c>.npy</c> file.</param>
    /// <returns>The constant.</returns>
    /// <exception cref="CoreMLException">CML1002, CML3001: the file cannot be read. CML7406: it is damaged, or has elements that Core ML does not.</exception>
    public static TensorConstant ReadNpy(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        FileSource file = FileSource.Open(path, path);
        byte[] head = new byte[(int)Math.Min(file.Length, NumpyHeader.MaxOffset)];
        file.Read(0, head);
        NumpyHeader header = NumpyHeader.Read(new MemoryStream(head), file.Length, (expected, found, _) => Damaged(path, "header", expected, found));
        return InFile(file, header.Type.ElementType, header.Type.Shape.ToSizes(), header.DataOffset, file.Length - header.DataOffset, path, path);
    }

    /// <summary>Opens a NumPy archive. Its elements stay in the file, and compressed ones compressed, until the model is saved.</summary>
    /// <param name="path">The <c>.npz</c> file.</param>
    /// <returns>The constants by their names.</returns>
    /// <exception cref="CoreMLException">CML7406: the file is damaged, or has elements that Core ML does not. Damage of the elements themselves is
    /// found when they are read.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyDictionary<string, TensorConstant> ReadNpz(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        NpzArchive? archive = null;
        bool inUse = false;
        try
        {
            archive = new NpzArchive(path);
            Dictionary<string, TensorConstant> tensors = archive.Arrays.ToDictionary(entry => entry.FullName[..^4], archive.Read, StringComparer.Ordinal);
            inUse = archive.IsInUse;
            return tensors;
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException)
        {
            throw BuilderDiagnostics.WeightsNotReadable.Error(
                file: path, path: "weights", expected: "a zip archive of arrays", found: exception.Message, inner: exception);
        }
        finally
        {
            if (!inUse)
            {
                archive?.Dispose();
            }
        }
    }

    /// <summary>Opens a safetensors file. The elements stay in it until the model is saved.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The constants by their names.</returns>
    /// <exception cref="CoreMLException">CML1002, CML3001: the file cannot be read. CML7406: it is damaged, or has elements that Core ML does not.</exception>
    public static IReadOnlyDictionary<string, TensorConstant> ReadSafetensors(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        FileSource file = FileSource.Open(path, path);
        Span<byte> length = stackalloc byte[sizeof(long)];
        if (file.Length < length.Length)
        {
            throw Damaged(path, "header", "8 bytes for its length", $"{file.Length} bytes");
        }
        file.Read(0, length);
        long size = System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(length);
        if (size < 0 || size > Math.Min(file.Length - 8, MaxSafetensorsHeader))
        {
            throw Damaged(path, "header", "a header inside the file", $"{size} bytes");
        }
        byte[] header = new byte[size];
        file.Read(8, header);
        var tensors = new Dictionary<string, TensorConstant>(StringComparer.Ordinal);
        try
        {
            using JsonDocument json = JsonDocument.Parse(header);
            foreach (JsonProperty tensor in json.RootElement.EnumerateObject().Where(property => property.Name != "__metadata__"))
            {
                string name = tensor.Value.GetProperty("dtype").GetString() ?? "";
                long[] shape = [.. tensor.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
                long[] range = [.. tensor.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64())];
                if (range is not [>= 0, >= 0] || range[1] < range[0] || range[1] > file.Length - 8 - size)
                {
                    throw Damaged(path, tensor.Name, "data inside the file", string.Join(" to ", range));
                }
                ElementType type = SafetensorsTypes.TryGetValue(name, out ElementType known) ? known : throw Damaged(path, tensor.Name, "a known type", name);
                tensors[tensor.Name] = InFile(file, type, shape, 8 + size + range[0], range[1] - range[0], tensor.Name, path);
            }
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw BuilderDiagnostics.WeightsNotReadable.Error(file: path, path: "header", expected: "a table of tensors", found: exception.Message, inner: exception);
        }
        return tensors;
    }

    private static CoreMLException Damaged(string file, string path, string expected, string found) =>
        BuilderDiagnostics.WeightsNotReadable.Error(file: file, path: path, expected: expected, found: found);

    private static TensorConstant InFile(FileSource file, ElementType type, long[] sizes, long start, long length, string name, string path)
    {
        TensorShape shape = CheckSize(type, sizes, length, name, path);
        if (type.IsStorable && shape.ElementCount >= 10)
        {
            return TensorConstant.FromContent(shape, new FileContent(file, start, type, shape.ElementCount));
        }
        byte[] bytes = new byte[length];
        file.Read(start, bytes);
        return TensorConstant.FromPacked(new TensorType(type, shape), bytes);
    }

    private static TensorShape CheckSize(ElementType type, long[] sizes, long length, string name, string path)
    {
        if (Array.Exists(sizes, size => size < 0))
        {
            throw Damaged(path, name, "sizes that are not negative", $"[{string.Join(", ", sizes)}]");
        }
        TensorShape shape = TensorShape.FromSizes(sizes);
        return shape.TryGetElementCount(out long count) && count <= length && type.ByteCount(count) == length
            ? shape
            : throw Damaged(path, name, $"as many bytes as {new TensorType(type, shape)} takes", $"{length} bytes");
    }
}
