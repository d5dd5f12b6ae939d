using CoreML.Mil;
using CoreML.Specification;
using ParamValue = CoreML.Specification.CustomLayerParams.Types.CustomLayerParamValue;

namespace CoreML.Builder;

/// <summary>A layer that a class of the application computes. Specification version 2.</summary>
/// <param name="className">The name of the class, not empty.</param>
/// <param name="description">What the layer does, for people.</param>
public sealed class CustomLayer(string className, string description = "")
{
    private readonly CustomLayerParams _parameters = new()
    {
        ClassName = string.IsNullOrEmpty(className) ? throw new ArgumentException("The name is empty.", nameof(className)) : className,
        Description = description,
    };

    /// <summary>Adds weights, behind those that were added before.</summary>
    /// <param name="weights">The weights.</param>
    /// <returns>The layer.</returns>
    public CustomLayer Weights(Weights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        _parameters.Weights.Add(weights.ToParameters());
        return this;
    }

    /// <summary>Adds a parameter.</summary>
    /// <param name="key">Its name, not empty.</param>
    /// <param name="value">Its value.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ArgumentException">The name is empty, or there is such a parameter.</exception>
    public CustomLayer Parameter(string key, double value) => Add(key, new ParamValue { DoubleValue = value });

    /// <inheritdoc cref="Parameter(string, double)"/>
    public CustomLayer Parameter(string key, string value) => Add(key, new ParamValue { StringValue = value });

    /// <inheritdoc cref="Parameter(string, double)"/>
    public CustomLayer Parameter(string key, int value) => Add(key, new ParamValue { IntValue = value });

    /// <inheritdoc cref="Parameter(string, double)"/>
    public CustomLayer Parameter(string key, long value) => Add(key, new ParamValue { LongValue = value });

    /// <inheritdoc cref="Parameter(string, double)"/>
    public CustomLayer Parameter(string key, bool value) => Add(key, new ParamValue { BoolValue = value });

    internal CustomLayerParams ToParameters() => _parameters.Clone();

    private CustomLayer Add(string key, ParamValue value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        _parameters.Parameters.Add(key, value);
        return this;
    }
}

// Custom layers.
public sealed partial class Blob
{
    /// <summary>Adds a layer that a class of the application computes.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="outputs">The shapes of what it makes; <see cref="TensorShape.Unranked"/> for one that is not known.</param>
    /// <param name="others">Further inputs.</param>
    /// <returns>What it makes.</returns>
    /// <exception cref="ArgumentException">There is no output.</exception>
    public Blob[] Custom(CustomLayer layer, IReadOnlyList<TensorShape> outputs, params ReadOnlySpan<Blob> others)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentOutOfRangeException.ThrowIfZero(outputs.Count, nameof(outputs));
        Blob[] made = LayerOf(new NeuralNetworkLayer { Custom = layer.ToParameters() }, outputs.Count, others);
        for (int i = 0; i < made.Length; i++)
        {
            made[i].Shape = outputs[i];
        }
        return made;
    }
}
