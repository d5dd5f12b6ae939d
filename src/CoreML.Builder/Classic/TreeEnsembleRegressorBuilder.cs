using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>Regression with trees: single ones, random forests, boosted trees. The values of all leaves that are reached are
/// added to the start values. All inputs together are the vector <c>x</c> that branches look at.</summary>
public sealed class TreeEnsembleRegressorBuilder : RegressorBuilder<TreeEnsembleRegressorBuilder>
{
    private readonly TreeEnsemble _ensemble;

    /// <summary>Starts a model.</summary>
    /// <param name="dimensions">The number of dimensions of the result.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dimensions"/> is not positive.</exception>
    public TreeEnsembleRegressorBuilder(int dimensions = 1)
        : base(FeatureRule.Any)
    {
        _ensemble = new TreeEnsemble("treeEnsembleRegressor", dimensions);
        Model.TreeEnsembleRegressor = new TreeEnsembleRegressor { TreeEnsemble = _ensemble.Parameters };
    }

    /// <summary>Adds a tree, node by node.</summary>
    /// <param name="build">Adds the nodes.</param>
    /// <param name="id">The tree's identifier; by default the next number.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CoreMLException">CML7201: the nodes do not make a tree, or there is such a tree. CML7202: a leaf does not
    /// fit.</exception>
    public TreeEnsembleRegressorBuilder Tree(Action<TreeBuilder> build, ulong? id = null)
    {
        ArgumentNullException.ThrowIfNull(build);
        int first = _ensemble.Parameters.Nodes.Count;
        build(_ensemble.Start(id));
        _ensemble.CheckTree(first);
        return this;
    }

    /// <summary>Adds a tree as one expression.</summary>
    /// <param name="root">Its root.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CoreMLException">CML7202: a leaf does not fit.</exception>
    public TreeEnsembleRegressorBuilder Tree(DecisionNode root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return Tree(tree => tree.Add(root));
    }

    /// <summary>Sets the start values; without a call they are 0.</summary>
    /// <param name="values">One for each dimension.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CoreMLException">CML7005: there are not as many as dimensions.</exception>
    public TreeEnsembleRegressorBuilder Base(params ReadOnlySpan<double> values)
    {
        _ensemble.SetBase(values);
        return this;
    }

    /// <summary>Sets how sums become results; without a call they are the results.</summary>
    /// <param name="transform">The function.</param>
    /// <returns>The builder.</returns>
    public TreeEnsembleRegressorBuilder Transform(TreeEnsemblePostEvaluationTransform transform)
    {
        Model.TreeEnsembleRegressor.PostEvaluationTransform = transform;
        return this;
    }

    private protected override void Complete()
    {
        _ensemble.CheckFeatures(InputSize());
        AddRegressorOutput();
    }
}
