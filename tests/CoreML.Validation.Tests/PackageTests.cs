using System.IO.Compression;
using CoreML.Format;

namespace CoreML.Validation.Tests;

/// <summary>Rules about packages: a sound package, and ways to damage it.</summary>
public sealed class PackageTests : IDisposable
{
    private const string Weights = "Data/com.apple.CoreML/weights";

    private static readonly (string Code, string Path, Action<string> Break)[] All =
    [
        ("CML8901", "itemInfoEntries[\"*\"].path", package => Directory.Delete(Path.Combine(package, Weights))),
        ("CML8902", "Data/notes.txt", package => Write(package, "Data/notes.txt")),
        ("CML8902", "README", package => Write(package, "README")),
        ("CML8905", "itemInfoEntries[\"*\"]", package => Edit(package, "\"name\": \"weights\"", "\"name\": \"parameters\"")),
        ("CML8905", "itemInfoEntries[\"*\"]", package => Edit(package, "\"author\": \"com.apple.CoreML\"", "\"author\": \"com.example\"")),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("coreml-tests-").FullName;

    public static IEnumerable<string> Codes => All.Select(damage => damage.Code).Concat(["CML8903", "CML8904"]);

    public static TheoryData<int> Damages => [.. Enumerable.Range(0, All.Length)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_damaged_package_breaks_the_rule(int index)
    {
        (string code, string path, Action<string> damage) = All[index];
        string package = Save();
        using (CoreMLModel sound = CoreMLModel.Open(package))
        {
            Assert.Empty(sound.Validate());
        }
        damage(package);
        using CoreMLModel model = CoreMLModel.Open(package);
        ValidationResult found = model.Validate();
        Assert.NotEmpty(found);
        Assert.All(found, diagnostic => Assert.Equal(code, diagnostic.Code));
        Assert.Matches("^" + System.Text.RegularExpressions.Regex.Escape(path).Replace("\\*", "[^\"]*", StringComparison.Ordinal) + "$", found[0].Path);
        Assert.Equal(ValidationRules.Find(code)!.Severity, found[0].Severity);
        Assert.Empty(model.Validate(new ValidationOptions().Without(code)));
    }

    // Not every system can have such files, but archives can.
    [Theory]
    [InlineData("CML8903", "b.bin", "B.bin")]
    [InlineData("CML8904", "nul.bin", "other.bin")]
    [InlineData("CML8904", "a?.bin", "other.bin")]
    [InlineData("CML8904", "folder./a.bin", "other.bin")]
    public void Names_are_checked_for_every_system(string code, params string[] names)
    {
        string archive = Path.Combine(_folder, "model.zip");
        ZipFile.CreateFromDirectory(Save(), archive, CompressionLevel.NoCompression, includeBaseDirectory: true);
        using (ZipArchive zip = ZipFile.Open(archive, ZipArchiveMode.Update))
        {
            foreach (string name in names)
            {
                zip.CreateEntry($"model.mlpackage/{Weights}/{name}");
            }
        }
        using CoreMLModel model = CoreMLModel.Open(archive);
        Diagnostic found = Assert.Single(model.Validate());
        Assert.Equal(code, found.Code);
        Assert.Contains(names, name => found.Path == $"{Weights}/{name}");
        Assert.Empty(model.Validate(new ValidationOptions().Without(code)));
    }

    private string Save()
    {
        string path = Path.Combine(_folder, "model.mlpackage");
        using CoreMLModel model = CoreMLModel.Create(ProgramCases.Sound());
        model.Save(path);
        return path;
    }

    private static void Write(string package, string path) => File.WriteAllText(Path.Combine(package, path), "text");

    private static void Edit(string package, string old, string text)
    {
        string path = Path.Combine(package, PackageManifest.FileName);
        string json = File.ReadAllText(path);
        Assert.Contains(old, json, StringComparison.Ordinal);
        File.WriteAllText(path, json.Replace(old, text, StringComparison.Ordinal));
    }
}
