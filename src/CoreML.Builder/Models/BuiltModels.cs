using CoreML.Format;
using CoreML.Validation;

namespace CoreML.Builder;

/// <summary>Validates what builders make. They find most mistakes where they are made; what only the whole model shows is found here.</summary>
internal static class BuiltModels
{
    // Weights are read when the model is saved, and what can be wrong with their values is no error.
    private static readonly ValidationOptions Errors = new() { LeastSeverity = DiagnosticSeverity.Error, CheckValues = false };

    /// <summary>Validates a model, which is disposed if it is not valid.</summary>
    /// <exception cref="CoreMLException">What Core ML would refuse it for.</exception>
    public static CoreMLModel Check(CoreMLModel made)
    {
        try
        {
            made.Validate(Errors).ThrowIfInvalid();
            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    /// <summary>Validates the specification of a model whose weight files are elsewhere.</summary>
    /// <exception cref="CoreMLException">What Core ML would refuse it for.</exception>
    public static void Check(Specification.Model specification)
    {
        using CoreMLModel model = CoreMLModel.Create(specification);
        model.Validate(Errors.Without(FormatDiagnostics.WeightFileMissing.Code)).ThrowIfInvalid();
    }
}
