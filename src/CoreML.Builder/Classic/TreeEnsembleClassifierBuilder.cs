using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>Classification with trees: single ones, random forests, boosted trees. The values of all leaves that are reached are
/// added to the start values, and the sums become probabilities. With two classes one dimension is enough, that of the second
/// class; otherwise each class has one.</summary>
public sealed class TreeEnsembleClassifierBuilder : ClassifierBuilder<TreeEnsembleClassifierBuilder>
{
    private readonly TreeEnsemble _ensemble;

    /// <summary>Starts a model.</summary>
    /// <param name="dimensions">The number of dimensions of the result.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dimensions"/> is not positive.</exception>
    public TreeEnsembleClassifierBuilder(int dimensions)
        : base(FeatureRule.Any)
    {
        _ensemble = new TreeEnsemble("treeEnsembleClassifier", dimensions);
        Model.TreeEnsembleClassifier = new TreeEnsembleClassifier { TreeEnsemble = _ensemble.Parameters };
    }

    /// <inheritdoc cref="TreeEnsembleRegressorBuilder.Tree(Action{TreeBuilder}, ulong?)"/>
    public TreeEnsembleClassifierBuilder Tree(Action<TreeBuilder> build, ulong? id = null)
    {
        ArgumentNullException.ThrowIfNull(build);
        int first = _ensemble.Parameters.Nodes.Count;
        build(_ensemble.Start(id));
        _ensemble.CheckTree(first);
        return this;
    }

    /// <inheritdoc cref="TreeEnsembleRegressorBuilder.Tree(DecisionNode)"/>
    public TreeEnsembleClassifierBuilder Tree(DecisionNode root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return Tree(tree => tree.Add(root));
    }

    /// <inheritdoc cref="TreeEnsembleRegressorBuilder.Base"/>
    public TreeEnsembleClassifierBuilder Base(params ReadOnlySpan<double> values)
    {
        _ensemble.SetBase(values);
        return this;
    }

    /// <summary>Sets how sums become probabilities; without a call they are the probabilities.</summary>
    /// <param name="transform">The function.</param>
    /// <returns>The builder.</returns>
    public TreeEnsembleClassifierBuilder Transform(TreeEnsemblePostEvaluationTransform transform)
    {
        Model.TreeEnsembleClassifier.PostEvaluationTransform = transform;
        return this;
    }

    private protected override void Complete()
    {
        _ensemble.CheckFeatures(InputSize());
        AddClassifierOutputs();
        if (ClassLabels.Count != _ensemble.Dimensions && (ClassLabels.Count, _ensemble.Dimensions) != (2, 1))
        {
            throw BuilderDiagnostics.SizeMismatch.Error(
                path: "treeEnsembleClassifier.classLabels",
                expected: _ensemble.Dimensions == 1 ? "two labels for one dimension" : $"{_ensemble.Dimensions} labels, one for each dimension",
                found: $"{ClassLabels.Count}");
        }
        ClassLabels.Give(labels => Model.TreeEnsembleClassifier.StringClassLabels = labels, labels => Model.TreeEnsembleClassifier.Int64ClassLabels = labels);
    }
}
