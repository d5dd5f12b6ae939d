using System.Collections.Immutable;
using CoreML.Format;

namespace CoreML.Mil.Tests;

/// <summary>What inference says of single operations: the tables in <c>Cases</c>, a file per family.</summary>
public class InferenceCaseTests
{
    public static TheoryData<string> Files => [.. Directory.GetFiles(InferenceCase.Folder, "*.txt").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_case_comes_out_as_written(string file)
    {
        var failures = new List<string>();
        int count = 0;
        foreach (InferenceCase example in InferenceCase.Read(Path.Combine(InferenceCase.Folder, file)))
        {
            foreach (OperationVersion version in example.Versions)
            {
                count++;
                if (Fails(example, version) is { } failure)
                {
                    failures.Add($"{example} in {version.Opset.Target} gives {failure}");
                }
            }
        }
        Assert.True(count > 0);
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    [Fact]
    public void Every_operation_version_has_a_case_that_holds_and_one_that_does_not()
    {
        string[] missing = Missing(example => example.IsNegative ? "negative" : "positive", _ => ["positive", "negative"]);
        Assert.True(missing.Length == 0, string.Join('\n', missing));
    }

    [Fact]
    public void Every_condition_has_a_case_that_violates_it()
    {
        string[] missing = Missing(example => example.Label, version => version.Constraints.Select(constraint => constraint.Label));
        Assert.True(missing.Length == 0, string.Join('\n', missing));
    }

    // What is asked for of each version and no case gives.
    private static string[] Missing(Func<InferenceCase, string?> given, Func<OperationVersion, IEnumerable<string>> asked)
    {
        var have = InferenceCase.All.SelectMany(example => example.Versions.Select(version => (version, given(example)))).ToHashSet();
        return
        [
            .. OperationCatalog.All.SelectMany(operation => operation.Versions)
                .Where(version => !ControlFlowTests.Operations.Contains(version.Operation.Name))
                .SelectMany(version => asked(version).Where(part => !have.Contains((version, part)))
                    .Select(part => $"{version.Operation.Name} {version.Opset.Target}: {part}")),
        ];
    }

    private static string? Fails(InferenceCase example, OperationVersion version)
    {
        try
        {
            var arguments = new CaseArguments();
            ImmutableArray<MilType> types =
                new TypeInference().Infer(example.Operation, version.Opset, arguments.Bind(example.Arguments));
            bool same = !example.IsNegative && types.Length == example.Expected.Length
                && types.Zip(example.Expected).All(pair => arguments.Matches(pair.Second, pair.First));
            return same ? null : string.Join(' ', types);
        }
        catch (CoreMLException exception)
        {
            Diagnostic diagnostic = exception.Diagnostics[0];
            bool same = example.Label is { } label
                ? diagnostic.Descriptor == MilDiagnostics.Constraint && diagnostic.Message.Contains($"({label})", StringComparison.Ordinal)
                : example.Expected is [var code] && code == exception.Code;
            return same ? null : diagnostic.ToString();
        }
    }
}
