using CoreML.Format;
using CoreML.Specification;
using Behavior = CoreML.Specification.TreeEnsembleParameters.Types.TreeNode.Types.TreeNodeBehavior;
using Encoding = CoreML.Specification.GLMClassifier.Types.ClassEncoding;
using static CoreML.Builder.DecisionNode;

namespace CoreML.Builder.Tests;

/// <summary>Every builder of a classic model notices what does not fit.</summary>
public class ClassicMisuseTests
{
    private static readonly byte[] Data = [1];

    private static readonly Dictionary<string, (string Code, Action Act)> Cases = new()
    {
        ["an input twice"] = ("CML7001", () => new IdentityBuilder().Input("x", Feature.Double).Input("x", Feature.Int64)),
        ["no input"] = ("CML7004", () => new IdentityBuilder().Build()),
        ["no output"] = ("CML7004", () => new ScalerBuilder().Input("x", Feature.Double).Build()),
        ["text for a scaler"] = ("CML7002", () => new ScalerBuilder().Input("x", Feature.String)),
        ["an optional input of a scaler"] = ("CML7002", () => new ScalerBuilder().Input("x", Feature.Double.Optional())),
        ["two inputs of a scaler"] = ("CML7003", () => new ScalerBuilder().Input("x", Feature.Double).Input("y", Feature.Double)),
        ["a scaler that changes the shape"] = ("CML7002", () => new ScalerBuilder()
            .Input("x", Feature.Array([2])).Output("y", Feature.Array([3])).Build()),
        ["too many shifts"] = ("CML7005", () => new ScalerBuilder().Input("x", Feature.Array([2])).Shift(1, 2, 3).Output("y").Build()),
        ["linear weights and inputs"] = ("CML7005", () => new LinearRegressorBuilder().Input("x", Feature.Array([2])).Result([1, 2, 3]).Build()),
        ["linear weights that differ"] = ("CML7005", () => new LinearRegressorBuilder().Result([1, 2]).Result([1])),
        ["no linear weights"] = ("CML7004", () => new LinearRegressorBuilder().Input("x", Feature.Double).Build()),
        ["a regression to text"] = ("CML7002", () => new LinearRegressorBuilder().Predicts("y", Feature.String)),
        ["no labels"] = ("CML7007", () => new LinearClassifierBuilder().Input("x", Feature.Double).Score([1]).Build()),
        ["a label twice"] = ("CML7007", () => new LinearClassifierBuilder().Labels("a", "b", "a")),
        ["labels of two kinds"] = ("CML7007", () => new LinearClassifierBuilder().Labels("a", "b").Labels(1, 2)),
        ["an empty list of labels"] = ("CML7007", () => new LinearClassifierBuilder().Labels(Array.Empty<string>())),
        ["probabilities as text"] = ("CML7002", () => new LinearClassifierBuilder().Predicts("a", "b", Feature.String)),
        ["scores and classes"] = ("CML7005", () => new LinearClassifierBuilder()
            .Input("x", Feature.Double).Labels(1, 2, 3).Encode(Encoding.OneVsRest).Score([1]).Score([2]).Build()),
        ["probit of three classes"] = ("CML7006", () => new LinearClassifierBuilder().Input("x", Feature.Double).Labels(1, 2, 3)
            .Transform(GLMClassifier.Types.PostEvaluationTransform.Probit).Score([1]).Score([2]).Build()),
        ["linear scores that differ"] = ("CML7005", () => new LinearClassifierBuilder().Score([1]).Score([1, 2])),
        ["a negative gamma"] = ("CML7006", () => SupportVectorKernel.Rbf(-1)),
        ["a gamma that is not a number"] = ("CML7006", () => SupportVectorKernel.Sigmoid(double.NaN, 0)),
        ["a negative degree"] = ("CML7006", () => SupportVectorKernel.Poly(-1, 0, 1)),
        ["no support vectors"] = ("CML7004", () => new SupportVectorRegressorBuilder(SupportVectorKernel.Linear).Input("x", Feature.Double).Build()),
        ["vectors that differ"] = ("CML7005", () => new SupportVectorRegressorBuilder(SupportVectorKernel.Linear).Vector([1, 2], 1).Vector([1], 1)),
        ["vectors and inputs"] = ("CML7005", () => new SupportVectorRegressorBuilder(SupportVectorKernel.Linear)
            .Input("x", Feature.Double).Vector([1, 2], 1).Build()),
        ["sparse vectors and inputs"] = ("CML7005", () => new SupportVectorRegressorBuilder(SupportVectorKernel.Linear)
            .Input("x", Feature.Double).SparseVector([(2, 1.0)], 1).Build()),
        ["sparse and dense"] = ("CML7006", () => new SupportVectorRegressorBuilder(SupportVectorKernel.Linear)
            .Vector([1, 2], 1).SparseVector([(1, 1.0)], 1)),
        ["dense and sparse"] = ("CML7006", () => new SupportVectorClassifierBuilder(SupportVectorKernel.Linear)
            .SparseVector([(1, 1.0)], 1).Vector([1, 2], 1)),
        ["positions that fall"] = ("CML7006", () => new SupportVectorClassifierBuilder(SupportVectorKernel.Linear)
            .SparseVector([(2, 1.0), (1, 1.0)], 1)),
        ["a position of 0"] = ("CML7006", () => new SupportVectorRegressorBuilder(SupportVectorKernel.Linear).SparseVector([(0, 1.0)], 1)),
        ["coefficients that differ"] = ("CML7005", () => new SupportVectorClassifierBuilder(SupportVectorKernel.Linear)
            .Vector([1], 1, 2).Vector([1], 1)),
        ["coefficients and classes"] = ("CML7005", () => Machine().Vector([1], 1, 2).VectorsPerClass(1, 0).Rho(0).Build()),
        ["vectors per class"] = ("CML7005", () => Machine().Vector([1], 1).VectorsPerClass(1, 1).Rho(0).Build()),
        ["classes without vectors"] = ("CML7005", () => Machine().Vector([1], 1).VectorsPerClass(1).Rho(0).Build()),
        ["constants and pairs"] = ("CML7005", () => Machine().Vector([1], 1).VectorsPerClass(1, 0).Rho(0, 1).Build()),
        ["probabilities and pairs"] = ("CML7005", () => Machine().Vector([1], 1).VectorsPerClass(1, 0).Rho(0).Probabilities([1, 2], [1, 2]).Build()),
        ["a child that is missing"] = ("CML7201", () => Tree(tree => tree.Branch(0, 0, 0, 1, 1, 2).Leaf(1, 1))),
        ["a child of two"] = ("CML7201", () => Tree(tree => tree.Branch(0, 0, 0, 1, 1, 1).Leaf(1, 1))),
        ["two roots"] = ("CML7201", () => Tree(tree => tree.Leaf(0, 1).Leaf(1, 1))),
        ["a node twice"] = ("CML7201", () => Tree(tree => tree.Branch(5, 0, 0, 1, 1, 2).Leaf(1, 1).Leaf(1, 2))),
        ["a circle"] = ("CML7201", () => Tree(tree => tree.Leaf(0, 1).Branch(1, 0, 0, 1, 2, 3).Branch(2, 0, 0, 1, 1, 4).Leaf(3, 1).Leaf(4, 1))),
        ["its own child"] = ("CML7201", () => Tree(tree => tree.Branch(0, 0, 0, 1, 0, 1).Leaf(1, 1))),
        ["a tree twice"] = ("CML7201", () => new TreeEnsembleRegressorBuilder().Tree(tree => tree.Leaf(0, 1), 3).Tree(tree => tree.Leaf(0, 1), 3)),
        ["a leaf without values"] = ("CML7202", () => Tree(tree => tree.Leaf(0, []))),
        ["a dimension too many"] = ("CML7202", () => new TreeEnsembleRegressorBuilder().Tree(Leaf((1, 1.0)))),
        ["a dimension twice"] = ("CML7202", () => new TreeEnsembleClassifierBuilder(2).Tree(Leaf((1, 1.0), (1, 2.0)))),
        ["start values"] = ("CML7005", () => new TreeEnsembleClassifierBuilder(2).Base(1)),
        ["labels and dimensions"] = ("CML7005", () => new TreeEnsembleClassifierBuilder(3)
            .Input("x", Feature.Double).Tree(Leaf((1, 1.0))).Labels("a", "b").Build()),
        ["three labels, one dimension"] = ("CML7005", () => new TreeEnsembleClassifierBuilder(1)
            .Input("x", Feature.Double).Tree(Leaf(1)).Labels("a", "b", "c").Build()),
        ["a feature that is not there"] = ("CML7005", () => new TreeEnsembleRegressorBuilder()
            .Input("x", Feature.Double).Tree(Branch(1, Behavior.BranchOnValueEqual, 0, Leaf(1), Leaf(2))).Build()),
        ["a sample too long"] = ("CML7005", () => new NearestNeighborsBuilder(2).Sample([1, 2, 3], "a")),
        ["samples of two kinds"] = ("CML7007", () => new NearestNeighborsBuilder(1).Sample([1], "a").Sample([2], 7)),
        ["a default of another kind"] = ("CML7007", () => new NearestNeighborsBuilder(1).Sample([1], "a").DefaultLabel(7)),
        ["no samples and no default"] = ("CML7007", () => new NearestNeighborsBuilder(1).Input("x", Feature.Array([1])).Build()),
        ["no neighbours"] = ("CML7006", () => new NearestNeighborsBuilder(1).Neighbors(Parameter.InRange(1, 0, 3))),
        ["an input too long"] = ("CML7005", () => new NearestNeighborsBuilder(2).Input("x", Feature.Array([3])).Sample([1, 2], "a").Build()),
        ["a precision of 0"] = ("CML7006", () => new BayesianProbitRegressorBuilder(1).Bias(0, 0)),
        ["a feature too many"] = ("CML7006", () => new BayesianProbitRegressorBuilder(1).Weight(1, 0, 0, 1)),
        ["a weight twice"] = ("CML7006", () => new BayesianProbitRegressorBuilder(1).Weight(0, 5, 0, 1).Weight(0, 5, 0, 1)),
        ["no bias"] = ("CML7004", () => new BayesianProbitRegressorBuilder(1).Input("x", Feature.Array([1], ElementType.Int32)).Weight(0, 5, 0, 1).Build()),
        ["events that are not integers"] = ("CML7002", () => new BayesianProbitRegressorBuilder(1)
            .Input("x", Feature.Array([1])).Bias(0, 1).Weight(0, 5, 0, 1).Build()),
        ["events of no name"] = ("CML7008", () => new BayesianProbitRegressorBuilder(1).Inputs("y")),
        ["an item twice"] = ("CML7006", () => new ItemSimilarityRecommenderBuilder().Similar(0, []).Similar(0, [])),
        ["an item without a name"] = ("CML7005", () => new ItemSimilarityRecommenderBuilder().Input("x", Feature.Int64Sequence())
            .Items("a").Similar(0, [(1, 0.5)]).Inputs("x").Outputs("y").Build()),
        ["items of no input"] = ("CML7008", () => new ItemSimilarityRecommenderBuilder().Inputs("x")),
        ["a number of text"] = ("CML7002", () => new ItemSimilarityRecommenderBuilder()
            .Input("x", Feature.Int64Sequence()).Input("k", Feature.Double).Inputs("x", "k")),
        ["no items"] = ("CML7004", () => new ItemSimilarityRecommenderBuilder().Input("x", Feature.Int64Sequence()).Inputs("x").Outputs("y").Build()),
        ["no chosen items"] = ("CML7004", () => new ItemSimilarityRecommenderBuilder().Input("x", Feature.Int64Sequence()).Similar(0, []).Build()),
        ["a recommender without outputs"] = ("CML7004", () => new ItemSimilarityRecommenderBuilder()
            .Input("x", Feature.Int64Sequence()).Similar(0, []).Inputs("x").Build()),
        ["an optional input of a custom model"] = ("CML7002", () => new CustomModelBuilder("C").Input("x", Feature.Double.Optional())),
        ["an optional input of a linked model"] = ("CML7002", () => new LinkedModelBuilder("x.mlmodelc").Input("x", Feature.Double.Optional())),
        ["a default value of an imputer"] = ("CML7002", () => new ImputerBuilder().Input("x", Feature.Array([2]).Optional(1))),
        ["a state that comes out"] = ("CML7002", () => new IdentityBuilder().Input("x", Feature.State([2]))),
        ["an optional threshold"] = ("CML7002", () => new NonMaximumSuppressionBuilder().Input("t", Feature.Double.Optional())),
        ["an optional output"] = ("CML7002", () => new SerializedModelBuilder("f", Data).Output("x", Feature.Double.Optional())),
        ["no curve"] = ("CML7004", () => new ClassConfidenceThresholdingBuilder().Input("x", Feature.Double).Output("y", Feature.Double).Build()),
        ["an empty curve"] = ("CML7004", () => new ClassConfidenceThresholdingBuilder().Curve([], [], [1], [1])),
        ["a curve of two lengths"] = ("CML7005", () => new ClassConfidenceThresholdingBuilder().Curve([1], [1, 2], [1], [1])),
        ["a negative precision"] = ("CML7006", () => new ClassConfidenceThresholdingBuilder().Curve([-1], [1], [1], [1])),
        ["text for a normalizer"] = ("CML7002", () => new NormalizerBuilder(0).Input("x", Feature.Double)),
        ["integers for categories of text"] = ("CML7002", () => new OneHotEncoderBuilder().Input("x", Feature.Int64).Categories("a").Output("y").Build()),
        ["no categories"] = ("CML7007", () => new OneHotEncoderBuilder().Input("x", Feature.Int64).Output("y").Build()),
        ["a vector too long"] = ("CML7002", () => new OneHotEncoderBuilder().Input("x", Feature.Int64).Categories(1).Output("y", Feature.Array([2])).Build()),
        ["nothing to fill with"] = ("CML7004", () => new ImputerBuilder().Input("x", Feature.Int64).Output("y").Build()),
        ["text for a gap in numbers"] = ("CML7002", () => new ImputerBuilder().Input("x", Feature.Int64).Fill("a").Output("y").Build()),
        ["a mark of another kind"] = ("CML7006", () => new ImputerBuilder().Input("x", Feature.Int64).Fill(1L).Replace("a").Output("y").Build()),
        ["a filling too long"] = ("CML7005", () => new ImputerBuilder().Input("x", Feature.Array([2])).Fill(1.0, 2, 3).Output("y").Build()),
        ["a filling too short"] = ("CML7005", () => new ImputerBuilder().Input("x", Feature.Array([2])).Fill(1L, 2, 3).Output("y").Build()),
        ["an imputer that converts"] = ("CML7002", () => new ImputerBuilder().Input("x", Feature.Double).Fill(1.5).Output("y", Feature.Int64).Build()),
        ["a table without a size"] = ("CML7004", () => new FeatureVectorizerBuilder().Input("x", Feature.Int64Dictionary).Output("y").Build()),
        ["a sum that is wrong"] = ("CML7005", () => new FeatureVectorizerBuilder().Input("x", Feature.Int64).Output("y", Feature.Array([2])).Build()),
        ["keys of another kind"] = ("CML7002", () => new DictVectorizerBuilder().Input("x", Feature.Int64Dictionary).Keys("a").Output("y").Build()),
        ["no keys"] = ("CML7007", () => new DictVectorizerBuilder().Input("x", Feature.Int64Dictionary).Output("y").Build()),
        ["a map of two kinds"] = ("CML7006", () => new CategoricalMappingBuilder().Map("a", 1).Map(1, "a")),
        ["a map of nothing"] = ("CML7004", () => new CategoricalMappingBuilder().Input("x", Feature.Int64).Output("y").Build()),
        ["an answer of another kind"] = ("CML7006", () => new CategoricalMappingBuilder().Input("x", Feature.String).Map("a", 1).Unknown("b").Output("y").Build()),
        ["a key of another kind"] = ("CML7002", () => new CategoricalMappingBuilder().Input("x", Feature.Int64).Map("a", 1).Output("y").Build()),
        ["one for a sequence"] = ("CML7002", () => new CategoricalMappingBuilder()
            .Input("x", Feature.StringSequence()).Map("a", 1).Output("y", Feature.Int64).Build()),
        ["an index beyond the array"] = ("CML7006", () => new ArrayFeatureExtractorBuilder().Input("x", Feature.Array([2])).Pick(2).Output("y").Build()),
        ["no index"] = ("CML7004", () => new ArrayFeatureExtractorBuilder().Input("x", Feature.Array([2])).Output("y").Build()),
        ["two elements as a number"] = ("CML7005", () => new ArrayFeatureExtractorBuilder()
            .Input("x", Feature.Array([2])).Pick(0, 1).Output("y", Feature.Double).Build()),
        ["an overlap above 1"] = ("CML7006", () => new NonMaximumSuppressionBuilder().Thresholds(1.5, 0)),
        ["a negative confidence"] = ("CML7006", () => new NonMaximumSuppressionBuilder().Thresholds(0.5, -1)),
        ["boxes of no name"] = ("CML7008", () => new NonMaximumSuppressionBuilder().Input("s", Feature.Array([9, 2])).Inputs("s", "b")),
        ["a threshold that is an array"] = ("CML7002", () => Suppression().Inputs("s", "b", "s")),
        ["boxes of another type"] = ("CML7002", () => new NonMaximumSuppressionBuilder()
            .Input("s", Feature.Array([9, 2])).Input("b", Feature.Array([9, 4], ElementType.Float64)).Inputs("s", "b")),
        ["inputs without a part"] = ("CML7003", () => Suppression().Input("x", Feature.Double).Inputs("s", "b").Build()),
        ["inputs that are not named"] = ("CML7004", () => Suppression().Build()),
        ["labels and columns"] = ("CML7005", () => Suppression().Inputs("s", "b").Labels("a").Build()),
        ["an old gazetteer"] = ("CML7006", () => new GazetteerBuilder(1, Data)),
        ["a gazetteer without labels"] = ("CML7007", () => new GazetteerBuilder(2, Data).Input("x", Feature.String).Output("y").Build()),
        ["a text classifier of no revision"] = ("CML7006", () => new TextClassifierBuilder(0, Data)),
        ["a text classifier without labels"] = ("CML7007", () => new TextClassifierBuilder(1, Data).Input("x", Feature.String).Build()),
        ["a tagger without tags"] = ("CML7007", () => new WordTaggerBuilder(1, Data).Input("x", Feature.String).Build()),
        ["a tagger of numbers"] = ("CML7002", () => new WordTaggerBuilder(1, Data).Input("x", Feature.Double)),
        ["an old embedding"] = ("CML7006", () => new WordEmbeddingBuilder(1, Data)),
        ["sound for eyes"] = ("CML7002", () => new VisionFeaturePrintBuilder(
            Specification.CoreMLModels.VisionFeaturePrint.Types.Scene.Types.SceneVersion._1).Input("x", Feature.Array([2]))),
        ["an image for ears"] = ("CML7002", () => new AudioFeaturePrintBuilder(
            Specification.CoreMLModels.AudioFeaturePrint.Types.Sound.Types.SoundVersion._1).Input("x", Feature.Image(1, 1))),
        ["a second sound"] = ("CML7003", () => new SoundAnalysisPreprocessingBuilder("x", "y").Input("z", Feature.Array([2]))),
    };

    private static readonly Dictionary<string, Action> Arguments = new()
    {
        ["an empty name"] = () => new IdentityBuilder().Input("", Feature.Double),
        ["an empty type"] = () => new IdentityBuilder().Input("x", new FeatureType()),
        ["a negative size"] = () => Feature.Array([-1]),
        ["no size"] = () => Feature.Array([]),
        ["an element type of no feature"] = () => Feature.Array([1], ElementType.Int4),
        ["an image of no width"] = () => Feature.Image(0, 1),
        ["a default shape that is not allowed"] = () => Feature.Array([1, 2]).WithShapes([2, 2]),
        ["a shape of another rank"] = () => Feature.Array([1, 2]).WithShapes([1, 2], [1]),
        ["a default size outside of the range"] = () => Feature.Array([1, 2]).WithShapeRange(1, (3, 4)),
        ["too few ranges"] = () => Feature.Array([1, 2]).WithShapeRange(1),
        ["an image size that is not allowed"] = () => Feature.Image(1, 2).WithSizes((2, 1)),
        ["an image outside of the range"] = () => Feature.Image(1, 2).WithSizeRange(1, 1),
        ["shapes of an image"] = () => Feature.Image(1, 2).WithShapes([1]),
        ["sizes of an array"] = () => Feature.Array([1]).WithSizes((1, 1)),
        ["a range that is empty"] = () => _ = new SizeBounds(2, 1),
        ["half an integer"] = () => Feature.Array([1], ElementType.Int32).Optional(0.5),
        ["a large byte"] = () => Feature.Array([1], ElementType.Int8).Optional(200),
        ["a value outside of its range"] = () => Parameter.InRange(5, 1, 3),
        ["a value outside of its set"] = () => Parameter.OneOf(5, 1, 3),
        ["no linear weights"] = () => new LinearRegressorBuilder().Result([]),
        ["no dimensions"] = () => _ = new TreeEnsembleRegressorBuilder(0),
        ["a leaf as a comparison"] = () => Tree(tree => tree.Branch(0, 0, Behavior.LeafNode, 0, 1, 2)),
        ["probabilities named like the label"] = () => new LinearClassifierBuilder().Predicts("a", "a"),
        ["slopes without offsets"] = () => Machine().Probabilities([1], []),
        ["a custom model of no class"] = () => _ = new CustomModelBuilder(""),
        ["a parameter twice"] = () => new CustomModelBuilder("C").Parameter("a", 1).Parameter("a", 2),
        ["an output without a type"] = () => new CustomModelBuilder("C").Output("y"),
        ["a model of nothing"] = () => _ = new SerializedModelBuilder("f", []),
        ["a gazetteer of nothing"] = () => _ = new GazetteerBuilder(2, []),
        ["a linked model of no file"] = () => _ = new LinkedModelBuilder(""),
        ["a string twice"] = () => new CategoricalMappingBuilder().Map("a", 1).Map("a", 2),
    };

    public static TheoryData<string> CaseNames => [.. Cases.Keys];

    public static TheoryData<string> ArgumentNames => [.. Arguments.Keys];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void What_does_not_fit_is_a_diagnostic(string name) => Misuse.Expect(Cases[name].Code, Cases[name].Act);

    [Theory]
    [MemberData(nameof(ArgumentNames))]
    public void A_wrong_argument_is_an_argument_exception(string name) => Assert.ThrowsAny<ArgumentException>(Arguments[name]);

    [Fact]
    public void A_builder_makes_one_model()
    {
        IdentityBuilder builder = new IdentityBuilder().Input("x", Feature.Double);
        builder.Build().Dispose();
        Assert.Throws<InvalidOperationException>(() => builder.Build());
    }

    private static SupportVectorClassifierBuilder Machine() =>
        new SupportVectorClassifierBuilder(SupportVectorKernel.Linear).Input("x", Feature.Double).Labels("a", "b");

    private static NonMaximumSuppressionBuilder Suppression() =>
        new NonMaximumSuppressionBuilder().Input("s", Feature.Array([9, 2])).Input("b", Feature.Array([9, 4]));

    private static void Tree(Action<TreeBuilder> build) => new TreeEnsembleRegressorBuilder().Tree(build);
}
