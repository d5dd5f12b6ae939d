using CoreML.Format;
using CoreML.Specification;
using Gaussian = CoreML.Specification.BayesianProbitRegressor.Types.Gaussian;

namespace CoreML.Builder;

/// <summary>
/// Probit regression on discrete features, with a normal distribution in place of each weight. The mean of the result is the sum
/// of the bias's and of those of the weights of all the values, and so is the variance, with 1 / precision for each.
/// Inputs are arrays of <see cref="ElementType.Int32"/> with one or two dimensions. Specification version 3.
/// </summary>
public sealed class BayesianProbitRegressorBuilder : RegressorBuilder<BayesianProbitRegressorBuilder>
{
    private readonly BayesianProbitRegressor _parameters = new();
    private readonly HashSet<(uint Feature, uint Value)> _seen = [];

    /// <summary>Starts a model.</summary>
    /// <param name="features">The number of features of an event.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="features"/> is not positive.</exception>
    public BayesianProbitRegressorBuilder(int features)
        : base(new(FeatureKinds.MultiArray))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        _parameters.NumberOfFeatures = (uint)features;
        Model.BayesianProbitRegressor = _parameters;
    }

    /// <summary>Sets the part of the sum that does not depend on the features.</summary>
    /// <param name="mean">Its mean.</param>
    /// <param name="precision">One divided by its variance; positive.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CoreMLException">CML7006: <paramref name="precision"/> is not positive.</exception>
    public BayesianProbitRegressorBuilder Bias(double mean, double precision)
    {
        _parameters.Bias = Distribution(mean, precision, "bayesianProbitRegressor.bias");
        return this;
    }

    /// <summary>Sets the weight of a value of a feature.</summary>
    /// <param name="feature">The feature's position, from 0.</param>
    /// <param name="value">The value, as it appears in the input.</param>
    /// <param name="mean">The weight's mean.</param>
    /// <param name="precision">One divided by its variance; positive.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CoreMLException">CML7006: there is no such feature, the value has a weight, or <paramref name="precision"/> is
    /// not positive.</exception>
    public BayesianProbitRegressorBuilder Weight(int feature, uint value, double mean, double precision)
    {
        if (feature < 0 || feature >= _parameters.NumberOfFeatures)
        {
            throw BuilderDiagnostics.ValueNotAllowed.Error(
                path: "bayesianProbitRegressor.features", expected: $"a feature from 0 to {_parameters.NumberOfFeatures - 1}", found: $"{feature}");
        }
        Gaussian weight = Distribution(mean, precision, "bayesianProbitRegressor.features");
        if (!_seen.Add(((uint)feature, value)))
        {
            throw BuilderDiagnostics.ValueNotAllowed.Error(
                path: "bayesianProbitRegressor.features", expected: "one weight for a value", found: $"a second one for value {value} of feature {feature}");
        }
        BayesianProbitRegressor.Types.FeatureWeight? own = _parameters.Features.FirstOrDefault(entry => entry.FeatureId == (uint)feature);
        if (own is null)
        {
            _parameters.Features.Add(own = new BayesianProbitRegressor.Types.FeatureWeight { FeatureId = (uint)feature });
        }
        own.Weights.Add(new BayesianProbitRegressor.Types.FeatureValueWeight { FeatureValue = value, FeatureWeight = weight });
        return this;
    }

    /// <summary>Says what the inputs are; they have been added.</summary>
    /// <param name="events">The input with the values of the features.</param>
    /// <param name="optimism">The input that moves the pessimistic probability away from the mean, if there is one.</param>
    /// <param name="samplingScale">The input that scales the spread of the sampled probability, if there is one.</param>
    /// <param name="samplingTruncation">The input that bounds how far a sample lies from the mean, if there is one.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CoreMLException">CML7008: there is no such input.</exception>
    public BayesianProbitRegressorBuilder Inputs(
        string events, string? optimism = null, string? samplingScale = null, string? samplingTruncation = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(events);
        _parameters.RegressionInputFeatureName = NameOfInput(events);
        _parameters.OptimismInputFeatureName = NameOfInput(optimism);
        _parameters.SamplingScaleInputFeatureName = NameOfInput(samplingScale);
        _parameters.SamplingTruncationInputFeatureName = NameOfInput(samplingTruncation);
        return this;
    }

    /// <summary>Adds the outputs beside the result, all doubles.</summary>
    /// <param name="mean">The output with the mean; <see langword="null"/> for none.</param>
    /// <param name="variance">The output with the variance; <see langword="null"/> for none.</param>
    /// <param name="pessimistic">The output with the probability for a mean moved by the optimism; <see langword="null"/> for none.</param>
    /// <param name="sampled">The output with the probability for a mean drawn at random; <see langword="null"/> for none.</param>
    /// <returns>The builder.</returns>
    public BayesianProbitRegressorBuilder Outputs(
        string? mean = null, string? variance = null, string? pessimistic = null, string? sampled = null)
    {
        _parameters.MeanOutputFeatureName = mean ?? "";
        _parameters.VarianceOutputFeatureName = variance ?? "";
        _parameters.PessimisticProbabilityOutputFeatureName = pessimistic ?? "";
        _parameters.SampledProbabilityOutputFeatureName = sampled ?? "";
        return this;
    }

    private protected override void Complete()
    {
        if (_parameters.Bias is null || _parameters.Features.Count == 0)
        {
            throw BuilderDiagnostics.Incomplete.Error(
                path: "bayesianProbitRegressor", expected: "a bias and weights", found: _parameters.Bias is null ? "no bias" : "no weights");
        }
        if (_parameters.RegressionInputFeatureName.Length == 0)
        {
            _parameters.RegressionInputFeatureName = TheInput.Name;
        }
        foreach (FeatureDescription input in Description.Input)
        {
            if (input.Type.MultiArrayType is not { DataType: ArrayFeatureType.Types.ArrayDataType.Int32, Shape.Count: 1 or 2 })
            {
                throw BuilderDiagnostics.FeatureNotAllowed.Error(
                    path: "description.input", expected: "multiArray of INT32 with 1 or 2 dimensions", found: FeatureTypes.Describe(input.Type));
            }
        }
        AddRegressorOutput();
        string[] others =
        [
            _parameters.MeanOutputFeatureName, _parameters.VarianceOutputFeatureName,
            _parameters.PessimisticProbabilityOutputFeatureName, _parameters.SampledProbabilityOutputFeatureName,
        ];
        foreach (string name in others.Where(name => name.Length != 0))
        {
            AddOutput(name, Feature.Double);
        }
    }

    private string NameOfInput(string? name)
    {
        if (name is not null && !Description.Input.Any(input => input.Name == name))
        {
            throw BuilderDiagnostics.UnknownName.Error(path: "bayesianProbitRegressor", expected: "the name of an input", found: $"'{name}'");
        }
        return name ?? "";
    }

    private static Gaussian Distribution(double mean, double precision, string path)
    {
        if (!(precision > 0))
        {
            throw BuilderDiagnostics.ValueNotAllowed.Error(path: path, expected: "a positive precision", found: $"{precision}");
        }
        return new Gaussian { Mean = mean, Precision = precision };
    }
}
