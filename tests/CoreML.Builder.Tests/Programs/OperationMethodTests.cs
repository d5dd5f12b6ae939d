using CoreML.Format;
using CoreML.Mil;
using CoreML.Mil.Tests;
using CoreML.Tests;

namespace CoreML.Builder.Tests;

/// <summary>Every operation version has a method that emits it: the positive cases of type inference, built.</summary>
public class OperationMethodTests
{
    // Their methods take labels or blocks; ProgramBuilderTests and ControlFlowTests call them.
    private static readonly string[] ByHand = ["const", "cond", "while_loop", "classify"];

    private static IEnumerable<InferenceCase> Positive =>
        InferenceCase.All.Where(example => !example.IsNegative && !ByHand.Contains(example.Operation));

    [Fact]
    public void Each_positive_case_of_inference_is_emitted_for_its_target()
    {
        var failures = new List<string>();
        foreach (InferenceCase example in Positive)
        {
            foreach (OperationVersion version in example.Versions)
            {
                try
                {
                    string? failure = Emit(example, version);
                    if (failure is not null)
                    {
                        failures.Add($"{example} in {version.Opset.Target}: {failure}");
                    }
                }
                catch (Exception exception) when (exception is not OutOfMemoryException)
                {
                    failures.Add($"{example} in {version.Opset.Target}: {exception.GetType().Name}: {exception.Message}");
                }
            }
        }
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    [Fact]
    public void Every_operation_version_has_a_method_and_a_case_that_emits_it()
    {
        var emitted = Positive.SelectMany(example => example.Versions).ToHashSet();
        string[] missing =
        [
            .. OperationCatalog.All.Where(operation => !ByHand.Contains(operation.Name)).SelectMany(operation => operation.Versions)
                .Where(version => !emitted.Contains(version) || !OperationMethods.Exist(version.Operation.Name))
                .Select(version => $"{version.Operation.Name} {version.Opset.Target}"),
        ];
        Assert.True(missing.Length == 0, string.Join('\n', missing));
    }

    [Fact]
    public void An_operation_that_the_target_lacks_names_the_target_that_has_it()
    {
        foreach (OperationVersion version in OperationCatalog.All.Select(operation => operation.Versions[0]).Where(version => version.Opset > Opset.CoreML5))
        {
            InferenceCase example = Positive.First(example => example.Operation == version.Operation.Name);
            CoreMLException exception = Assert.Throws<CoreMLException>(() => Emit(example, version, version.Opset - 1));
            Assert.Equal("CML4202", exception.Code);
            Assert.Contains(version.Opset.Target, exception.Diagnostics[0].Advice, StringComparison.Ordinal);
        }
    }

    private static string? Emit(InferenceCase example, OperationVersion version, Opset? opset = null)
    {
        var builder = new ProgramBuilder((DeploymentTarget)(opset ?? version.Opset));
        var texts = new CaseArguments();
        MilFunction function = builder.Current.Function;
        Dictionary<string, Operand[]> inputs = texts.Bind(example.Arguments).ToDictionary(
            binding => binding.Name,
            binding => Enumerable.Range(0, binding.Count).Select(i => ToOperand(binding[i])).ToArray());
        Var[] made = OperationMethods.Call(builder, example.Operation, inputs);
        MilOperation operation = function.Body.Operations[^1];
        Assert.Equal(example.Operation, operation.Type);
        Assert.Equal(made.Select(value => value.Value), operation.Outputs);
        Assert.Empty(function.Program.Verify());
        Assert.Empty(TypeInference.Check(function.Program));
        bool same = made.Length == example.Expected.Length && made.Zip(example.Expected).All(pair => texts.Matches(pair.Second, pair.First.Type));
        return same ? null : string.Join(' ', made.Select(value => value.Type));

        // The values of the case become inputs of the function.
        Operand ToOperand(MilArgument argument) => argument.Value is { } value
            ? new Var(builder, function.AddInput(function.MakeUniqueName("v"), value.Type))
            : argument.Immediate;
    }
}
