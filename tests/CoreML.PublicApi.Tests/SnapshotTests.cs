using CoreML.Tests;
using PublicApiGenerator;

namespace CoreML.PublicApi.Tests;

/// <summary>The public surface of each library is a file that a review sees change.</summary>
public class SnapshotTests
{
    private const string Update = "COREML_UPDATE_SNAPSHOTS";

    private static readonly ApiGeneratorOptions Options = new() { IncludeAssemblyAttributes = false };

    [Theory]
    [MemberData(nameof(Libraries.Names), MemberType = typeof(Libraries))]
    public void The_public_surface_is_the_reviewed_one(string library)
    {
        string file = Repository.At("tests", "CoreML.PublicApi.Tests", "Snapshots", library + ".txt");
        string surface = Libraries.Named(library).GeneratePublicApi(Options).ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            File.WriteAllText(file, surface);
        }
        string reviewed = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        string difference = LineDiff.Between(reviewed.Split('\n'), surface.Split('\n'));
        Assert.True(
            difference.Length == 0,
            $"The public surface of {library} is not that of Snapshots/{library}.txt. If the change is meant, run this "
            + $"test with {Update}=1 and commit the file.\n\n{difference}");
    }
}
