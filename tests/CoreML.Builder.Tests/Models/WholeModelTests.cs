using CoreML.Format;
using CoreML.Specification;
using Kernel = CoreML.Builder.SupportVectorKernel;
using Norm = CoreML.Specification.Normalizer.Types.NormType;
using static CoreML.Builder.DecisionNode;

namespace CoreML.Builder.Tests;

/// <summary>What only the whole model shows is found when it is made: features of types that were put together by hand.</summary>
public class WholeModelTests
{
    private static readonly byte[] Data = [1, 2, 3];

    // Each makes its model and takes the type for one of its features.
    private static readonly (string Name, FeatureType Wrong, string Code, Func<FeatureType, bool, Model> Build)[] Cases =
    [
        ("linear regressor", Array(), "CML8121", (type, validate) => new LinearRegressorBuilder().Input("x", type).Result([1, 2]).Predicts("y").BuildSpecification(validate)),
        ("linear classifier", Array(), "CML8121", (type, validate) => new LinearClassifierBuilder().Input("x", type).Score([1, 2]).Labels("a", "b").BuildSpecification(validate)),
        ("support vector regressor", Array(), "CML8121", (type, validate) => new SupportVectorRegressorBuilder(Kernel.Linear)
            .Input("x", type).Vector([1, 2], 0.5).BuildSpecification(validate)),
        ("support vector classifier", Array(), "CML8121", (type, validate) => new SupportVectorClassifierBuilder(Kernel.Linear)
            .Input("x", type).Labels("a", "b").Vector([1, 2], 1).Vector([3, 4], -1).VectorsPerClass(1, 1).Rho(0.5).BuildSpecification(validate)),
        ("tree regressor", Array(), "CML8121", (type, validate) => new TreeEnsembleRegressorBuilder().Input("x", type).Tree(Leaf(1)).BuildSpecification(validate)),
        ("tree classifier", Array(), "CML8121", (type, validate) => new TreeEnsembleClassifierBuilder(1)
            .Input("x", type).Labels("a", "b").Tree(Leaf(1)).BuildSpecification(validate)),
        ("normalizer", Array(), "CML8121", (type, validate) => new NormalizerBuilder(Norm.L2).Input("x", type).Output("y").BuildSpecification(validate)),
        ("scaler", Array(), "CML8121", (type, validate) => new ScalerBuilder().Input("x", type).Scale(0.5).Output("y").BuildSpecification(validate)),
        ("feature vectorizer", Array(), "CML8121", (type, validate) => new FeatureVectorizerBuilder().Input("x", type).Output("y").BuildSpecification(validate)),
        ("array feature extractor", Array(), "CML8121", (type, validate) => new ArrayFeatureExtractorBuilder().Input("x", type).Pick(0).Output("y").BuildSpecification(validate)),
        ("thresholds", Array(), "CML8121", (type, validate) => new ClassConfidenceThresholdingBuilder()
            .Input("x", type).Output("y", Feature.Array([2]))
            .Curve([0.1f], [0.2f], [0.9f], [0.5f]).Curve([0.1f], [0.2f], [0.9f], [0.5f]).BuildSpecification(validate)),
        ("custom", new() { DictionaryType = new() }, "CML8105", (type, validate) => new CustomModelBuilder("Mine", "mine")
            .Input("x", type).Output("y", Feature.Double).BuildSpecification(validate)),
        ("linked", new() { SequenceType = new() }, "CML8106", (type, validate) => new LinkedModelBuilder("a.mlmodelc", ".")
            .Input("x", type).Output("y", Feature.Double).BuildSpecification(validate)),
        ("serialized", new() { ImageType = new() }, "CML8141", (type, validate) => new SerializedModelBuilder("com.example.form", Data)
            .Input("x", type).Output("y", Feature.Double).BuildSpecification(validate)),
        ("identity", new() { DictionaryType = new() }, "CML8105", (type, validate) => new IdentityBuilder().Input("x", type).BuildSpecification(validate)),
        ("pipeline", new() { DictionaryType = new() }, "CML8105", (type, validate) => new PipelineBuilder()
            .Input("unused", type).Input("x", Feature.Array([2])).Stage(PipelineGallery.Scaler()).Output("y").BuildSpecification(validate)),
    ];

    public static TheoryData<string> Names => [.. Cases.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_model_that_Core_ML_would_refuse_is_not_made_unless_asked_for(string name)
    {
        (_, FeatureType wrong, string code, Func<FeatureType, bool, Model> build) = Cases.Single(entry => entry.Name == name);
        CoreMLException exception = Assert.Throws<CoreMLException>(() => build(wrong, true));
        Assert.Contains(exception.Diagnostics, diagnostic => diagnostic.Code == code && diagnostic.Path!.StartsWith("description.input[0].type", StringComparison.Ordinal));
        Assert.Equal(wrong, build(wrong, false).Description.Input[0].Type);
    }

    [Fact]
    public void A_network_that_Core_ML_would_refuse_is_not_made_unless_asked_for()
    {
        Assert.Equal("CML8126", Assert.Throws<CoreMLException>(() => Network(true)).Code);
        Network(false).Dispose();

        static CoreMLModel Network(bool validate)
        {
            var network = new NeuralNetworkBuilder();
            return network.Output("y", network.Input("x", OutOfRange()).Relu()).Build(validate);
        }
    }

    [Fact]
    public void A_program_that_Core_ML_would_refuse_is_not_made_unless_asked_for()
    {
        Assert.Equal("CML8126", Assert.Throws<CoreMLException>(() => Program(true)).Code);
        Program(false).Dispose();

        static CoreMLModel Program(bool validate) =>
            ProgramBuilder.Build(DeploymentTarget.IOS16, p => p.Output("y", p.Input("x", OutOfRange()).Relu()), validate);
    }

    // Without a type of elements.
    private static FeatureType Array() => new() { MultiArrayType = new() { Shape = { 2 } } };

    // With a shape that its own range does not allow.
    private static FeatureType OutOfRange() => new()
    {
        MultiArrayType = new()
        {
            DataType = ArrayFeatureType.Types.ArrayDataType.Float32,
            Shape = { 1, 4 },
            ShapeRange = new() { SizeRanges = { new SizeRange { LowerBound = 1, UpperBound = 1 }, new SizeRange { LowerBound = 8, UpperBound = 16 } } },
        },
    };
}
