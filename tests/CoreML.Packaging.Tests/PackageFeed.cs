using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;
using CoreML.Tests;

[assembly: AssemblyFixture(typeof(CoreML.Packaging.Tests.PackageFeed))]

namespace CoreML.Packaging.Tests;

/// <summary>All packages of the repository in a folder of their own, packed once for all tests from what was built, and a
/// folder for packages to be unpacked to, so that the caches of whoever runs the tests stay as they are.</summary>
public sealed class PackageFeed : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coreml-packaging-");

    /// <summary>Where the packages are.</summary>
    public string Feed => Path.Combine(_folder.FullName, "feed");

    /// <summary>Where NuGet unpacks what the tests use.</summary>
    public string Unpacked => Path.Combine(_folder.FullName, "unpacked");

    /// <summary>A new folder for a test, below a <c>nuget.config</c> that takes our packages from <see cref="Feed"/> and no
    /// other place.</summary>
    public string CreateFolder(string name) => _folder.CreateSubdirectory(name).FullName;

    public async ValueTask InitializeAsync()
    {
        string configuration = typeof(PackageFeed).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "Configuration").Value!;
        await DotnetCli.RunAsync(
            Repository.Root, GlobalPackages, "pack", "CoreML.Net.sln", "--no-build", "-c", configuration, "-o", Feed, "-v", "quiet");
        // The packages that the repository was built with serve as a source too, which spares the network.
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="feed" value="{Feed}" />
                <add key="known" value="{GlobalPackages}" />
                <add key="nuget.org" value="https://api.nuget.org/v3/index.json" />
              </packageSources>
              <packageSourceMapping>
                <packageSource key="feed"><package pattern="CoreML.*" /></packageSource>
                <packageSource key="known"><package pattern="*" /></packageSource>
                <packageSource key="nuget.org"><package pattern="*" /></packageSource>
              </packageSourceMapping>
            </configuration>
            """);
    }

    /// <summary>The version of a package, from its file's name.</summary>
    public string VersionOf(string id) => Path.GetFileNameWithoutExtension(FileOf(id, ".nupkg"))[(id.Length + 1)..];

    /// <summary>The file of a package.</summary>
    public string FileOf(string id, string extension) => Directory.GetFiles(Feed, $"{id}.*{extension}")
        .Single(file => char.IsAsciiDigit(Path.GetFileName(file)[id.Length + 1]));

    /// <summary>Names of a package's files.</summary>
    public string[] EntriesOf(string id, string extension)
    {
        using ZipArchive archive = ZipFile.OpenRead(FileOf(id, extension));
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    /// <summary>The <c>metadata</c> element of a package.</summary>
    public XElement MetadataOf(string id)
    {
        using ZipArchive archive = ZipFile.OpenRead(FileOf(id, ".nupkg"));
        using Stream specification = archive.GetEntry(id + ".nuspec")!.Open();
        return XDocument.Load(specification).Root!.Elements().Single();
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private static string GlobalPackages => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
        ? named
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
