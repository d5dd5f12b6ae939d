using CoreML.Builder;
using CoreML.Format;
using CoreML.Validation;
using Behavior = CoreML.Specification.TreeEnsembleParameters.Types.TreeNode.Types.TreeNodeBehavior;

namespace EndToEnd;

/// <summary>Models that have much to check: ensembles of whole binary trees, and a program of 4,000 operations.</summary>
internal static class ValidationInputs
{
    private const int Features = 100;
    private const int Width = 16;

    // Opened by the run that does not count.
    private static CoreMLModel? _open;

    /// <summary>Makes an ensemble, unless it is there.</summary>
    public static string Trees(string folder, int trees, int branches)
    {
        string name = $"trees-{trees}x{(2 * branches) + 1}.mlmodel";
        if (!File.Exists(Path.Combine(folder, name)))
        {
            var builder = new TreeEnsembleRegressorBuilder();
            builder.Input("x", Feature.Array([Features]));
            for (int tree = 0; tree < trees; tree++)
            {
                AddTree(builder, tree, branches);
            }
            using CoreMLModel model = builder.Build();
            model.Save(Path.Combine(folder, name));
        }
        return name;
    }

    /// <summary>Makes a program of 4,000 operations, constants not counted, unless it is there.</summary>
    public static string Program(string folder)
    {
        const string name = "program-4000.mlpackage";
        if (!Directory.Exists(Path.Combine(folder, name)))
        {
            using CoreMLModel model = ProgramBuilder.Build(DeploymentTarget.IOS17, p =>
            {
                Var x = p.Input("x", [1, Width]);
                for (int i = 0; i < 1000; i++)
                {
                    float[] values = [.. Enumerable.Range(0, Width * Width).Select(j => (i + j) % 7 / 64f)];
                    x = x.Linear(Weight.Of(values, [Width, Width])).Relu().Add(x).Mul(0.5f);
                }
                p.Output("y", x);
            });
            model.Save(Path.Combine(folder, name));
        }
        return name;
    }

    /// <summary>Opens a model and validates it, as <c>coreml validate</c> does.</summary>
    public static void OpenAndValidate(string path)
    {
        using CoreMLModel model = CoreMLModel.Open(path);
        model.Validate().ThrowIfInvalid();
    }

    /// <summary>Validates a model that is open.</summary>
    public static void Validate(string path) => (_open ??= CoreMLModel.Open(path)).Validate().ThrowIfInvalid();

    // A complete binary tree as far as it goes; node i has the children 2i + 1 and 2i + 2.
    private static void AddTree(TreeEnsembleRegressorBuilder builder, int seed, int branches) => builder.Tree(tree =>
    {
        for (int i = 0; i < branches; i++)
        {
            tree.Branch((ulong)i, (seed + i) % Features, Behavior.BranchOnValueLessThanEqual, i / 8.0, (ulong)((2 * i) + 1), (ulong)((2 * i) + 2));
        }
        for (int i = branches; i <= 2 * branches; i++)
        {
            tree.Leaf((ulong)i, i);
        }
    });
}
