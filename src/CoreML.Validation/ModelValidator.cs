using CoreML.Format;

namespace CoreML.Validation;

/// <summary>Validates models while they are saved: <c>new SaveOptions { Validate = ModelValidator.Default }</c>.</summary>
/// <param name="options">What to check and how serious to take it; <see langword="null"/> for the defaults.</param>
public sealed class ModelValidator(ValidationOptions? options = null) : IModelValidator
{
    /// <summary>Validates with the default options.</summary>
    public static ModelValidator Default { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyList<Diagnostic> Validate(CoreMLModel model) => model.Validate(options);
}
