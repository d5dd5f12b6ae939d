using CoreML.Format;
using CoreML.Specification;
using Behavior = CoreML.Specification.TreeEnsembleParameters.Types.TreeNode.Types.TreeNodeBehavior;
using TreeNode = CoreML.Specification.TreeEnsembleParameters.Types.TreeNode;

namespace CoreML.Builder;

/// <summary>The trees of an ensemble while they are built.</summary>
internal sealed class TreeEnsemble
{
    private const int Inline = 64;

    private readonly string _path;
    private readonly HashSet<ulong> _ids = [];
    private ulong _nextId;

    public TreeEnsemble(string path, int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimensions);
        _path = path + ".treeEnsemble";
        Parameters = new TreeEnsembleParameters { NumPredictionDimensions = (ulong)dimensions };
    }

    /// <summary>What has been made so far.</summary>
    public TreeEnsembleParameters Parameters { get; }

    /// <summary>The number of dimensions of the result.</summary>
    public int Dimensions => (int)Parameters.NumPredictionDimensions;

    /// <summary>The largest position that a branch looks at, or −1.</summary>
    public long LastFeature { get; private set; } = -1;

    /// <summary>Sets the start values.</summary>
    public void SetBase(ReadOnlySpan<double> values)
    {
        Vectors.CheckLength(values.Length, Dimensions, _path + ".basePredictionValue");
        Parameters.BasePredictionValue.Clear();
        Parameters.BasePredictionValue.Add(values.ToArray());
    }

    /// <summary>Starts a tree.</summary>
    public TreeBuilder Start(ulong? id)
    {
        ulong own = id ?? _nextId;
        if (!_ids.Add(own))
        {
            throw BuilderDiagnostics.NotATree.Error(path: _path, expected: "a new tree", found: $"tree {own}, a second time");
        }
        _nextId = Math.Max(_nextId, own + 1);
        return new TreeBuilder(this, own);
    }

    /// <summary>Adds a node to a tree.</summary>
    public void Add(TreeNode node)
    {
        Parameters.Nodes.Add(node);
        if (node.NodeBehavior != Behavior.LeafNode)
        {
            LastFeature = Math.Max(LastFeature, (long)node.BranchFeatureIndex);
        }
    }

    /// <summary>Adds the value of a leaf.</summary>
    public void AddValue(TreeNode leaf, int dimension, double value)
    {
        if (dimension < 0 || dimension >= Dimensions)
        {
            throw BuilderDiagnostics.InvalidLeaf.Error(
                path: Place(leaf), expected: $"a dimension from 0 to {Dimensions - 1}", found: $"dimension {dimension}");
        }
        for (int i = 0; i < leaf.EvaluationInfo.Count; i++)
        {
            if (leaf.EvaluationInfo[i].EvaluationIndex == (ulong)dimension)
            {
                throw BuilderDiagnostics.InvalidLeaf.Error(path: Place(leaf), expected: "one value for a dimension", found: $"two for dimension {dimension}");
            }
        }
        leaf.EvaluationInfo.Add(new TreeNode.Types.EvaluationInfo { EvaluationIndex = (ulong)dimension, EvaluationValue = value });
    }

    /// <summary>Makes sure that the nodes from a position on are one tree.</summary>
    /// <remarks>Each child has one parent and none of its own ancestors as child, which holds if all nodes hang on one root.</remarks>
    public void CheckTree(int first)
    {
        var nodes = Parameters.Nodes;
        int count = nodes.Count - first;
        if (count == 0)
        {
            return;
        }
        // Identifiers are nearly always 0, 1, 2, …, and then need no table.
        Dictionary<ulong, int>? positions = null;
        for (int i = 0; i < count && positions is null; i++)
        {
            if (nodes[first + i].NodeId != (ulong)i)
            {
                positions = Positions(first, count);
            }
        }
        Span<byte> parents = count <= Inline ? stackalloc byte[count] : new byte[count];
        parents.Clear();
        int children = 0;
        for (int i = 0; i < count; i++)
        {
            TreeNode node = nodes[first + i];
            if (node.NodeBehavior != Behavior.LeafNode)
            {
                Adopt(node, node.TrueChildNodeId, parents);
                Adopt(node, node.FalseChildNodeId, parents);
                children += 2;
            }
        }
        if (count - children != 1)
        {
            throw NotATree(nodes[first], "one root", $"{count - children} nodes that are nobody's child");
        }
        CheckReach(first, parents.IndexOf((byte)0), count);

        void Adopt(TreeNode parent, ulong child, Span<byte> parents)
        {
            int at = positions is null ? (child < (ulong)count ? (int)child : -1) : positions.GetValueOrDefault(child, -1);
            if (at < 0)
            {
                throw NotATree(parent, "a child in the same tree", $"node {child}, which does not exist");
            }
            if (parents[at]++ != 0)
            {
                throw NotATree(nodes[first + at], "one parent", "two");
            }
        }

        void CheckReach(int first, int root, int count)
        {
            // One root and a parent for every other node: what the root does not reach goes round in a circle.
            int reached = 0;
            var open = new Stack<int>();
            open.Push(root);
            while (open.TryPop(out int at))
            {
                reached++;
                TreeNode node = nodes[first + at];
                if (node.NodeBehavior != Behavior.LeafNode)
                {
                    open.Push(positions is null ? (int)node.TrueChildNodeId : positions[node.TrueChildNodeId]);
                    open.Push(positions is null ? (int)node.FalseChildNodeId : positions[node.FalseChildNodeId]);
                }
            }
            if (reached != count)
            {
                throw NotATree(nodes[first + root], $"{count} nodes that hang on the root", $"{reached}; the others go round in a circle");
            }
        }
    }

    /// <summary>Makes sure that no branch looks beyond the input.</summary>
    public void CheckFeatures(long? inputSize)
    {
        if (inputSize is { } size && LastFeature >= size)
        {
            throw BuilderDiagnostics.SizeMismatch.Error(
                path: _path, expected: $"branches on features 0 to {size - 1}, as many as the inputs have together", found: $"feature {LastFeature}");
        }
    }

    private Dictionary<ulong, int> Positions(int first, int count)
    {
        var positions = new Dictionary<ulong, int>(count);
        for (int i = 0; i < count; i++)
        {
            TreeNode node = Parameters.Nodes[first + i];
            if (!positions.TryAdd(node.NodeId, i))
            {
                throw NotATree(node, "an identifier of its own", "another node with the same one");
            }
        }
        return positions;
    }

    private CoreMLException NotATree(TreeNode node, string expected, string found) =>
        BuilderDiagnostics.NotATree.Error(path: Place(node), expected: expected, found: found);

    private string Place(TreeNode node) => $"{_path}, tree {node.TreeId}, node {node.NodeId}";
}
