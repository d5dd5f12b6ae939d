using CoreML.Specification;
using Google.Protobuf;
using ParamValue = CoreML.Specification.CustomModel.Types.CustomModelParamValue;

namespace CoreML.Builder;

/// <summary>A model that a class of the application computes. Any inputs and outputs. Specification version 3.</summary>
public sealed class CustomModelBuilder : TransformerBuilder<CustomModelBuilder>
{
    private readonly CustomModel _parameters;

    /// <summary>Starts a model.</summary>
    /// <param name="className">The name of the class.</param>
    /// <param name="description">What the model does, for people.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public CustomModelBuilder(string className, string description = "")
        : base(FeatureRule.AnyRequired, FeatureRule.AnyOutput)
    {
        ArgumentException.ThrowIfNullOrEmpty(className);
        ArgumentNullException.ThrowIfNull(description);
        Model.CustomModel = _parameters = new CustomModel { ClassName = className, Description = description };
    }

    /// <summary>Adds a parameter for the class.</summary>
    /// <param name="key">Its name, not empty.</param>
    /// <param name="value">Its value.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The name is empty, or there is such a parameter.</exception>
    public CustomModelBuilder Parameter(string key, double value) => Add(key, new ParamValue { DoubleValue = value });

    /// <inheritdoc cref="Parameter(string, double)"/>
    public CustomModelBuilder Parameter(string key, string value) => Add(key, new ParamValue { StringValue = value });

    /// <inheritdoc cref="Parameter(string, double)"/>
    public CustomModelBuilder Parameter(string key, int value) => Add(key, new ParamValue { IntValue = value });

    /// <inheritdoc cref="Parameter(string, double)"/>
    public CustomModelBuilder Parameter(string key, long value) => Add(key, new ParamValue { LongValue = value });

    /// <inheritdoc cref="Parameter(string, double)"/>
    public CustomModelBuilder Parameter(string key, bool value) => Add(key, new ParamValue { BoolValue = value });

    /// <inheritdoc cref="Parameter(string, double)"/>
    public CustomModelBuilder Parameter(string key, ReadOnlySpan<byte> value) =>
        Add(key, new ParamValue { BytesValue = ByteString.CopyFrom(value) });

    private protected override void Complete()
    {
    }

    private CustomModelBuilder Add(string key, ParamValue value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        _parameters.Parameters.Add(key, value);
        return this;
    }
}
