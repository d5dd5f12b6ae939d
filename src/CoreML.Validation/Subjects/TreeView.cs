using CoreML.Specification;
using Google.Protobuf.Collections;
using Node = CoreML.Specification.TreeEnsembleParameters.Types.TreeNode;
using Behavior = CoreML.Specification.TreeEnsembleParameters.Types.TreeNode.Types.TreeNodeBehavior;

namespace CoreML.Validation;

/// <summary>The nodes of a tree ensemble with their parents by position, and what the rules need to know of all of them, found in one
/// pass: an ensemble may have millions of nodes, and looking at each takes longer than whatever is done with it.</summary>
internal sealed class TreeView
{
    private const int None = -1;

    // Made only if the nodes do not lie in order.
    private Dictionary<(ulong Tree, ulong Node), int>? _positions;
    private readonly int[] _parents;

    // Whether a child lies in front of its parent.
    private bool _hasWayBack;

    public TreeView(RepeatedField<Node> nodes)
    {
        Nodes = nodes;
        _parents = new int[nodes.Count];
        _parents.AsSpan().Fill(None);
        if (!ConnectInOrder())
        {
            ConnectByIdentifiers();
        }
    }

    public RepeatedField<Node> Nodes { get; }

    /// <summary>Positions of nodes whose identifiers an earlier node has.</summary>
    public List<int> Repeated { get; } = [];

    /// <summary>Children that no node is.</summary>
    public List<(int Position, string Field)> Missing { get; } = [];

    /// <summary>Children that are their own parent, or that have one already.</summary>
    public List<(int Position, string Field, string Problem)> Contested { get; } = [];

    /// <summary>Trees with another number of nodes without a parent than one.</summary>
    public List<(ulong Tree, int Roots)> WithoutRoot { get; } = [];

    /// <summary>The largest position of a feature that a branch looks at.</summary>
    public ulong LargestFeature { get; private set; }

    /// <summary>The largest dimension that a leaf has a value for.</summary>
    public ulong LargestDimension { get; private set; }

    /// <summary>The fewest values of a leaf.</summary>
    public int FewestValues { get; private set; } = int.MaxValue;

    /// <summary>The most values of a leaf.</summary>
    public int MostValues { get; private set; }

    /// <summary>Whether some node's behaviour is not known.</summary>
    public bool HasUnknownBehavior { get; private set; }

    /// <summary>Whether a node has the identifiers of a branch; unknown behaviours count as branches, as Core ML takes them.</summary>
    public static bool IsBranch(Node node) => node.NodeBehavior != Behavior.LeafNode;

    /// <summary>The first node that no way from a root leads to; -1 if there is none.</summary>
    public int FindUnreachable()
    {
        // If every parent lies in front of its children, the way up from a node ends at a root.
        if (!_hasWayBack)
        {
            return -1;
        }
        var reached = new bool[Nodes.Count];
        var pending = new Stack<int>();
        for (int i = 0; i < Nodes.Count; i++)
        {
            if (_parents[i] == None)
            {
                pending.Push(i);
            }
        }
        while (pending.TryPop(out int position))
        {
            reached[position] = true;
            Node node = Nodes[position];
            if (IsBranch(node))
            {
                Follow(position, node.TrueChildNodeId);
                Follow(position, node.FalseChildNodeId);
            }
        }
        return Array.IndexOf(reached, false);

        // Only to the child whose parent this is: a ring of contested children would have no end.
        void Follow(int parent, ulong childId)
        {
            int child = Child(parent, childId);
            if (child != None && _parents[child] == parent && !reached[child])
            {
                pending.Push(child);
            }
        }
    }

    // Tree by tree, so that the nodes of a tree are still in the processor's cache when they are connected.
    private bool ConnectInOrder()
    {
        for (int start = 0, end; start < Nodes.Count; start = end)
        {
            Node previous = Nodes[start];
            if (start > 0 && previous.TreeId <= Nodes[start - 1].TreeId)
            {
                return false;
            }
            Note(previous);
            for (end = start + 1; end < Nodes.Count && Nodes[end] is { } node && node.TreeId == previous.TreeId; end++)
            {
                if (node.NodeId <= previous.NodeId)
                {
                    return false;
                }
                Note(node);
                previous = node;
            }
            Connect(start, end);
            int roots = _parents.AsSpan(start, end - start).Count(None);
            if (roots != 1)
            {
                WithoutRoot.Add((previous.TreeId, roots));
            }
        }
        return true;
    }

    private void ConnectByIdentifiers()
    {
        // What the attempt in order left.
        _parents.AsSpan().Fill(None);
        Missing.Clear();
        Contested.Clear();
        WithoutRoot.Clear();
        _positions = new(Nodes.Count);
        for (int i = 0; i < Nodes.Count; i++)
        {
            Note(Nodes[i]);
            if (!_positions.TryAdd((Nodes[i].TreeId, Nodes[i].NodeId), i))
            {
                Repeated.Add(i);
            }
        }
        Connect(0, Nodes.Count);
        var roots = new Dictionary<ulong, int>();
        for (int i = 0; i < Nodes.Count; i++)
        {
            ulong tree = Nodes[i].TreeId;
            roots[tree] = roots.GetValueOrDefault(tree) + (_parents[i] == None ? 1 : 0);
        }
        WithoutRoot.AddRange(roots.Where(tree => tree.Value != 1).Select(tree => (tree.Key, tree.Value)));
    }

    private void Note(Node node)
    {
        HasUnknownBehavior |= (uint)node.NodeBehavior > (uint)Behavior.LeafNode;
        if (IsBranch(node))
        {
            LargestFeature = Math.Max(LargestFeature, node.BranchFeatureIndex);
            return;
        }
        RepeatedField<Node.Types.EvaluationInfo> values = node.EvaluationInfo;
        FewestValues = Math.Min(FewestValues, values.Count);
        MostValues = Math.Max(MostValues, values.Count);
        for (int i = 0; i < values.Count; i++)
        {
            LargestDimension = Math.Max(LargestDimension, values[i].EvaluationIndex);
        }
    }

    private void Connect(int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            Node node = Nodes[i];
            if (IsBranch(node))
            {
                Adopt(i, Child(i, node.TrueChildNodeId), "trueChildNodeId");
                Adopt(i, Child(i, node.FalseChildNodeId), "falseChildNodeId");
            }
        }
    }

    private void Adopt(int parent, int child, string field)
    {
        if (child == None)
        {
            Missing.Add((parent, field));
        }
        else if (child == parent)
        {
            Contested.Add((parent, field, "the node itself"));
        }
        else if (_parents[child] != None)
        {
            Contested.Add((parent, field, $"a node that nodes[{_parents[child]}] has as its child"));
        }
        else
        {
            _parents[child] = parent;
            _hasWayBack |= child < parent;
        }
    }

    // The position of a child. Most ensembles number the nodes of a tree one by one.
    private int Child(int parent, ulong child)
    {
        Node node = Nodes[parent];
        if (_positions is not null)
        {
            return _positions.GetValueOrDefault((node.TreeId, child), None);
        }
        long guess = unchecked(parent + (long)(child - node.NodeId));
        if (guess >= 0 && guess < Nodes.Count && Nodes[(int)guess].NodeId == child && Nodes[(int)guess].TreeId == node.TreeId)
        {
            return (int)guess;
        }
        return Search(node.TreeId, child);
    }

    private int Search(ulong tree, ulong node)
    {
        (int low, int high) = (0, Nodes.Count - 1);
        while (low <= high)
        {
            int middle = (low + high) / 2;
            Node candidate = Nodes[middle];
            int order = (candidate.TreeId, candidate.NodeId).CompareTo((tree, node));
            if (order == 0)
            {
                return middle;
            }
            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }
        return None;
    }
}
