namespace CoreML.Format;

/// <summary>Checks a model before it is saved; see <see cref="SaveOptions.Validate"/>. <c>CoreML.Validation</c> has one that knows
/// Core ML's rules.</summary>
public interface IModelValidator
{
    /// <summary>Checks a model.</summary>
    /// <param name="model">The model, as it would be saved.</param>
    /// <returns>What was found. Errors keep the model from being saved, warnings and notes do not.</returns>
    IReadOnlyList<Diagnostic> Validate(CoreMLModel model);
}
