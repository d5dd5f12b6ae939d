using System.Globalization;
using CoreML.Format;
using CoreML.Validation;

namespace CoreML.Conformance.Tests;

/// <summary>
/// Golden models with one field changed at random: whatever comes out, the validator answers. A normal run tries some changes
/// of every model; <c>COREML_MUTATIONS=1000</c> tries a thousand of each, which takes a quarter of
/// an hour or more. Models whose specification is above 1 MiB are left out.
/// </summary>
public class MutationTests
{
    private const int FewMutations = 10;
    private const long LargestModel = 1 << 20;

    private static readonly ValidationOptions Options = new() { MaxDiagnostics = 50 };

    [Fact]
    public void The_validator_answers_whatever_one_field_is()
    {
        int mutations = int.TryParse(
            Environment.GetEnvironmentVariable("COREML_MUTATIONS"), NumberStyles.None, CultureInfo.InvariantCulture, out int asked) ? asked : FewMutations;
        int models = 0;
        long rejected = 0;
        foreach (string path in EveryModelTests.Models().Where(path => path.Contains("golden", StringComparison.Ordinal)))
        {
            using CoreMLModel model = CoreMLModel.Open(path);
            if (model.SerializeSpecification().Length > LargestModel)
            {
                continue;
            }
            Specification.Model before = model.Specification.Clone();
            var mutator = new FieldMutator(model.Specification, new Random(models));
            for (int i = 0; i < mutations; i++)
            {
                Action undo = mutator.Mutate();
                ValidationResult result = Validate(model, path, i);
                Assert.True(result.Count <= Options.MaxDiagnostics && result.TotalCount >= result.Count, path);
                rejected += result.IsValid ? 0 : 1;
                undo();
            }
            Assert.True(before.Equals(model.Specification), $"{path}: the changes were not taken back");
            models++;
        }
        Assert.True(models > 700, $"{models} models");
        Assert.True(rejected > (long)models * mutations / 10, $"{rejected} of {(long)models * mutations} changed models are rejected");
    }

    private static ValidationResult Validate(CoreMLModel model, string path, int mutation)
    {
        try
        {
            return model.Validate(Options);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"Change {mutation} of {path} makes the validator throw.", exception);
        }
    }
}
