using CoreML.Specification;
using Google.Protobuf.Collections;
using Node = CoreML.Specification.TreeEnsembleParameters.Types.TreeNode;
using Behavior = CoreML.Specification.TreeEnsembleParameters.Types.TreeNode.Types.TreeNodeBehavior;

namespace CoreML.Validation;

/// <summary>The nodes of a tree ensemble with their children and parents by position, found once for all rules.</summary>
internal sealed class TreeView
{
    private const int None = -1;

    // Made only if the nodes do not lie in order.
    private readonly Dictionary<(ulong Tree, ulong Node), int>? _positions;
    private readonly int[] _parents;

    public TreeView(RepeatedField<Node> nodes)
    {
        Nodes = nodes;
        _parents = new int[nodes.Count];
        _parents.AsSpan().Fill(None);
        if (!AreInOrder(nodes))
        {
            _positions = new(nodes.Count);
            for (int i = 0; i < nodes.Count; i++)
            {
                if (!_positions.TryAdd((nodes[i].TreeId, nodes[i].NodeId), i))
                {
                    Repeated.Add(i);
                }
            }
        }
        for (int i = 0; i < nodes.Count; i++)
        {
            if (IsBranch(nodes[i]))
            {
                Adopt(i, Child(i, nodes[i].TrueChildNodeId), "trueChildNodeId");
                Adopt(i, Child(i, nodes[i].FalseChildNodeId), "falseChildNodeId");
            }
        }
    }

    public RepeatedField<Node> Nodes { get; }

    /// <summary>Positions of nodes whose identifiers an earlier node has.</summary>
    public List<int> Repeated { get; } = [];

    /// <summary>Children that no node is.</summary>
    public List<(int Position, string Field)> Missing { get; } = [];

    /// <summary>Children that are their own parent, or that have one already.</summary>
    public List<(int Position, string Field, string Problem)> Contested { get; } = [];

    /// <summary>Whether a node has the identifiers of a branch; unknown behaviours count as branches, as Core ML takes them.</summary>
    public static bool IsBranch(Node node) => node.NodeBehavior != Behavior.LeafNode;

    /// <summary>The identifiers of trees, each with its number of nodes without a parent.</summary>
    public Dictionary<ulong, int> CountRoots()
    {
        var roots = new Dictionary<ulong, int>();
        for (int i = 0; i < Nodes.Count; i++)
        {
            ulong tree = Nodes[i].TreeId;
            if (_parents[i] == None)
            {
                roots[tree] = roots.GetValueOrDefault(tree) + 1;
            }
            else if (i == 0 || Nodes[i - 1].TreeId != tree)
            {
                roots.TryAdd(tree, 0);
            }
        }
        return roots;
    }

    /// <summary>The first node that no way from a root leads to; -1 if there is none.</summary>
    public int FindUnreachable()
    {
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

    private static bool AreInOrder(RepeatedField<Node> nodes)
    {
        for (int i = 1; i < nodes.Count; i++)
        {
            (Node previous, Node node) = (nodes[i - 1], nodes[i]);
            if (node.TreeId < previous.TreeId || (node.TreeId == previous.TreeId && node.NodeId <= previous.NodeId))
            {
                return false;
            }
        }
        return true;
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
