using System.IO.Compression;
using System.Text;
using Google.Protobuf;

namespace CoreML.Format.Tests;

/// <summary>A package as paths and bytes, to be changed and then written as a folder or a zip archive.</summary>
internal sealed class SamplePackage
{
    public const string ModelPath = "Data/com.apple.CoreML/model.mlmodel";
    public const string WeightsPath = "Data/com.apple.CoreML/weights/weight.bin";
    public const string WeightsReference = "@model_path/weights/weight.bin";

    // The older spelling of identifiers, and an order of keys that nobody writes: both must survive.
    public const string Manifest = """
        {
          "rootModelIdentifier": "0f0e0d0c-0b0a-0908-0706-050403020100",
          "itemInfoEntries": {
            "0f0e0d0c-0b0a-0908-0706-050403020100": {
              "author": "com.apple.CoreML", "description": "", "name": "model.mlmodel",
              "path": "com.apple.CoreML/model.mlmodel"
            },
            "AAAAAAAA-0000-4000-8000-000000000001": {
              "author": "com.apple.CoreML", "description": "Weights", "name": "weights",
              "path": "com.apple.CoreML/weights"
            }
          },
          "fileFormatVersion": "1.0.0"
        }
        """;

    public SamplePackage()
    {
        Files[PackageManifest.FileName] = Encoding.UTF8.GetBytes(Manifest);
        Files[ModelPath] = SampleModels.Program().ToByteArray();
        Files[WeightsPath] = Weights(1, 2, 3, 4);
    }

    public SortedDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Folders that hold nothing.</summary>
    public List<string> EmptyFolders { get; } = [];

    /// <summary>A weight file with one blob of four bytes at 64.</summary>
    public static byte[] Weights(params byte[] bytes)
    {
        RawWeights weights = new RawWeights(132).Record();
        bytes.CopyTo(weights.Bytes, 128);
        return weights.Bytes;
    }

    /// <summary>The four bytes of the blob.</summary>
    public static byte[] ReadWeights(CoreMLModel model)
    {
        byte[] bytes = new byte[4];
        model.GetWeightFile(WeightsReference).GetBlob(64).Read(bytes);
        return bytes;
    }

    public SamplePackage WithManifest(string json)
    {
        Files[PackageManifest.FileName] = Encoding.UTF8.GetBytes(json);
        return this;
    }

    public string WriteTo(string folder)
    {
        foreach ((string path, byte[] content) in Files)
        {
            string full = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllBytes(full, content);
        }
        foreach (string empty in EmptyFolders)
        {
            Directory.CreateDirectory(Path.Combine(folder, empty));
        }
        return folder;
    }

    /// <summary>The package in an archive.</summary>
    /// <param name="prefix">The folder in the archive, with a final slash.</param>
    /// <param name="level">How to compress.</param>
    /// <param name="extra">Further entries, by their full names.</param>
    public byte[] ToZip(string prefix = "", CompressionLevel level = CompressionLevel.Optimal, params (string Name, byte[] Content)[] extra)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            IEnumerable<(string, byte[])> files = Files.Select(file => (prefix + file.Key, file.Value));
            foreach ((string name, byte[] content) in files.Concat(extra))
            {
                using Stream entry = archive.CreateEntry(name, level).Open();
                entry.Write(content);
            }
            EmptyFolders.ForEach(folder => archive.CreateEntry($"{prefix}{folder}/"));
        }
        return stream.ToArray();
    }

    /// <summary>Everything below a folder: paths with forward slashes, those of folders with a final one, and bytes.</summary>
    public static SortedDictionary<string, byte[]> ReadFolder(string folder)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(folder, path).Replace('\\', '/');
            files[Directory.Exists(path) ? relative + "/" : relative] = Directory.Exists(path) ? [] : File.ReadAllBytes(path);
        }
        return files;
    }
}
