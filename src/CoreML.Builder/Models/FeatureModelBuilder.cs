using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>What builders of models that are told their inputs have in common.</summary>
/// <typeparam name="TBuilder">The builder itself, which every method returns.</typeparam>
public abstract class FeatureModelBuilder<TBuilder> : ModelBuilder<TBuilder>
    where TBuilder : FeatureModelBuilder<TBuilder>
{
    private protected FeatureModelBuilder(FeatureRule inputs, FeatureRule outputs)
        : base(inputs, outputs)
    {
    }

    /// <summary>Adds an input.</summary>
    /// <param name="name">Its name, not empty.</param>
    /// <param name="type">Its type; it is copied.</param>
    /// <param name="description">What it is, for people.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The name is empty or the type has no kind.</exception>
    /// <exception cref="CoreMLException">CML7001: there is such an input. CML7002: the model cannot take this type. CML7003: the
    /// model has all inputs that it can have.</exception>
    public TBuilder Input(string name, FeatureType type, string description = "") => AddInput(name, type, description);
}
