using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>What the training of a network makes small.</summary>
public sealed class Loss
{
    private Loss(Blob input, string target, string name, bool crossEntropy, FeatureType? targetType)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentException.ThrowIfNullOrEmpty(target);
        ArgumentException.ThrowIfNullOrEmpty(name);
        (Input, Target, Name, IsCrossEntropy, TargetType) = (input, target, name, crossEntropy, targetType);
    }

    internal Blob Input { get; }

    internal string Target { get; }

    internal string Name { get; }

    internal bool IsCrossEntropy { get; }

    internal FeatureType? TargetType { get; }

    /// <summary>The negative logarithm of the probability that the network gives the right class.</summary>
    /// <param name="probabilities">What a softmax layer makes.</param>
    /// <param name="target">The name of the input of training with the number of the right class.</param>
    /// <param name="name">The layer's name.</param>
    /// <param name="targetType">The type of that input; by default an array of one integer.</param>
    /// <returns>The loss.</returns>
    public static Loss CrossEntropy(Blob probabilities, string target, string name = "loss", FeatureType? targetType = null) =>
        new(probabilities, target, name, crossEntropy: true, targetType);

    /// <summary>The mean of the squared differences between what the network gives and what it should give.</summary>
    /// <param name="result">What a layer makes.</param>
    /// <param name="target">The name of the input of training with what it should be.</param>
    /// <param name="name">The layer's name.</param>
    /// <param name="targetType">The type of that input; by default an array like the result.</param>
    /// <returns>The loss.</returns>
    public static Loss MeanSquaredError(Blob result, string target, string name = "loss", FeatureType? targetType = null) =>
        new(result, target, name, crossEntropy: false, targetType);

    internal LossLayer ToMessage()
    {
        var layer = new LossLayer { Name = Name };
        if (IsCrossEntropy)
        {
            layer.CategoricalCrossEntropyLossLayer = new CategoricalCrossEntropyLossLayer { Input = Input.Name, Target = Target };
        }
        else
        {
            layer.MeanSquaredErrorLossLayer = new MeanSquaredErrorLossLayer { Input = Input.Name, Target = Target };
        }
        return layer;
    }
}

/// <summary>How the training of a network goes about it.</summary>
public static class NetworkOptimizer
{
    /// <summary>Stochastic gradient descent.</summary>
    /// <param name="learningRate">How far a step goes.</param>
    /// <param name="miniBatchSize">How many examples a step sees; all that it may be set to is positive.</param>
    /// <param name="momentum">How much of the step before is kept; by default nothing.</param>
    /// <returns>The optimizer.</returns>
    public static Optimizer Sgd(DoubleParameter learningRate, Int64Parameter miniBatchSize, DoubleParameter? momentum = null)
    {
        ArgumentNullException.ThrowIfNull(learningRate);
        Parameter.CheckPositive(miniBatchSize, "updateParams.optimizer.sgdOptimizer.miniBatchSize");
        return new()
        {
            SgdOptimizer = new SGDOptimizer
            {
                LearningRate = learningRate,
                MiniBatchSize = miniBatchSize,
                Momentum = momentum ?? Parameter.InRange(0.0, 0, 1),
            },
        };
    }

    /// <summary>Adam.</summary>
    /// <param name="learningRate">How far a step goes.</param>
    /// <param name="miniBatchSize">How many examples a step sees; all that it may be set to is positive.</param>
    /// <param name="beta1">How slowly the mean of the gradients changes; 0.9 by default.</param>
    /// <param name="beta2">How slowly the mean of their squares changes; 0.999 by default.</param>
    /// <param name="eps">What is added to the divisor; 1e−8 by default.</param>
    /// <returns>The optimizer.</returns>
    public static Optimizer Adam(
        DoubleParameter learningRate, Int64Parameter miniBatchSize,
        DoubleParameter? beta1 = null, DoubleParameter? beta2 = null, DoubleParameter? eps = null)
    {
        ArgumentNullException.ThrowIfNull(learningRate);
        Parameter.CheckPositive(miniBatchSize, "updateParams.optimizer.adamOptimizer.miniBatchSize");
        return new()
        {
            AdamOptimizer = new AdamOptimizer
            {
                LearningRate = learningRate,
                MiniBatchSize = miniBatchSize,
                Beta1 = beta1 ?? Parameter.InRange(0.9, 0, 1),
                Beta2 = beta2 ?? Parameter.InRange(0.999, 0, 1),
                Eps = eps ?? Parameter.InRange(1e-8, 0, 1),
            },
        };
    }
}
