using CoreML.Specification;

namespace CoreML.Format;

/// <summary>A place for a weight in a layer.</summary>
/// <param name="Field">The field's path below the parameters of the layer's kind, for example <c>weights</c> or
/// <c>weightParams.inputGateWeightMatrix</c>.</param>
/// <param name="Parameters">What is there; <see langword="null"/> if nothing is.</param>
/// <param name="Layout">What the layer's other parameters say about it.</param>
internal readonly record struct LayerWeight(string Field, WeightParams? Parameters, WeightLayout Layout);
