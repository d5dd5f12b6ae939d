using Behavior = CoreML.Specification.TreeEnsembleParameters.Types.TreeNode.Types.TreeNodeBehavior;

namespace CoreML.Builder;

/// <summary>A decision tree written as one expression: a branch with two trees below it, or a leaf.</summary>
public abstract class DecisionNode
{
    private protected DecisionNode(double hitRate) => HitRate = hitRate;

    /// <summary>How often training data came here, relative to its siblings; 0 if that is not known.</summary>
    public double HitRate { get; }

    /// <summary>A leaf with a value for the only dimension of the result.</summary>
    /// <param name="value">The value.</param>
    /// <param name="hitRate">How often training data came here; 0 if that is not known.</param>
    /// <returns>The node.</returns>
    public static DecisionNode Leaf(double value, double hitRate = 0) => new LeafNode(new[] { (0, value) }, hitRate);

    /// <summary>A leaf with values for some dimensions of the result.</summary>
    /// <param name="values">The values with their dimensions.</param>
    /// <returns>The node.</returns>
    public static DecisionNode Leaf(params ReadOnlySpan<(int Dimension, double Value)> values) => new LeafNode(values.ToArray(), 0);

    /// <summary>A branch.</summary>
    /// <param name="feature">The position in <c>x</c> to look at, from 0.</param>
    /// <param name="comparison">How it is compared.</param>
    /// <param name="value">What it is compared with.</param>
    /// <param name="whenTrue">The tree for a comparison that holds.</param>
    /// <param name="whenFalse">The tree for one that does not.</param>
    /// <param name="missingIsTrue">Whether a missing value (NaN) goes to the first of the two.</param>
    /// <param name="hitRate">How often training data came here; 0 if that is not known.</param>
    /// <returns>The node.</returns>
    public static DecisionNode Branch(
        int feature, Behavior comparison, double value, DecisionNode whenTrue, DecisionNode whenFalse,
        bool missingIsTrue = false, double hitRate = 0)
    {
        ArgumentNullException.ThrowIfNull(whenTrue);
        ArgumentNullException.ThrowIfNull(whenFalse);
        return new BranchNode(feature, comparison, value, whenTrue, whenFalse, missingIsTrue, hitRate);
    }

    internal sealed class LeafNode(ReadOnlyMemory<(int Dimension, double Value)> values, double hitRate) : DecisionNode(hitRate)
    {
        public ReadOnlyMemory<(int Dimension, double Value)> Values { get; } = values;
    }

    internal sealed class BranchNode(
        int feature, Behavior comparison, double value, DecisionNode whenTrue, DecisionNode whenFalse, bool missingIsTrue, double hitRate)
        : DecisionNode(hitRate)
    {
        public int Feature { get; } = feature;

        public Behavior Comparison { get; } = comparison;

        public double Value { get; } = value;

        public DecisionNode WhenTrue { get; } = whenTrue;

        public DecisionNode WhenFalse { get; } = whenFalse;

        public bool MissingIsTrue { get; } = missingIsTrue;
    }
}
