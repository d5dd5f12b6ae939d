using CoreML.Specification;
using Behavior = CoreML.Specification.TreeEnsembleParameters.Types.TreeNode.Types.TreeNodeBehavior;
using Node = CoreML.Specification.TreeEnsembleParameters.Types.TreeNode;

namespace CoreML.Validation.Tests;

internal static class TreeCases
{
    public static readonly RuleCase[] All =
    [
        new("CML8321", "treeEnsembleRegressor.treeEnsemble.numPredictionDimensions", Regressor, model => Of(model).NumPredictionDimensions = 0),
        new("CML8321", "treeEnsembleRegressor.treeEnsemble.numPredictionDimensions", Regressor, model => model.TreeEnsembleRegressor.TreeEnsemble = null),
        new("CML8322", "treeEnsembleRegressor.treeEnsemble.nodes[6]", Regressor, model => Of(model).Nodes.Add(Leaf(1, 9))),
        new("CML8323", "treeEnsembleRegressor.treeEnsemble.nodes[0].nodeBehavior", Regressor, model => Of(model).Nodes[0].NodeBehavior = (Behavior)9),
        new("CML8324", "treeEnsembleRegressor.treeEnsemble.nodes[1].evaluationInfo", Regressor, model => Of(model).Nodes[1].EvaluationInfo.Clear()),
        new("CML8325", "treeEnsembleRegressor.treeEnsemble.nodes[1].evaluationInfo", Regressor,
            model => Of(model).Nodes[1].EvaluationInfo[0].EvaluationIndex = 50),
        new("CML8325", "treeEnsembleRegressor.treeEnsemble.nodes[1].evaluationInfo", Regressor,
            model => Of(model).Nodes[1].EvaluationInfo.Add(Of(model).Nodes[1].EvaluationInfo[0].Clone())),
        new("CML8325", "treeEnsembleRegressor.treeEnsemble.nodes[1].evaluationInfo", Regressor,
            model => Of(model).Nodes[1].EvaluationInfo.Add(Enumerable.Repeat(Of(model).Nodes[1].EvaluationInfo[0], 20))),
        new("CML8326", "treeEnsembleRegressor.treeEnsemble.nodes[0].falseChildNodeId", Regressor, model => Of(model).Nodes[0].FalseChildNodeId = 9999),
        new("CML8326", "treeEnsembleRegressor.treeEnsemble.nodes[3].trueChildNodeId", Shuffled, model => Of(model).Nodes[3].TrueChildNodeId = ulong.MaxValue),
        new("CML8327", "treeEnsembleRegressor.treeEnsemble.nodes[0].trueChildNodeId", Regressor, model => Of(model).Nodes[0].TrueChildNodeId = 0),
        new("CML8327", "treeEnsembleRegressor.treeEnsemble.nodes[0].falseChildNodeId", Regressor, model => Of(model).Nodes[0].FalseChildNodeId = 1),
        new("CML8328", "treeEnsembleRegressor.treeEnsemble.nodes", Regressor, model => Of(model).Nodes.Add(Leaf(1, 7777))),
        new("CML8328", "treeEnsembleRegressor.treeEnsemble.nodes[6]", Regressor, model => Of(model).Nodes.Add([Branch(1, 20, 21, 22), Branch(1, 21, 20, 23), Leaf(1, 22), Leaf(1, 23)])),
        new("CML8328", "treeEnsembleRegressor.treeEnsemble.nodes", Regressor, model => Of(model).Nodes.Add([Branch(2, 0, 1, 2), Branch(2, 1, 0, 3), Leaf(2, 2), Leaf(2, 3)])),
        new("CML8329", "treeEnsembleRegressor.treeEnsemble.basePredictionValue", Regressor, model => Of(model).BasePredictionValue.Add(1)),
        new("CML8330", "treeEnsembleClassifier.classLabels", Classifier, model => model.TreeEnsembleClassifier.StringClassLabels.Vector.Add("c")),
        new("CML8331", "treeEnsembleRegressor.treeEnsemble.nodes", Regressor, model => Of(model).Nodes.Clear()),
        new("CML8332", "treeEnsembleRegressor.treeEnsemble.nodes[0].branchFeatureIndex", Regressor, model => Of(model).Nodes[0].BranchFeatureIndex = 2),
    ];

    private static Model Regressor()
    {
        Model model = Make.Model([Make.Array("x", 2)], [Make.Double("y")]);
        model.Description.PredictedFeatureName = "y";
        model.TreeEnsembleRegressor = new TreeEnsembleRegressor { TreeEnsemble = Trees() };
        return model;
    }

    // Parents behind their children: identifiers have to be looked up.
    private static Model Shuffled()
    {
        Model model = Regressor();
        Node[] nodes = [.. Of(model).Nodes.Take(3), .. Of(model).Nodes.Skip(3)];
        Of(model).Nodes.Clear();
        Of(model).Nodes.Add([nodes[1], nodes[2], nodes[4], nodes[0], nodes[5], nodes[3]]);
        return model;
    }

    private static Model Classifier()
    {
        Model model = Make.Model([Make.Array("x", 2)], [Make.String("label")]);
        model.Description.PredictedFeatureName = "label";
        model.TreeEnsembleClassifier = new TreeEnsembleClassifier { TreeEnsemble = Trees(), StringClassLabels = Make.Texts("a", "b") };
        return model;
    }

    private static TreeEnsembleParameters Trees() => new()
    {
        NumPredictionDimensions = 1,
        BasePredictionValue = { 0 },
        Nodes = { Branch(0, 0, 1, 2), Leaf(0, 1), Leaf(0, 2), Branch(1, 5, 8, 9), Leaf(1, 8), Leaf(1, 9) },
    };

    private static Node Branch(ulong tree, ulong node, ulong whenTrue, ulong whenFalse) =>
        new() { TreeId = tree, NodeId = node, TrueChildNodeId = whenTrue, FalseChildNodeId = whenFalse };

    private static Node Leaf(ulong tree, ulong node) => new()
    {
        TreeId = tree,
        NodeId = node,
        NodeBehavior = Behavior.LeafNode,
        EvaluationInfo = { new Node.Types.EvaluationInfo { EvaluationValue = 1 } },
    };

    private static TreeEnsembleParameters Of(Model model) => model.TreeEnsembleRegressor.TreeEnsemble;
}
