using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>What builders of classifiers have in common: the labels and the two outputs.</summary>
/// <typeparam name="TBuilder">The builder itself, which every method returns.</typeparam>
public abstract class ClassifierBuilder<TBuilder> : FeatureModelBuilder<TBuilder>
    where TBuilder : ClassifierBuilder<TBuilder>
{
    private string _label = "classLabel";
    private string? _probabilities = "classProbability";
    private FeatureType? _probabilitiesType;

    private protected ClassifierBuilder(FeatureRule inputs)
        : base(inputs, FeatureRule.AnyOutput)
    {
    }

    /// <summary>The labels.</summary>
    private protected ClassLabels ClassLabels { get; } = new();

    /// <summary>Names the outputs.</summary>
    /// <param name="label">The output with the label of the most probable class; <c>classLabel</c> by default.</param>
    /// <param name="probabilities">The output with a table from label to probability, <c>classProbability</c> by default;
    /// <see langword="null"/> for no such output.</param>
    /// <param name="probabilitiesType">Its type: a dictionary by label, which is the default, or an array.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">A name is empty, or both are equal.</exception>
    /// <exception cref="CoreMLException">CML7002: the type is neither a dictionary nor an array.</exception>
    public TBuilder Predicts(string label, string? probabilities = null, FeatureType? probabilitiesType = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        if (probabilities is { Length: 0 } || probabilities == label)
        {
            throw new ArgumentException("The probabilities need a name of their own.", nameof(probabilities));
        }
        if (probabilitiesType is not null
            && !(FeatureKinds.Dictionary | FeatureKinds.MultiArray).HasFlag(FeatureTypes.KindOf(probabilitiesType)))
        {
            throw BuilderDiagnostics.FeatureNotAllowed.Error(
                path: "description.predictedProbabilitiesName", expected: "dictionary or multiArray", found: FeatureTypes.Describe(probabilitiesType));
        }
        (_label, _probabilities, _probabilitiesType) = (label, probabilities, probabilitiesType?.Clone());
        return (TBuilder)this;
    }

    /// <summary>Gives the labels, in the order of the classes.</summary>
    /// <param name="labels">The labels, none twice.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CoreMLException">CML7007: there are none, one is there twice, or labels were given before.</exception>
    public TBuilder Labels(params ReadOnlySpan<string> labels)
    {
        ClassLabels.Set(labels);
        return (TBuilder)this;
    }

    /// <inheritdoc cref="Labels(ReadOnlySpan{string})"/>
    public TBuilder Labels(params ReadOnlySpan<long> labels)
    {
        ClassLabels.Set(labels);
        return (TBuilder)this;
    }

    /// <summary>Adds the outputs; the labels are there.</summary>
    private protected void AddClassifierOutputs()
    {
        ClassLabels.Require($"{ModelStage.TypeName(Model)}.classLabels");
        AddOutput(_label, ClassLabels.LabelType);
        Description.PredictedFeatureName = _label;
        if (_probabilities is not null)
        {
            AddOutput(_probabilities, _probabilitiesType ?? ClassLabels.DictionaryType);
            Description.PredictedProbabilitiesName = _probabilities;
        }
    }
}
