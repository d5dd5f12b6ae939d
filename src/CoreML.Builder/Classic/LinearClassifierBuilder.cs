using CoreML.Format;
using CoreML.Specification;
using Encoding = CoreML.Specification.GLMClassifier.Types.ClassEncoding;
using Transform_ = CoreML.Specification.GLMClassifier.Types.PostEvaluationTransform;

namespace CoreML.Builder;

/// <summary>
/// Linear classification: logistic and probit regression, linear support vector machines. It computes scores
/// <c>z[k] = dot(weights[k], x) + offset[k]</c>, where <c>x</c> is what all inputs are together, and makes probabilities of
/// them. Two classes have one score, that of the second class.
/// </summary>
public sealed class LinearClassifierBuilder : ClassifierBuilder<LinearClassifierBuilder>
{
    private readonly GLMClassifier _parameters = new();

    /// <summary>Starts a model.</summary>
    public LinearClassifierBuilder()
        : base(new(FeatureKinds.Numeric))
    {
        Model.GlmClassifier = _parameters;
    }

    /// <summary>Adds a score. With <see cref="Encoding.ReferenceClass"/> the first class has none, and its score is 0; with
    /// <see cref="Encoding.OneVsRest"/> every class has one if there are more than two.</summary>
    /// <param name="weights">The factor of each element of <c>x</c>.</param>
    /// <param name="offset">The constant.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">There are no weights.</exception>
    /// <exception cref="CoreMLException">CML7005: an earlier score has another number of weights.</exception>
    public LinearClassifierBuilder Score(ReadOnlySpan<double> weights, double offset = 0)
    {
        Vectors.CheckLike(weights.Length, _parameters.Weights.Count == 0 ? null : _parameters.Weights[0].Value.Count, "glmClassifier.weights");
        _parameters.Weights.Add(new GLMClassifier.Types.DoubleArray { Value = { weights.ToArray() } });
        _parameters.Offset.Add(offset);
        return this;
    }

    /// <summary>Sets how a score becomes a probability; without a call by the logistic function.</summary>
    /// <param name="transform">The function.</param>
    /// <returns>The builder.</returns>
    public LinearClassifierBuilder Transform(Transform_ transform)
    {
        _parameters.PostEvaluationTransform = transform;
        return this;
    }

    /// <summary>Sets how scores belong to classes; without a call the first class is the reference.</summary>
    /// <param name="encoding">The encoding.</param>
    /// <returns>The builder.</returns>
    public LinearClassifierBuilder Encode(Encoding encoding)
    {
        _parameters.ClassEncoding = encoding;
        return this;
    }

    private protected override void Complete()
    {
        AddClassifierOutputs();
        ClassLabels.Give(labels => _parameters.StringClassLabels = labels, labels => _parameters.Int64ClassLabels = labels);
        int classes = ClassLabels.Count;
        int scores = _parameters.ClassEncoding == Encoding.OneVsRest && classes != 2 ? classes : classes - 1;
        if (_parameters.Weights.Count != scores || scores == 0)
        {
            throw BuilderDiagnostics.SizeMismatch.Error(
                path: "glmClassifier.weights", expected: $"{Math.Max(1, scores)} scores for {classes} classes", found: $"{_parameters.Weights.Count}");
        }
        if (_parameters.PostEvaluationTransform == Transform_.Probit && classes > 2)
        {
            throw BuilderDiagnostics.ValueNotAllowed.Error(
                path: "glmClassifier.postEvaluationTransform", expected: "at most two classes for Probit", found: $"{classes} classes");
        }
        CheckInputSize(_parameters.Weights[0].Value.Count, "glmClassifier.weights");
    }
}
