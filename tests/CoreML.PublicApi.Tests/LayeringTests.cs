using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using CoreML.Tests;

namespace CoreML.PublicApi.Tests;

/// <summary>Each layer knows those to its left and no other.</summary>
public class LayeringTests
{
    private static readonly string[] Layers =
    [
        "CoreML.Specification", "CoreML.Format", "CoreML.Mil", "CoreML.Quantization", "CoreML.Validation", "CoreML.Builder",
        "CoreML.Net", "CoreML.Cli",
    ];

    public static TheoryData<string> Projects => [.. Repository.Files("src", ".csproj").Select(file => Path.GetFileNameWithoutExtension(file))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_only_to_layers_below(string project)
    {
        int own = Array.IndexOf(Layers, project);
        Assert.True(own >= 0, $"{project} is a new layer: say in this test where it stands.");
        IEnumerable<string?> references = XDocument.Load(Repository.At("src", project, project + ".csproj"))
            .Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
        Assert.All(references, reference => Assert.Contains(reference, Layers[..own]));
    }

    [Theory]
    [MemberData(nameof(Libraries.Names), MemberType = typeof(Libraries))]
    public void A_library_names_only_layers_below(string library)
    {
        string[] references =
        [
            .. Libraries.Named(library).GetReferencedAssemblies()
                .Select(reference => reference.Name!)
                .Where(name => name.StartsWith("CoreML.", StringComparison.Ordinal)),
        ];
        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.Contains(reference, Layers[..Array.IndexOf(Layers, library)]));
    }

    [Theory]
    [MemberData(nameof(Libraries.Names), MemberType = typeof(Libraries))]
    public void Every_type_is_in_the_namespace_of_its_library(string library)
    {
        Type[] types =
        [
            .. Libraries.Named(library).GetTypes()
                .Where(type => !type.IsNested && type.Name[0] != '<' && !type.IsDefined(typeof(CompilerGeneratedAttribute))),
        ];
        Assert.NotEmpty(types);
        Assert.Empty(types.Where(type => type.Namespace != library).Select(type => type.FullName));
    }
}
