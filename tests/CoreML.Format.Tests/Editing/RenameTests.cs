using CoreML.Specification;
using CoreML.Specification.CoreMLModels;
using Google.Protobuf;

namespace CoreML.Format.Tests;

/// <summary>A new name reaches every place that refers to a feature, in models of each type that names features inside.</summary>
public class RenameTests
{
    private static readonly SortedDictionary<string, (Model Model, string[] Names)> Models = new(StringComparer.Ordinal)
    {
        ["network"] = (Network(), ["image", "y", "target"]),
        ["classifier"] = (Classifier(), ["image", "probabilities", "label"]),
        ["control flow"] = (ControlFlow(), ["x", "y"]),
        ["pipeline"] = (PipelineOfTwo(), ["x", "y"]),
        ["program"] = (Program(), ["x", "y"]),
        ["suppression"] = (Suppression(), ["scores", "boxes", "iou", "confidence", "keptScores", "keptBoxes"]),
        ["recommender"] = (Recommender(), ["items", "k", "only", "never", "list", "points"]),
        ["bayesian"] = (Bayesian(), ["r", "o", "s", "t", "mean", "variance", "low", "sample"]),
        ["tagger"] = (Tagger(), ["text", "tokens", "tags", "at", "long"]),
        ["vectorizer"] = (Vectorizer(), ["a", "b", "v"]),
        ["vision"] = (Vision(), ["image", "hi", "lo"]),
    };

    public static TheoryData<string> Kinds => [.. Models.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_reference_follows(string kind)
    {
        (Model specification, string[] names) = Models[kind];
        foreach (string name in names)
        {
            using CoreMLModel model = CoreMLModel.Create(specification.Clone());
            ModelFeature feature = Find(model, name);
            feature.Rename("renamed");
            Assert.Equal("renamed", feature.Name);
            // A text that a model has is in its bytes as it is, so what still has the old name would be seen.
            Assert.Equal(Count(specification, name), Count(model.Specification, "renamed"));
            Assert.Equal(0, Count(model.Specification, name));
            feature.Rename(name);
            Assert.Equal(specification, model.Specification);
        }
    }

    [Fact]
    public void Values_inside_make_way()
    {
        using CoreMLModel model = CoreMLModel.Create(SampleModels.NeuralNetwork());
        model.Inputs["image"].Rename("features");
        Assert.Equal("features", model.Inputs[0].Name);
        NeuralNetwork network = model.Specification.NeuralNetwork;
        Assert.Equal(["features"], network.Layers[0].Input);
        Assert.Equal(["features_1"], network.Layers[0].Output);
        Assert.Equal(["features_1"], network.Layers[1].Input);
        Assert.Equal("conv", network.Layers[0].Name);
    }

    [Fact]
    public void A_name_of_another_feature_is_refused()
    {
        using CoreMLModel model = CoreMLModel.Create(SampleModels.NeuralNetwork());
        Model before = model.Specification.Clone();
        Assert.Equal("CML6002", Assert.Throws<CoreMLException>(() => model.Inputs["image"].Rename("y")).Code);
        Assert.Throws<ArgumentException>(() => model.Inputs["image"].Rename(""));
        Assert.Equal(before, model.Specification);
    }

    [Fact]
    public void What_one_stage_passes_to_the_next_is_a_name_taken()
    {
        using CoreMLModel model = CoreMLModel.Create(PipelineOfTwo());
        CoreMLException exception = Assert.Throws<CoreMLException>(() => model.Inputs["x"].Rename("between"));
        Assert.Equal("CML6002", exception.Code);
        Assert.Equal("pipeline.models[0]", exception.Diagnostics[0].Path);
    }

    [Fact]
    public void A_stage_is_renamed_inside_as_well()
    {
        using CoreMLModel model = CoreMLModel.Create(new Model
        {
            SpecificationVersion = 4,
            Description = SampleModels.NeuralNetwork().Description,
            Pipeline = new Pipeline { Models = { SampleModels.NeuralNetwork() } },
        });
        model.Outputs["y"].Rename("features");
        NeuralNetwork network = model.Stages[1].Specification.NeuralNetwork;
        Assert.Equal(["features_1"], network.Layers[0].Output);
        Assert.Equal(["features"], network.Layers[1].Output);
        Assert.Equal("features", model.Stages[1].Specification.Description.Output[0].Name);
    }

    [Fact]
    public void Functions_are_scopes_of_their_own()
    {
        using CoreMLModel model = CoreMLModel.Create(TwoFunctions());
        model.Functions[1].Inputs["x"].Rename("token");
        Assert.Equal("x", model.Functions[0].Inputs[0].Name);
        Assert.Equal("x", model.Specification.MlProgram.Functions["encode"].Inputs[0].Name);
        Assert.Equal("token", model.Specification.MlProgram.Functions["decode"].Inputs[0].Name);
        Assert.Equal("x", model.Inputs[0].Name);

        model.Functions[0].Rename("embed");
        Assert.Equal(["embed", "decode"], model.Specification.MlProgram.Functions.Keys);
        Assert.True(model.Functions[0].IsDefault);
        Assert.Equal("CML6002", Assert.Throws<CoreMLException>(() => model.Functions[0].Rename("decode")).Code);
        model.Functions[1].MakeDefault();
        Assert.Equal("token", model.Inputs[0].Name);
    }

    [Fact]
    public void A_name_that_is_not_there_is_said()
    {
        using CoreMLModel model = CoreMLModel.Create(SampleModels.Scaler());
        Assert.Null(model.Inputs.Find("z"));
        Assert.Contains("only: x", Assert.Throws<KeyNotFoundException>(() => model.Inputs["z"]).Message, StringComparison.Ordinal);
    }

    private static ModelFeature Find(CoreMLModel model, string name) =>
        model.Inputs.Find(name) ?? model.Outputs.Find(name) ?? model.TrainingInputs[name];

    private static int Count(Model model, string name)
    {
        byte[] wanted = [(byte)name.Length, .. System.Text.Encoding.UTF8.GetBytes(name)];
        ReadOnlySpan<byte> rest = model.ToByteArray();
        int count = 0;
        for (int at; (at = rest.IndexOf(wanted)) >= 0; rest = rest[(at + wanted.Length)..])
        {
            count++;
        }
        return count;
    }

    private static ModelDescription Describe(string[] inputs, string[] outputs) => new()
    {
        Input = { inputs.Select(name => new FeatureDescription { Name = name }) },
        Output = { outputs.Select(name => new FeatureDescription { Name = name }) },
    };

    private static Model Network()
    {
        Model model = SampleModels.NeuralNetwork();
        model.NeuralNetwork.Preprocessing.Add(new NeuralNetworkPreprocessing { FeatureName = "image", Scaler = new() });
        model.NeuralNetwork.UpdateParams = new NetworkUpdateParameters
        {
            LossLayers =
            {
                new LossLayer { Name = "a", MeanSquaredErrorLossLayer = new() { Input = "y", Target = "target" } },
                new LossLayer { Name = "b", CategoricalCrossEntropyLossLayer = new() { Input = "y", Target = "target" } },
            },
        };
        model.Description.TrainingInput.Add(new FeatureDescription { Name = "image" });
        model.Description.TrainingInput.Add(new FeatureDescription { Name = "target" });
        return model;
    }

    // Parameters of operations are called x and y as well, which is another matter.
    private static Model Program()
    {
        Model model = SampleModels.Program();
        var add = model.MlProgram.Functions["main"].BlockSpecializations["CoreML6"].Operations[0];
        (add.Inputs["left"], add.Inputs["right"]) = (add.Inputs["x"], add.Inputs["y"]);
        add.Inputs.Remove("x");
        add.Inputs.Remove("y");
        return model;
    }

    private static Model Classifier()
    {
        ModelDescription description = Describe(["image"], ["label", "probabilities"]);
        description.PredictedFeatureName = "label";
        description.PredictedProbabilitiesName = "probabilities";
        return new Model
        {
            Description = description,
            NeuralNetworkClassifier = new NeuralNetworkClassifier
            {
                Layers = { new NeuralNetworkLayer { Input = { "image" }, Output = { "probabilities" } } },
                LabelProbabilityLayerName = "probabilities",
            },
        };
    }

    private static Model ControlFlow()
    {
        var nested = new NeuralNetwork { Layers = { new NeuralNetworkLayer { Input = { "x" }, Output = { "y" } } } };
        return new Model
        {
            Description = Describe(["x"], ["y"]),
            NeuralNetworkRegressor = new NeuralNetworkRegressor
            {
                Layers =
                {
                    new NeuralNetworkLayer { Branch = new() { IfBranch = nested.Clone(), ElseBranch = nested.Clone() } },
                    new NeuralNetworkLayer { Loop = new() { ConditionVar = "y", ConditionNetwork = nested.Clone(), BodyNetwork = nested } },
                },
            },
        };
    }

    private static Model PipelineOfTwo()
    {
        Model first = SampleModels.Scaler();
        first.Description.Output[0].Name = "between";
        Model second = SampleModels.Scaler();
        second.Description.Input[0].Name = "between";
        return new Model { Description = SampleModels.Scaler().Description, Pipeline = new Pipeline { Models = { first, second } } };
    }

    private static Model Suppression() => new()
    {
        Description = Describe(["scores", "boxes", "iou", "confidence"], ["keptScores", "keptBoxes"]),
        NonMaximumSuppression = new NonMaximumSuppression
        {
            ConfidenceInputFeatureName = "scores",
            CoordinatesInputFeatureName = "boxes",
            IouThresholdInputFeatureName = "iou",
            ConfidenceThresholdInputFeatureName = "confidence",
            ConfidenceOutputFeatureName = "keptScores",
            CoordinatesOutputFeatureName = "keptBoxes",
        },
    };

    private static Model Recommender() => new()
    {
        Description = Describe(["items", "k", "only", "never"], ["list", "points"]),
        ItemSimilarityRecommender = new ItemSimilarityRecommender
        {
            ItemInputFeatureName = "items",
            NumRecommendationsInputFeatureName = "k",
            ItemRestrictionInputFeatureName = "only",
            ItemExclusionInputFeatureName = "never",
            RecommendedItemListOutputFeatureName = "list",
            RecommendedItemScoreOutputFeatureName = "points",
        },
    };

    private static Model Bayesian() => new()
    {
        Description = Describe(["r", "o", "s", "t"], ["mean", "variance", "low", "sample"]),
        BayesianProbitRegressor = new BayesianProbitRegressor
        {
            RegressionInputFeatureName = "r",
            OptimismInputFeatureName = "o",
            SamplingScaleInputFeatureName = "s",
            SamplingTruncationInputFeatureName = "t",
            MeanOutputFeatureName = "mean",
            VarianceOutputFeatureName = "variance",
            PessimisticProbabilityOutputFeatureName = "low",
            SampledProbabilityOutputFeatureName = "sample",
        },
    };

    private static Model Tagger() => new()
    {
        Description = Describe(["text"], ["tokens", "tags", "at", "long"]),
        WordTagger = new WordTagger
        {
            TokensOutputFeatureName = "tokens",
            TokenTagsOutputFeatureName = "tags",
            TokenLocationsOutputFeatureName = "at",
            TokenLengthsOutputFeatureName = "long",
        },
    };

    private static Model Vectorizer() => new()
    {
        Description = Describe(["a", "b"], ["v"]),
        FeatureVectorizer = new FeatureVectorizer
        {
            InputList =
            {
                new FeatureVectorizer.Types.InputColumn { InputColumn_ = "a", InputDimensions = 1 },
                new FeatureVectorizer.Types.InputColumn { InputColumn_ = "b", InputDimensions = 2 },
            },
        },
    };

    private static Model Vision() => new()
    {
        Description = Describe(["image"], ["hi", "lo"]),
        VisionFeaturePrint = new VisionFeaturePrint { Objects = new() { Output = { "hi", "lo" } } },
    };

    private static Model TwoFunctions()
    {
        Model model = SampleModels.Program();
        model.SpecificationVersion = 9;
        var main = model.MlProgram.Functions["main"];
        model.MlProgram.Functions.Clear();
        model.MlProgram.Functions.Add("encode", main.Clone());
        model.MlProgram.Functions.Add("decode", main);
        ModelDescription features = model.Description;
        model.Description = new ModelDescription
        {
            Functions =
            {
                new FunctionDescription { Name = "encode", Input = { features.Input }, Output = { features.Output } },
                new FunctionDescription { Name = "decode", Input = { features.Clone().Input }, Output = { features.Clone().Output } },
            },
            DefaultFunctionName = "encode",
        };
        return model;
    }
}
