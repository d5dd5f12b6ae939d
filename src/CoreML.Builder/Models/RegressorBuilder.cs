using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>What builders of regressors have in common: the output with the result.</summary>
/// <typeparam name="TBuilder">The builder itself, which every method returns.</typeparam>
public abstract class RegressorBuilder<TBuilder> : FeatureModelBuilder<TBuilder>
    where TBuilder : RegressorBuilder<TBuilder>
{
    private string _result = "target";
    private FeatureType? _resultType;

    private protected RegressorBuilder(FeatureRule inputs)
        : base(inputs, FeatureRule.AnyOutput)
    {
    }

    /// <summary>Names the output.</summary>
    /// <param name="name">The output with the result; <c>target</c> by default.</param>
    /// <param name="type">Its type: a double, which is the default, or an array.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="CoreMLException">CML7002: the type is neither a double nor an array.</exception>
    public TBuilder Predicts(string name, FeatureType? type = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (type is not null && !(FeatureKinds.Double | FeatureKinds.MultiArray).HasFlag(FeatureTypes.KindOf(type)))
        {
            throw BuilderDiagnostics.FeatureNotAllowed.Error(
                path: "description.predictedFeatureName", expected: "double or multiArray", found: FeatureTypes.Describe(type));
        }
        (_result, _resultType) = (name, type?.Clone());
        return (TBuilder)this;
    }

    /// <summary>Adds the output.</summary>
    private protected void AddRegressorOutput()
    {
        AddOutput(_result, _resultType ?? Feature.Double);
        Description.PredictedFeatureName = _result;
    }
}
