using System.Text.RegularExpressions;
using CoreML.Tests;

namespace CoreML.PublicApi.Tests;

/// <summary>Rules about source files that no analyzer knows.</summary>
public partial class SourceTests
{
    // In two parts, since this file is looked at as well.
    private const string Unfinished = "TO" + "DO";

    public static TheoryData<string> Folders => ["src", "tests", "samples", "tools", "proto"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Nothing_is_left_unfinished(string folder)
    {
        string[] files = Repository.Files(folder, ".cs", ".csproj", ".props", ".proto");
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.DoesNotContain(Unfinished, File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void The_namespace_is_the_name_of_the_project(string folder)
    {
        foreach (string project in Repository.Files(folder, ".csproj"))
        {
            string name = Path.GetFileNameWithoutExtension(project);
            string inside = Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(project)!);
            foreach (string file in Repository.Files(inside, ".cs"))
            {
                Match declaration = NamespaceDeclaration().Match(File.ReadAllText(file));
                Assert.True(
                    !declaration.Success || declaration.Groups[1].Value == name,
                    $"{file} declares {declaration.Groups[1].Value}, not {name}.");
            }
        }
    }

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceDeclaration();
}
