using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>
/// Linear regression: <c>y[k] = g(dot(weights[k], x) + offset[k])</c>, where <c>x</c> is what all inputs are together, in their
/// order. Inputs are integers, doubles and arrays.
/// </summary>
public sealed class LinearRegressorBuilder : RegressorBuilder<LinearRegressorBuilder>
{
    private readonly GLMRegressor _parameters = new();

    /// <summary>Starts a model.</summary>
    public LinearRegressorBuilder()
        : base(new(FeatureKinds.Numeric))
    {
        Model.GlmRegressor = _parameters;
    }

    /// <summary>Adds a result; nearly always there is only one.</summary>
    /// <param name="weights">The factor of each element of <c>x</c>.</param>
    /// <param name="offset">The constant.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">There are no weights.</exception>
    /// <exception cref="CoreMLException">CML7005: an earlier result has another number of weights.</exception>
    public LinearRegressorBuilder Result(ReadOnlySpan<double> weights, double offset = 0)
    {
        Vectors.CheckLike(weights.Length, _parameters.Weights.Count == 0 ? null : _parameters.Weights[0].Value.Count, "glmRegressor.weights");
        _parameters.Weights.Add(new GLMRegressor.Types.DoubleArray { Value = { weights.ToArray() } });
        _parameters.Offset.Add(offset);
        return this;
    }

    /// <summary>Sets the function <c>g</c>; without a call it is the identity.</summary>
    /// <param name="transform">The function.</param>
    /// <returns>The builder.</returns>
    public LinearRegressorBuilder Transform(GLMRegressor.Types.PostEvaluationTransform transform)
    {
        _parameters.PostEvaluationTransform = transform;
        return this;
    }

    private protected override void Complete()
    {
        if (_parameters.Weights.Count == 0)
        {
            throw BuilderDiagnostics.Incomplete.Error(path: "glmRegressor.weights", expected: "a result", found: "none");
        }
        CheckInputSize(_parameters.Weights[0].Value.Count, "glmRegressor.weights");
        AddRegressorOutput();
    }
}
