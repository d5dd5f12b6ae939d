using System.IO.Compression;
using CoreML.Format;

namespace CoreML.Fuzz;

/// <summary>Inputs for each target, to be changed. They come from models on disk.</summary>
internal static class FuzzSeeds
{
    private const int LargestSeed = 1 << 15;

    /// <summary>Makes seeds of the models in a folder.</summary>
    /// <param name="folder">Holds <c>.mlmodel</c> files and packages at any depth.</param>
    /// <param name="most">Most models of each target.</param>
    /// <returns>Inputs by the name of their target; large ones are left out.</returns>
    public static Dictionary<string, List<byte[]>> From(string folder, int most)
    {
        Dictionary<string, List<byte[]>> seeds = FuzzTarget.All.ToDictionary(target => target.Name, _ => new List<byte[]>());
        string[] files = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        foreach (string file in files)
        {
            switch (Path.GetFileName(file))
            {
                case PackageManifest.FileName:
                    Add("manifest", File.ReadAllBytes(file));
                    AddArchive(Path.GetDirectoryName(file)!);
                    break;
                case var name when name.EndsWith(".mlmodel", StringComparison.Ordinal):
                    AddSpecification(File.ReadAllBytes(file));
                    break;
                case var name when name.EndsWith("weight.bin", StringComparison.Ordinal):
                    Add("weights", File.ReadAllBytes(file));
                    break;
            }
        }
        return seeds;

        void Add(string target, byte[] input)
        {
            if (input.Length is > 0 and <= LargestSeed && seeds[target].Count < most)
            {
                seeds[target].Add(input);
            }
        }

        void AddSpecification(byte[] bytes)
        {
            Add("specification", bytes);
            if (bytes.Length <= LargestSeed && seeds["json"].Count < most)
            {
                AddJson(bytes);
            }
        }

        void AddJson(byte[] bytes)
        {
            try
            {
                using CoreMLModel model = CoreMLModel.Open(bytes);
                Add("json", model.ToJson(inline: true));
            }
            catch (CoreMLException)
            {
                // A damaged model has no JSON; it is a seed for the specification all the same.
            }
        }

        void AddArchive(string package)
        {
            if (seeds["zip"].Count >= most)
            {
                return;
            }
            using var stream = new MemoryStream();
            ZipFile.CreateFromDirectory(package, stream, CompressionLevel.Optimal, includeBaseDirectory: false);
            Add("zip", stream.ToArray());
        }
    }
}
