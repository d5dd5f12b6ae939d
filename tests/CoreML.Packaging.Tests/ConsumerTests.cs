using System.Text.Json;
using CoreML.Tests;

namespace CoreML.Packaging.Tests;

/// <summary>Uses the packages as somebody does who has only them.</summary>
public class ConsumerTests(PackageFeed feed)
{
    private static readonly string Model = Repository.At("samples", "Digits", "Digits.mlpackage");

    [Fact]
    public async Task The_program_of_the_readme_runs_with_the_package()
    {
        string folder = feed.CreateFolder("consumer");
        await File.WriteAllTextAsync(Path.Combine(folder, "consumer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="CoreML.Net" Version="{feed.VersionOf("CoreML.Net")}" />
              </ItemGroup>
            </Project>
            """);
        CodeBlock program = CodeBlock.InDocument(await File.ReadAllTextAsync(Repository.At("README.md")))
            .Single(block => block.Usings.Length > 0);
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), $"{string.Join('\n', program.Usings)}\n\n{program.Code}\n");
        CopyFolder(Model, Path.Combine(folder, "Digits.mlpackage"));

        string output = await DotnetCli.RunAsync(folder, feed.Unpacked, "run", "-c", "Release");

        Assert.Contains("conv1_weight: float16 [16, 1, 3, 3]", output, StringComparison.Ordinal);
        Assert.Contains("1 of 8 weights compressed", output, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(folder, "Digits-int8.mlpackage")));
        Assert.True(Directory.Exists(Path.Combine(feed.Unpacked, "coreml.format")));
    }

    [Fact]
    public async Task The_tool_runs_when_it_is_installed()
    {
        string folder = feed.CreateFolder("tool");
        await DotnetCli.RunAsync(
            folder, feed.Unpacked, "tool", "install", "CoreML.Net.Cli", "--version", feed.VersionOf("CoreML.Net.Cli"), "--tool-path", "bin");

        string output = await DotnetCli.RunAsync(
            Path.Combine(folder, "bin", OperatingSystem.IsWindows() ? "coreml.exe" : "coreml"), folder, feed.Unpacked, ["info", Model, "--json"]);

        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(output).RootElement.ValueKind);
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
