using CoreML.Format;

namespace CoreML.Validation;

/// <summary>Validation, as an extension of models.</summary>
public static class ModelValidation
{
    extension(CoreMLModel model)
    {
        /// <summary>Checks the model against the rules of its type, as <see cref="ValidationRules.All"/> lists them: what Core ML
        /// refuses is an error, what it accepts but will surprise a warning, what is worth knowing a note.</summary>
        /// <param name="options">What to check and how serious to take it; <see langword="null"/> for the defaults.</param>
        /// <returns>What was found. However damaged the model is, this does not throw on its account.</returns>
        /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
        public ValidationResult Validate(ValidationOptions? options = null)
        {
            ArgumentNullException.ThrowIfNull(model);
            return ValidationRun.Of(model, options ?? ValidationOptions.Default);
        }
    }
}
