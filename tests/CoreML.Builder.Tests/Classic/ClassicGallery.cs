using CoreML.Format;
using CoreML.Specification;
using Behavior = CoreML.Specification.TreeEnsembleParameters.Types.TreeNode.Types.TreeNodeBehavior;
using Encoding = CoreML.Specification.GLMClassifier.Types.ClassEncoding;
using Norm = CoreML.Specification.Normalizer.Types.NormType;
using Objects = CoreML.Specification.CoreMLModels.VisionFeaturePrint.Types.Objects;
using Scene = CoreML.Specification.CoreMLModels.VisionFeaturePrint.Types.Scene;
using Sound = CoreML.Specification.CoreMLModels.AudioFeaturePrint.Types.Sound;
using static CoreML.Builder.DecisionNode;

namespace CoreML.Builder.Tests;

/// <summary>A model of every classic type, in every form that the type has.</summary>
internal static class ClassicGallery
{
    private static readonly byte[] Data = [1, 2, 3];

    /// <summary>The models by name.</summary>
    public static IEnumerable<(string Name, Func<Model> Build)> All() =>
    [
        .. Linear(), .. SupportVectors(), .. Trees(), .. Others(), .. Features(), .. OfTheSystem(), .. FeatureTypes(),
    ];

    private static IEnumerable<(string, Func<Model>)> FeatureTypes()
    {
        foreach ((string name, Func<FeatureType> type) in FeatureGallery.All())
        {
            yield return ($"serialized model of {name}", () => FeatureGallery.Model(type()));
        }
    }

    private static IEnumerable<(string, Func<Model>)> Linear()
    {
        foreach (var transform in Enum.GetValues<GLMRegressor.Types.PostEvaluationTransform>())
        {
            yield return ($"linear regressor {transform}", () => new LinearRegressorBuilder()
                .Input("x", Feature.Array([2])).Input("t", Feature.Double).Result([1, 2, 3], 0.5).Transform(transform).Predicts("y")
                .BuildSpecification());
        }
        foreach (var transform in Enum.GetValues<GLMClassifier.Types.PostEvaluationTransform>())
        {
            yield return ($"linear classifier {transform}", () => new LinearClassifierBuilder()
                .Input("x", Feature.Array([2])).Score([1, 2], 0.5).Transform(transform).Labels("no", "yes").BuildSpecification());
        }
        foreach (Encoding encoding in Enum.GetValues<Encoding>())
        {
            yield return ($"linear classifier {encoding}", () =>
            {
                LinearClassifierBuilder builder = new LinearClassifierBuilder().Input("x", Feature.Array([2])).Encode(encoding).Labels(1, 2, 3);
                for (int i = encoding == Encoding.OneVsRest ? 0 : 1; i < 3; i++)
                {
                    builder.Score([i, 1]);
                }
                return builder.Predicts("label", "p", Feature.Array([3], ElementType.Float64)).BuildSpecification();
            }
            );
        }
    }

    private static IEnumerable<(string, Func<Model>)> SupportVectors()
    {
        Func<Kernel>[] kernels =
        [
            () => SupportVectorKernel.Linear, () => SupportVectorKernel.Rbf(0.5), () => SupportVectorKernel.Poly(3, 1, 0.5),
            () => SupportVectorKernel.Sigmoid(0.5, 1),
        ];
        foreach (Func<Kernel> kernel in kernels)
        {
            yield return ($"svr {kernel().KernelCase}", () => new SupportVectorRegressorBuilder(kernel())
                .Input("x", Feature.Array([2])).Vector([1, 2], 0.5).Vector([3, 4], -0.5).Rho(0.25).BuildSpecification());
            yield return ($"svc {kernel().KernelCase}", () => new SupportVectorClassifierBuilder(kernel())
                .Input("x", Feature.Array([2])).Labels("a", "b").Vector([1, 2], 1).Vector([3, 4], -1).VectorsPerClass(1, 1).Rho(0.5)
                .BuildSpecification());
        }
        yield return ("svr sparse", () => new SupportVectorRegressorBuilder(SupportVectorKernel.Linear)
            .Input("x", Feature.Array([5])).SparseVector([(1, 0.5), (5, 2)], 1).BuildSpecification());
        yield return ("svc sparse", () => new SupportVectorClassifierBuilder(SupportVectorKernel.Linear)
            .Input("x", Feature.Array([5])).Labels(1, 2, 3).SparseVector([(1, 0.5)], 1, 2).SparseVector([(2, 1)], 3, 4).SparseVector([(5, 2)], 5, 6)
            .VectorsPerClass(1, 1, 1).Rho(0.1, 0.2, 0.3).Probabilities([1, 2, 3], [4, 5, 6]).BuildSpecification());
    }

    private static IEnumerable<(string, Func<Model>)> Trees()
    {
        foreach (var transform in Enum.GetValues<TreeEnsemblePostEvaluationTransform>())
        {
            yield return ($"tree regressor {transform}", () => new TreeEnsembleRegressorBuilder()
                .Input("x", Feature.Double).Tree(Branch(0, Behavior.BranchOnValueLessThan, 1, Leaf(1), Leaf(2))).Base(0.5).Transform(transform)
                .BuildSpecification());
            yield return ($"tree classifier {transform}", () => new TreeEnsembleClassifierBuilder(3)
                .Input("x", Feature.Double).Labels("a", "b", "c").Transform(transform)
                .Tree(Branch(0, Behavior.BranchOnValueLessThan, 1, Leaf((0, 1.0)), Leaf((1, 2.0), (2, 3.0)))).BuildSpecification());
        }
        yield return ("tree by nodes", () => new TreeEnsembleClassifierBuilder(1)
            .Input("x", Feature.Array([3]).Optional()).Labels(0, 1)
            .Tree(tree => tree.Leaf(7, 1).Branch(9, 2, Behavior.BranchOnValueGreaterThan, 0.5, 7, 8, missingIsTrue: true, hitRate: 4).Leaf(8, -1), id: 5)
            .BuildSpecification());
        foreach (Behavior comparison in Enum.GetValues<Behavior>().Where(behavior => behavior != Behavior.LeafNode))
        {
            yield return ($"tree {comparison}", () => new TreeEnsembleRegressorBuilder()
                .Input("x", Feature.Array([2])).Tree(Branch(1, comparison, 1, Leaf(1), Branch(0, comparison, 2, Leaf(3), Leaf(4)))).BuildSpecification());
        }
    }

    private static IEnumerable<(string, Func<Model>)> Others() =>
    [
        ("neighbours linear", () => new NearestNeighborsBuilder(2)
            .Input("x", Feature.Array([2])).Sample([1, 2], "a").Sample([3, 4], "b").Predicts("label", "votes").BuildSpecification()),
        ("neighbours tree", () => new NearestNeighborsBuilder(2)
            .Input("x", Feature.Array([2])).Sample([1, 2], 1).KdTree(3).WeightedByDistance().Neighbors(Parameter.InRange(3, 1, 9)).BuildSpecification()),
        ("neighbours empty", () => new NearestNeighborsBuilder(2)
            .Input("x", Feature.Array([2])).DefaultLabel("none").Neighbors(Parameter.OneOf(3, 1, 3, 5)).Updatable().BuildSpecification()),
        ("neighbours empty integers", () => new NearestNeighborsBuilder(2)
            .Input("x", Feature.Array([2])).DefaultLabel(-1).Updatable().Predicts("label").BuildSpecification()),
        ("probit", () => new BayesianProbitRegressorBuilder(2)
            .Input("event", Feature.Array([2], ElementType.Int32)).Input("optimism", Feature.Array([1], ElementType.Int32))
            .Bias(0.5, 1).Weight(0, 3, 0.1, 2).Weight(0, 4, 0.2, 2).Weight(1, 0, 0.3, 2)
            .Inputs("event", optimism: "optimism").Outputs("mean", "variance", "low", "sampled").Predicts("p").BuildSpecification()),
        ("recommender strings", () => new ItemSimilarityRecommenderBuilder()
            .Input("liked", Feature.StringDictionary).Input("k", Feature.Int64.Optional()).Input("only", Feature.StringSequence().Optional())
            .Input("not", Feature.StringSequence().Optional()).Items("a", "b", "c").Similar(0, [(1, 0.5), (2, 0.25)], 1).Similar(1, [(0, 0.5)])
            .Inputs("liked", "k", "only", "not").Outputs("list", "scores").BuildSpecification()),
        ("recommender integers", () => new ItemSimilarityRecommenderBuilder()
            .Input("liked", Feature.Int64Sequence()).Items(10, 20).Similar(0, [(1, 0.5)]).Inputs("liked").Outputs("list").BuildSpecification()),
        ("custom", () => new CustomModelBuilder("MyModel", "mine").Input("x", Feature.String).Output("y", Feature.Double)
            .Parameter("d", 0.5).Parameter("s", "text").Parameter("i", 3).Parameter("l", 4L).Parameter("b", true).Parameter("raw", Data)
            .BuildSpecification()),
        ("linked", () => new LinkedModelBuilder("other.mlmodelc", ".:models").Input("x", Feature.Double).Output("y", Feature.Double).BuildSpecification()),
        ("serialized", () => new SerializedModelBuilder("com.example.form", Data)
            .Input("x", Feature.Array([2])).Input("o", Feature.Array([2]).Optional(1.5)).Output("y", Feature.Array([2])).BuildSpecification()),
        ("thresholds", () => new ClassConfidenceThresholdingBuilder().Input("p", Feature.Array([1])).Output("q", Feature.Array([1]))
            .Curve([0.1f, 0.9f], [0.2f, 0.8f], [0.9f], [0.5f]).BuildSpecification()),
        ("identity", () => new IdentityBuilder().Input("x", Feature.String.Optional(), "text").BuildSpecification()),
    ];

    private static IEnumerable<(string, Func<Model>)> Features()
    {
        foreach (Norm norm in Enum.GetValues<Norm>())
        {
            yield return ($"normalizer {norm}", () => new NormalizerBuilder(norm).Input("x", Feature.Array([3])).Output("y").BuildSpecification());
        }
        foreach (var handling in Enum.GetValues<OneHotEncoder.Types.HandleUnknown>())
        {
            yield return ($"one-hot {handling}", () => new OneHotEncoderBuilder()
                .Input("x", Feature.String).Categories("a", "b").HandleUnknown(handling).Output("y").BuildSpecification());
        }
        (string, Func<Model>)[] others =
        [
            ("one-hot sparse", () => new OneHotEncoderBuilder().Input("x", Feature.Int64).Categories(3, 5).Sparse().Output("y").BuildSpecification()),
            ("imputer double", () => new ImputerBuilder().Input("x", Feature.Double).Fill(1.5).Replace(-1.0).Output("y").BuildSpecification()),
            ("imputer integer", () => new ImputerBuilder().Input("x", Feature.Int64).Fill(1L).Replace(-1L).Output("y").BuildSpecification()),
            ("imputer string", () => new ImputerBuilder().Input("x", Feature.String).Fill("none").Replace("").Output("y").BuildSpecification()),
            ("imputer array", () => new ImputerBuilder().Input("x", Feature.Array([2])).Fill(1.5, 2.5).Output("y").BuildSpecification()),
            ("imputer integers", () => new ImputerBuilder()
                .Input("x", Feature.Array([2], ElementType.Int32)).Fill(1L, 2L).Output("y").BuildSpecification()),
            ("imputer strings", () => new ImputerBuilder().Input("x", Feature.StringDictionary)
                .Fill(new Dictionary<string, double> { ["a"] = 1 }).Output("y").BuildSpecification()),
            ("imputer dictionary", () => new ImputerBuilder().Input("x", Feature.Int64Dictionary)
                .Fill(new Dictionary<long, double> { [7] = 1 }).Output("y").BuildSpecification()),
            ("vectorizer", () => new FeatureVectorizerBuilder().Input("a", Feature.Double).Input("b", Feature.Array([2, 3]))
                .Input("c", Feature.Int64Dictionary, 4).Output("v").BuildSpecification()),
            ("dictionary strings", () => new DictVectorizerBuilder().Input("d", Feature.StringDictionary).Keys("a", "b").Output("v").BuildSpecification()),
            ("dictionary integers", () => new DictVectorizerBuilder().Input("d", Feature.Int64Dictionary).Keys(7, 5).Output("v").BuildSpecification()),
            ("scaler", () => new ScalerBuilder().Input("x", Feature.Array([2])).Shift(1, 2).Scale(0.5).Output("y").BuildSpecification()),
            ("scaler integer", () => new ScalerBuilder().Input("x", Feature.Int64).Scale(0.5).Output("y", Feature.Double).BuildSpecification()),
            ("mapping to integers", () => new CategoricalMappingBuilder()
                .Input("x", Feature.String).Map("a", 1).Map("b", 2).Unknown(-1).Output("y").BuildSpecification()),
            ("mapping to strings", () => new CategoricalMappingBuilder()
                .Input("x", Feature.Int64Sequence((0, 5))).Map(1, "a").Unknown("?").Output("y").BuildSpecification()),
            ("mapping strings", () => new CategoricalMappingBuilder()
                .Input("x", Feature.StringSequence(3)).Map("a", 1).Output("y").BuildSpecification()),
            ("extractor", () => new ArrayFeatureExtractorBuilder().Input("x", Feature.Array([3])).Pick(2, 0, 2).Output("y").BuildSpecification()),
            ("extractor of one", () => new ArrayFeatureExtractorBuilder().Input("x", Feature.Array([3])).Pick(2).Output("y", Feature.Double).BuildSpecification()),
            ("suppression", () => new NonMaximumSuppressionBuilder().Input("s", Feature.Array([9, 2], ElementType.Float64))
                .Input("b", Feature.Array([9, 4], ElementType.Float64)).Input("iou", Feature.Double).Input("t", Feature.Double)
                .Inputs("s", "b", "iou", "t").Labels("cat", "dog").PerClass().Thresholds(0.5, 0.1).Outputs("scores", "boxes").BuildSpecification()),
            ("suppression integers", () => new NonMaximumSuppressionBuilder().Input("s", Feature.Array([9, 1])).Input("b", Feature.Array([9, 4]))
                .Inputs("s", "b").Labels(1).BuildSpecification()),
        ];
        foreach ((string, Func<Model>) other in others)
        {
            yield return other;
        }
    }

    private static IEnumerable<(string, Func<Model>)> OfTheSystem()
    {
        foreach (Scene.Types.SceneVersion version in Enum.GetValues<Scene.Types.SceneVersion>().Where(version => version != Scene.Types.SceneVersion.Invalid))
        {
            yield return ($"scene {version}", () => new VisionFeaturePrintBuilder(version)
                .Input("image", Feature.Image(299, 299)).Output("features").BuildSpecification());
        }
        (string, Func<Model>)[] others =
        [
            ("objects", () => new VisionFeaturePrintBuilder(Objects.Types.ObjectsVersion._1, "fine", "coarse")
                .Input("image", Feature.Image(299, 299)).BuildSpecification()),
            ("sound", () => new AudioFeaturePrintBuilder(Sound.Types.SoundVersion._1)
                .Input("audio", Feature.Array([15600])).Output("features").BuildSpecification()),
            ("spectrogram", () => new SoundAnalysisPreprocessingBuilder("audio", "mel").BuildSpecification()),
            ("text", () => new TextClassifierBuilder(1, Data, language: "en").Input("text", Feature.String).Labels("a", "b").BuildSpecification()),
            ("tagger", () => new WordTaggerBuilder(1, Data, "fr").Input("text", Feature.String).Tags("NOUN", "VERB")
                .Outputs("tags", "tokens", "locations", "lengths").BuildSpecification()),
            ("gazetteer", () => new GazetteerBuilder(2, Data).Input("text", Feature.String).Labels("city").Output("label").BuildSpecification()),
            ("embedding", () => new WordEmbeddingBuilder(2, Data).Input("word", Feature.String).Output("vector").BuildSpecification()),
        ];
        foreach ((string, Func<Model>) other in others)
        {
            yield return other;
        }
    }
}
