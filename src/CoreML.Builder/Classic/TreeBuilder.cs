using CoreML.Format;
using CoreML.Specification;
using Behavior = CoreML.Specification.TreeEnsembleParameters.Types.TreeNode.Types.TreeNodeBehavior;
using TreeNode = CoreML.Specification.TreeEnsembleParameters.Types.TreeNode;

namespace CoreML.Builder;

/// <summary>Builds one tree of an ensemble, node by node, in any order. The root is the node that is nobody's child. The tree is
/// checked when it ends.</summary>
public sealed class TreeBuilder
{
    private readonly TreeEnsemble _ensemble;
    private readonly ulong _id;
    private ulong _nextNode;

    internal TreeBuilder(TreeEnsemble ensemble, ulong id)
    {
        _ensemble = ensemble;
        _id = id;
    }

    /// <summary>Adds a branch.</summary>
    /// <param name="node">Its identifier, unique in the tree.</param>
    /// <param name="feature">The position in <c>x</c> to look at, from 0.</param>
    /// <param name="comparison">How it is compared; not <see cref="Behavior.LeafNode"/>.</param>
    /// <param name="value">What it is compared with.</param>
    /// <param name="whenTrue">The child for a comparison that holds.</param>
    /// <param name="whenFalse">The child for one that does not.</param>
    /// <param name="missingIsTrue">Whether a missing value (NaN) goes to the first of the two.</param>
    /// <param name="hitRate">How often training data came here, relative to its siblings; 0 if that is not known.</param>
    /// <returns>The tree.</returns>
    /// <exception cref="ArgumentException">The position is negative or the comparison is not one.</exception>
    public TreeBuilder Branch(
        ulong node, int feature, Behavior comparison, double value, ulong whenTrue, ulong whenFalse,
        bool missingIsTrue = false, double hitRate = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(feature);
        if (comparison is < Behavior.BranchOnValueLessThanEqual or >= Behavior.LeafNode)
        {
            throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "This is not a comparison.");
        }
        _ensemble.Add(new TreeNode
        {
            TreeId = _id,
            NodeId = node,
            NodeBehavior = comparison,
            BranchFeatureIndex = (ulong)feature,
            BranchFeatureValue = value,
            TrueChildNodeId = whenTrue,
            FalseChildNodeId = whenFalse,
            MissingValueTracksTrueChild = missingIsTrue,
            RelativeHitRate = hitRate,
        });
        return this;
    }

    /// <summary>Adds a leaf with a value for one dimension of the result.</summary>
    /// <param name="node">Its identifier, unique in the tree.</param>
    /// <param name="value">The value.</param>
    /// <param name="dimension">The dimension.</param>
    /// <param name="hitRate">How often training data came here, relative to its siblings; 0 if that is not known.</param>
    /// <returns>The tree.</returns>
    /// <exception cref="CoreMLException">CML7202: there is no such dimension.</exception>
    public TreeBuilder Leaf(ulong node, double value, int dimension = 0, double hitRate = 0)
    {
        TreeNode leaf = NewLeaf(node, 1, hitRate);
        _ensemble.AddValue(leaf, dimension, value);
        _ensemble.Add(leaf);
        return this;
    }

    /// <summary>Adds a leaf with values for several dimensions of the result.</summary>
    /// <param name="node">Its identifier, unique in the tree.</param>
    /// <param name="values">The values with their dimensions.</param>
    /// <param name="hitRate">How often training data came here, relative to its siblings; 0 if that is not known.</param>
    /// <returns>The tree.</returns>
    /// <exception cref="CoreMLException">CML7202: there is no value, no such dimension, or a dimension has two values.</exception>
    public TreeBuilder Leaf(ulong node, ReadOnlySpan<(int Dimension, double Value)> values, double hitRate = 0)
    {
        TreeNode leaf = NewLeaf(node, values.Length, hitRate);
        if (values.IsEmpty)
        {
            throw BuilderDiagnostics.InvalidLeaf.Error(path: $"tree {_id}, node {node}", expected: "at least one value", found: "none");
        }
        foreach ((int dimension, double value) in values)
        {
            _ensemble.AddValue(leaf, dimension, value);
        }
        _ensemble.Add(leaf);
        return this;
    }

    /// <summary>Adds a node with all that hangs on it, and numbers the nodes in the order in which they are met.</summary>
    internal ulong Add(DecisionNode node)
    {
        ulong own = _nextNode++;
        if (node is DecisionNode.LeafNode leaf)
        {
            Leaf(own, leaf.Values.Span, leaf.HitRate);
            return own;
        }
        var branch = (DecisionNode.BranchNode)node;
        // The children's numbers are known only after they are added.
        int at = _ensemble.Parameters.Nodes.Count;
        Branch(own, branch.Feature, branch.Comparison, branch.Value, 0, 0, branch.MissingIsTrue, branch.HitRate);
        TreeNode made = _ensemble.Parameters.Nodes[at];
        made.TrueChildNodeId = Add(branch.WhenTrue);
        made.FalseChildNodeId = Add(branch.WhenFalse);
        return own;
    }

    // Ensembles have millions of leaves, nearly all with a single value: no room for more is made.
    private TreeNode NewLeaf(ulong node, int values, double hitRate)
    {
        var leaf = new TreeNode { TreeId = _id, NodeId = node, NodeBehavior = Behavior.LeafNode, RelativeHitRate = hitRate };
        leaf.EvaluationInfo.Capacity = values;
        return leaf;
    }
}
