using System.IO.Compression;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Builder;

/// <summary>An archive of NumPy arrays, whose file stays open as long as one of them is in use.</summary>
internal sealed class NpzArchive : IDisposable
{
    private const int LeastElements = 10;
    private const int SkippedAtOnce = 1 << 16;

    private readonly string _path;
    private readonly FileStream _file;
    private readonly ZipArchive _archive;

    // A ZipArchive is one stream with one position.
    private readonly Lock _gate = new();

    /// <exception cref="InvalidDataException">The file is no archive.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public NpzArchive(string path)
    {
        _path = path;
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            _archive = new ZipArchive(_file, ZipArchiveMode.Read);
            Arrays = [.. _archive.Entries.Where(entry => entry.FullName.EndsWith(".npy", StringComparison.Ordinal))];
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>The files in it that hold an array each.</summary>
    public IReadOnlyList<ZipArchiveEntry> Arrays { get; }

    /// <summary>Whether elements will be read from it later.</summary>
    public bool IsInUse { get; private set; }

    /// <summary>An array. Small ones are read at once, and so are those of types that weight files do not hold.</summary>
    public TensorConstant Read(ZipArchiveEntry entry)
    {
        using Stream stream = Open(entry);
        NumpyHeader header = NumpyHeader.Read(stream, entry.Length, (expected, found, _) => Damaged(entry, expected, found));
        if (header.Type.ElementType.IsStorable && header.Type.Shape.ElementCount >= LeastElements)
        {
            IsInUse = true;
            return TensorConstant.FromContent(header.Type.Shape, new Content(this, entry, header));
        }
        try
        {
            // Grows with what there is, whatever the archive says of its length.
            using var elements = new MemoryStream();
            stream.CopyTo(elements);
            return TensorConstant.FromPacked(header.Type, elements.ToArray());
        }
        catch (CoreMLException exception)
        {
            throw Damaged(entry, exception);
        }
    }

    public void Dispose() => _archive.Dispose();

    private ArchiveEntryStream Open(ZipArchiveEntry entry) => new(entry.Open(), entry.Length, entry.Crc32, _path);

    private CoreMLException Damaged(ZipArchiveEntry entry, string? expected, string? found, Exception? inner = null) =>
        BuilderDiagnostics.WeightsNotReadable.Error(file: _path, path: entry.FullName, expected: expected, found: found, inner: inner);

    // The stream speaks of packages, which this is none of.
    private CoreMLException Damaged(ZipArchiveEntry entry, CoreMLException exception) =>
        Damaged(entry, exception.Diagnostics[0].Expected ?? "data that can be decompressed", exception.Diagnostics[0].Found, exception);

    /// <summary>Elements that are decompressed when they are read. Reading from front to back, as saving does, decompresses them once.</summary>
    private sealed class Content(NpzArchive archive, ZipArchiveEntry entry, NumpyHeader header)
        : WeightContent(header.Type.ElementType, header.Type.Shape.ElementCount)
    {
        // At the position after what was read last, unless that failed.
        private ArchiveEntryStream? _stream;

        public override void Read(long start, Span<byte> destination)
        {
            lock (archive._gate)
            {
                ArchiveEntryStream? stream = _stream;
                _stream = null;
                try
                {
                    _stream = Read(stream, header.DataOffset + start, destination);
                }
                catch (CoreMLException exception)
                {
                    throw archive.Damaged(entry, exception);
                }
            }
        }

        // Gives the stream back unless it is at its end, where the checksum is compared.
        private ArchiveEntryStream? Read(ArchiveEntryStream? stream, long position, Span<byte> destination)
        {
            if (stream is null || stream.Position > position)
            {
                stream?.Dispose();
                stream = archive.Open(entry);
            }
            Skip(stream, position);
            stream.ReadExactly(destination);
            if (stream.Position < entry.Length)
            {
                return stream;
            }
            stream.ReadByte();
            stream.Dispose();
            return null;
        }

        private static void Skip(ArchiveEntryStream stream, long position)
        {
            byte[] skipped = new byte[Math.Min(SkippedAtOnce, position - stream.Position)];
            while (stream.Position < position)
            {
                stream.ReadExactly(skipped.AsSpan(0, (int)Math.Min(skipped.Length, position - stream.Position)));
            }
        }
    }
}
