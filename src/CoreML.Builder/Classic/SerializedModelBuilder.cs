using CoreML.Specification;
using Google.Protobuf;

namespace CoreML.Builder;

/// <summary>A model in a form that only a framework of the operating system knows. Specification version 5.</summary>
public sealed class SerializedModelBuilder : TransformerBuilder<SerializedModelBuilder>
{
    /// <summary>Starts a model.</summary>
    /// <param name="identifier">Names the framework and the form.</param>
    /// <param name="model">The model in that form.</param>
    /// <exception cref="ArgumentException">The identifier or the model is empty.</exception>
    public SerializedModelBuilder(string identifier, ReadOnlySpan<byte> model)
        : base(FeatureRule.Any with { Defaults = true }, FeatureRule.AnyOutput)
    {
        ArgumentException.ThrowIfNullOrEmpty(identifier);
        if (model.IsEmpty)
        {
            throw new ArgumentException("The model is empty.", nameof(model));
        }
        Model.SerializedModel = new SerializedModel { Identifier = identifier, Model = ByteString.CopyFrom(model) };
    }

    private protected override void Complete()
    {
    }
}
