using System.Collections;
using CoreML.Specification;
using Google.Protobuf.Collections;

namespace CoreML.Format;

/// <summary>The inputs, outputs, states or training inputs of a model or function: a view of the specification, in its
/// order.</summary>
public sealed class ModelFeatureList : IReadOnlyList<ModelFeature>
{
    private readonly CoreMLModel _model;
    private readonly FeatureKind _kind;
    private readonly FunctionDescription? _function;
    private readonly RepeatedField<FeatureDescription> _features;

    internal ModelFeatureList(
        CoreMLModel model, FeatureKind kind, FunctionDescription? function, RepeatedField<FeatureDescription>? features)
    {
        _model = model;
        _kind = kind;
        _function = function;
        _features = features ?? [];
    }

    /// <summary>Number of features.</summary>
    public int Count => _features.Count;

    /// <summary>The feature at a position.</summary>
    /// <param name="index">Position, below <see cref="Count"/>.</param>
    public ModelFeature this[int index] => new(_model, _kind, _function, _features[index]);

    /// <summary>The feature of the given name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public ModelFeature this[string name] => Find(name) ?? throw new KeyNotFoundException(
        $"There is no '{name}' here, only: {string.Join(", ", _features.Select(feature => feature.Name))}.");

    /// <summary>Looks for the feature of the given name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The feature, or <see langword="null"/>.</returns>
    public ModelFeature? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return this.FirstOrDefault(feature => feature.Name == name);
    }

    /// <summary>Enumerates the features in order.</summary>
    /// <returns>The enumerator.</returns>
    public IEnumerator<ModelFeature> GetEnumerator()
    {
        foreach (FeatureDescription feature in _features)
        {
            yield return new ModelFeature(_model, _kind, _function, feature);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
