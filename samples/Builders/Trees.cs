using CoreML.Builder;
using CoreML.Format;
using CoreML.Specification;
using static CoreML.Builder.DecisionNode;
using static CoreML.Specification.TreeEnsembleParameters.Types.TreeNode.Types.TreeNodeBehavior;

namespace CoreML.Builders;

internal static class Trees
{
    /// <summary>Whether to take an umbrella: two trees vote.</summary>
    public static CoreMLModel Build() => new TreeEnsembleClassifierBuilder(dimensions: 1)
        .Input("humidity", Feature.Double)
        .Input("pressure", Feature.Double)
        .Labels("no", "yes")
        .Tree(Branch(feature: 0, BranchOnValueGreaterThan, 0.8, whenTrue: Leaf(1.5), whenFalse: Leaf(-1)))
        .Tree(Branch(
            feature: 1, BranchOnValueLessThan, 1000,
            whenTrue: Branch(feature: 0, BranchOnValueGreaterThan, 0.5, Leaf(2), Leaf(0)),
            whenFalse: Leaf(-2)))
        .Transform(TreeEnsemblePostEvaluationTransform.RegressionLogistic)
        .Predicts("umbrella", "probability")
        .Build();
}
