using CoreML.OpGen;
using CoreML.Tests;

namespace CoreML.Mil.Tests;

public class CatalogTests
{
    [Fact]
    public void Generated_files_are_those_the_definitions_give()
    {
        IReadOnlyList<GeneratedFile> files = Generation.Run(Repository.Root);
        foreach (GeneratedFile file in files)
        {
            Assert.Equal(file.Text, File.ReadAllText(Repository.At(file.Path.Split('/'))), ignoreLineEndingDifferences: true);
        }
        string[] tables = [.. Repository.Files("src/CoreML.Mil/Generated", ".cs"), .. Repository.Files("src/CoreML.Builder/Generated", ".cs")];
        Assert.Equal(files.Count(file => file.Path.EndsWith(".cs", StringComparison.Ordinal)), tables.Length);
    }

    [Fact]
    public void Every_definition_can_be_read_and_found()
    {
        foreach (OperationDefinition operation in OperationCatalog.All)
        {
            Assert.Same(operation, OperationCatalog.Find(operation.Name));
            Assert.Contains(operation.Family, OperationCatalog.Families);
            foreach (OperationVersion version in operation.Versions)
            {
                Assert.Same(version, operation.FindVersion(version.Opset));
                Assert.Equal(version.Inputs.Length, version.Inputs.Select(input => input.Name).Distinct().Count());
                Assert.Equal(version.Constraints.Length, version.Constraints.Select(constraint => constraint.Label).Distinct().Count());
                Assert.All(version.Inputs, input => Assert.True(input.Kind != OperationParameterKind.Tensor || input.ElementTypes.Length > 0));
                Assert.All(version.Inputs, input => Assert.NotEmpty(input.Documentation));
                Assert.All(version.TypeVariables, type => Assert.True(type.NamedBy is null || version.FindInput(type.NamedBy) is not null));
                Assert.All(version.TypeVariables, type => Assert.True(type.Otherwise is null || type.ElementTypes.Contains(type.Otherwise.Value)));
            }
            Assert.Null(operation.FindVersion(operation.Versions[0].Opset - 1));
        }
    }

    [Fact]
    public void Every_rule_belongs_to_an_operation() => Assert.Empty(InferenceRules.Names.Except(OperationCatalog.Names));

    [Fact]
    public void Outputs_that_inputs_do_not_determine_have_a_rule()
    {
        foreach (OperationDefinition operation in OperationCatalog.All.Except(InferenceRules.Names.Select(name => OperationCatalog.Find(name)!)))
        {
            foreach (OperationVersion version in operation.Versions)
            {
                string?[] bound = [.. version.Inputs.Select(input => input.Name), .. version.Inputs.Where(input => !input.IsOptional && input.Shape is not null).SelectMany(input => input.Shape!).Select(term => term.Name)];
                Assert.Empty(version.Constraints);
                Assert.All(version.Outputs, output => Assert.NotNull(output.Shape));
                Assert.All(version.Outputs.SelectMany(output => output.Shape!), term => Assert.True(term.Name is null || bound.Contains(term.Name), $"{operation} {term}"));
            }
        }
    }

    [Fact]
    public void A_signature_is_written_as_the_definition_has_it()
    {
        Assert.Equal(
            "add(x: T[A...], y: T[B...]) → (output: T[S...])", OperationCatalog.Find("add")!.Versions[0].ToString());
        Assert.Null(OperationCatalog.Find("no_such_operation"));
    }
}
