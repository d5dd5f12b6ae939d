using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>What builders of models that turn features into other features have in common: outputs that the caller
/// declares.</summary>
/// <typeparam name="TBuilder">The builder itself, which every method returns.</typeparam>
public abstract class TransformerBuilder<TBuilder> : FeatureModelBuilder<TBuilder>
    where TBuilder : TransformerBuilder<TBuilder>
{
    private readonly List<string> _withoutType = [];
    private readonly FeatureType? _placeholder;

    // An output without a type has the placeholder's until the model is complete.
    private protected TransformerBuilder(FeatureRule inputs, FeatureRule outputs, FeatureType? placeholder = null)
        : base(inputs, outputs)
    {
        _placeholder = placeholder;
    }

    /// <summary>Adds an output.</summary>
    /// <param name="name">Its name, not empty.</param>
    /// <param name="type">Its type; <see langword="null"/> for the one that follows from the rest of the model, where one does.</param>
    /// <param name="description">What it is, for people.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The name is empty, or no type was given and none follows.</exception>
    /// <exception cref="CoreMLException">CML7001: there is such an output. CML7002: the model cannot give this type. CML7003: the
    /// model has all outputs that it can have.</exception>
    public TBuilder Output(string name, FeatureType? type = null, string description = "")
    {
        if (type is null)
        {
            _withoutType.Add(name);
            type = _placeholder ?? throw new ArgumentNullException(nameof(type), "The type of this output does not follow from the rest.");
        }
        return AddOutput(name, type, description);
    }

    /// <summary>Gives the outputs that were declared without a type the one that follows.</summary>
    private protected void InferOutputs(FeatureType type)
    {
        foreach (FeatureDescription output in Description.Output.Where(output => _withoutType.Contains(output.Name)))
        {
            output.Type = type.Clone();
            output.Type.IsOptional = false;
        }
    }
}
