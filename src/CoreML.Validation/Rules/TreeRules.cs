using CoreML.Specification;
using static CoreML.Format.DiagnosticSeverity;
using Behavior = CoreML.Specification.TreeEnsembleParameters.Types.TreeNode.Types.TreeNodeBehavior;
using Node = CoreML.Specification.TreeEnsembleParameters.Types.TreeNode;

namespace CoreML.Validation;

/// <summary>Tree ensembles.</summary>
internal static class TreeRules
{
    private const int FewValues = 8;

    public static readonly RuleSet<ModelSubject> All = new("tree ensembles")
    {
        { "CML8321", "A tree ensemble predicts nothing.", "Set numPredictionDimensions to 1 or more.", HasDimensions },
        { "CML8322", "Two nodes of a tree have the same identifier.", "Give each node of a tree an identifier of its own.", NodesDiffer },
        { "CML8323", "A node of a tree has an unknown behaviour.", "Use one of the six comparisons, or LeafNode.", BehaviorIsKnown },
        { "CML8324", "A leaf has no value.", "Give each leaf at least one evaluationInfo.", LeavesHaveValues },
        { "CML8325", "A leaf's values do not fit the dimensions of the prediction.",
            "Give each leaf at most one value for each dimension, by an index below numPredictionDimensions.", LeavesFit },
        { "CML8326", "A branch has a child that does not exist.", "Let children be nodes of the same tree.", ChildrenExist },
        { "CML8327", "A node is its own child or the child of two branches.", "Let each node but the root be the child of one other node.", ChildrenAreOwn },
        { "CML8328", "The nodes of a tree do not all hang on one root.", "Connect the nodes, or remove those that nothing leads to.", TreesAreWhole },
        { "CML8329", "A tree ensemble has another number of base predictions than of dimensions.",
            "Leave basePredictionValue empty, or give one value for each dimension.", BaseMatches },
        { "CML8330", "A tree classifier's labels do not fit the dimensions of its prediction.",
            "Two classes take one dimension or two; more take one each.", LabelsMatch },
        { "CML8331", Warning, "A tree ensemble has no nodes.", "Add trees; as it is, the model always gives the base prediction.", HasNodes },
        { "CML8332", Warning, "A branch looks at a feature that the model does not have.",
            "Let branchFeatureIndex be below the number of values that the inputs have.", FeaturesExist },
    };

    // Both kinds of ensembles may lack their trees.
    private static TreeEnsembleParameters Trees(ModelSubject model) =>
        model.Model.TreeEnsembleRegressor?.TreeEnsemble ?? model.Model.TreeEnsembleClassifier?.TreeEnsemble ?? new TreeEnsembleParameters();

    private static string Node(ModelSubject model, int position) => model.In($"treeEnsemble.nodes[{position}]");

    private static void HasDimensions(ModelSubject model, RuleReport report)
    {
        if (Trees(model).NumPredictionDimensions == 0)
        {
            report.Add(model.In("treeEnsemble.numPredictionDimensions"), "at least 1", "0");
        }
    }

    private static void NodesDiffer(ModelSubject model, RuleReport report)
    {
        foreach (int position in model.Trees.Repeated)
        {
            Node node = model.Trees.Nodes[position];
            report.Add(Node(model, position), "an identifier of its own", $"tree {node.TreeId}, node {node.NodeId} again");
        }
    }

    private static void BehaviorIsKnown(ModelSubject model, RuleReport report) => ForEach(model, model.Trees.HasUnknownBehavior, (node, i) =>
    {
        if ((uint)node.NodeBehavior > (uint)Behavior.LeafNode)
        {
            report.Add($"{Node(model, i)}.nodeBehavior", "0 to 6", $"{(int)node.NodeBehavior}");
        }
    });

    private static void LeavesHaveValues(ModelSubject model, RuleReport report) => ForEach(model, model.Trees.FewestValues == 0, (node, i) =>
    {
        if (!TreeView.IsBranch(node) && node.EvaluationInfo.Count == 0)
        {
            report.Add($"{Node(model, i)}.evaluationInfo", "at least one value", "none");
        }
    });

    private static void LeavesFit(ModelSubject model, RuleReport report)
    {
        ulong dimensions = Trees(model).NumPredictionDimensions;
        ForEach(model, model.Trees.LargestDimension >= dimensions || model.Trees.MostValues > 1, (node, i) =>
        {
            if (!TreeView.IsBranch(node) && FindMisfit(node, dimensions) is { } found)
            {
                report.Add($"{Node(model, i)}.evaluationInfo", $"indices below {dimensions}, each once", found);
            }
        });
    }

    private static string? FindMisfit(Node node, ulong dimensions)
    {
        HashSet<ulong>? seen = node.EvaluationInfo.Count > FewValues ? [] : null;
        for (int i = 0; i < node.EvaluationInfo.Count; i++)
        {
            ulong index = node.EvaluationInfo[i].EvaluationIndex;
            if (index >= dimensions)
            {
                return $"index {index}";
            }
            bool repeated = seen?.Add(index) == false;
            for (int j = 0; j < i && seen is null; j++)
            {
                repeated |= node.EvaluationInfo[j].EvaluationIndex == index;
            }
            if (repeated)
            {
                return $"index {index} twice";
            }
        }
        return null;
    }

    private static void ChildrenExist(ModelSubject model, RuleReport report)
    {
        foreach ((int position, string field) in model.Trees.Missing)
        {
            Node node = model.Trees.Nodes[position];
            ulong child = field[0] == 't' ? node.TrueChildNodeId : node.FalseChildNodeId;
            report.Add($"{Node(model, position)}.{field}", $"a node of tree {node.TreeId}", $"node {child}");
        }
    }

    private static void ChildrenAreOwn(ModelSubject model, RuleReport report)
    {
        foreach ((int position, string field, string problem) in model.Trees.Contested)
        {
            report.Add($"{Node(model, position)}.{field}", "a node of its own", problem);
        }
    }

    private static void TreesAreWhole(ModelSubject model, RuleReport report)
    {
        foreach ((ulong tree, int roots) in model.Trees.WithoutRoot)
        {
            report.Add(model.In("treeEnsemble.nodes"), "one root in each tree", $"{roots} in tree {tree}");
        }
        int lost = model.Trees.FindUnreachable();
        if (lost >= 0)
        {
            report.Add(Node(model, lost), "a way to it from a root", "a ring of nodes");
        }
    }

    private static void BaseMatches(ModelSubject model, RuleReport report)
    {
        TreeEnsembleParameters trees = Trees(model);
        int values = trees.BasePredictionValue.Count;
        if (values > 0 && (ulong)values != trees.NumPredictionDimensions)
        {
            report.Add(model.In("treeEnsemble.basePredictionValue"), $"none, or {trees.NumPredictionDimensions} values", $"{values}");
        }
    }

    private static void LabelsMatch(ModelSubject model, RuleReport report)
    {
        ulong dimensions = Trees(model).NumPredictionDimensions;
        if (model.Labels is { Count: > 0 and int classes } && !(classes == 2 && dimensions == 1) && !(dimensions >= 2 && (ulong)classes == dimensions))
        {
            report.Add(model.In("classLabels"), $"as many labels as dimensions, or 2 for one", $"{classes} labels for {dimensions}");
        }
    }

    private static void HasNodes(ModelSubject model, RuleReport report)
    {
        if (model.Trees.Nodes.Count == 0)
        {
            report.Add(model.In("treeEnsemble.nodes"), "at least one", "none");
        }
    }

    private static void FeaturesExist(ModelSubject model, RuleReport report)
    {
        if (InputValues.Count(model) is not { } values)
        {
            return;
        }
        ForEach(model, model.Trees.LargestFeature >= (ulong)values, (node, i) =>
        {
            if (TreeView.IsBranch(node) && node.BranchFeatureIndex >= (ulong)values)
            {
                report.Add($"{Node(model, i)}.branchFeatureIndex", $"below {values}", $"{node.BranchFeatureIndex}");
            }
        });
    }

    // Looks for the nodes that break a rule, if what is known of all of them says that there may be some.
    private static void ForEach(ModelSubject model, bool may, Action<Node, int> action)
    {
        for (int i = 0; may && i < model.Trees.Nodes.Count; i++)
        {
            action(model.Trees.Nodes[i], i);
        }
    }
}
