using CoreML.Format;
using CoreML.Specification;
using ColorSpace = CoreML.Specification.ImageFeatureType.Types.ColorSpace;
using DataType = CoreML.Specification.ArrayFeatureType.Types.ArrayDataType;

namespace CoreML.Mil.Tests;

/// <summary>Types of inputs and outputs, changed in the description and inside the model together.</summary>
public class FeatureTypeTests
{
    [Fact]
    public void An_input_of_another_type_is_cast_where_it_comes_in()
    {
        using CoreMLModel model = EditFixture.Program(version: 7);
        model.Inputs["x"].ChangeElementType(ElementType.Float16);
        MilFunction main = model.ReadProgram().Functions["main"];
        Assert.Equal("tensor<fp16, [1, 4]>", main.Inputs["x"].Type.ToString());
        Assert.Equal(["const", "cast", "relu", "add"], main.Body.Operations.Select(operation => operation.Type));
        Assert.Equal("x_to_fp32", main.Body.Operations[2].Inputs["x"].Value!.Name);
        Assert.Equal(DataType.Float16, model.Inputs["x"].Specification.Type.MultiArrayType.DataType);

        model.Inputs["x"].ChangeElementType(ElementType.Float32);
        Assert.Equal(["relu", "add"], model.ReadProgram().Functions["main"].Body.Operations.Select(operation => operation.Type));
    }

    [Fact]
    public void An_output_of_another_type_keeps_its_name()
    {
        using CoreMLModel model = EditFixture.Program(version: 7);
        model.Outputs["y"].ChangeElementType(ElementType.Float16);
        MilBlock body = model.ReadProgram().Functions["main"].Body;
        Assert.Equal("y: tensor<fp16, [1, 4]>", body.Outputs[0].ToString());
        Assert.Equal("y_fp32", body.Outputs[0].Operation!.Inputs["x"].Value!.Name);
        Assert.Equal("fp16", ((TensorConstant)body.Outputs[0].Operation!.Inputs["dtype"].Constant!).ToStrings()[0]);

        model.Outputs["y"].ChangeElementType(ElementType.Float32);
        Assert.Equal(["relu", "add"], model.ReadProgram().Functions["main"].Body.Operations.Select(operation => operation.Type));
    }

    [Fact]
    public void A_type_of_a_newer_version_is_refused()
    {
        using CoreMLModel model = EditFixture.Program(version: 6);
        CoreMLException exception = Assert.Throws<CoreMLException>(() => model.Inputs["x"].ChangeElementType(ElementType.Float16));
        Assert.Equal("CML6004", exception.Code);
        Assert.Contains("Raise the version first", exception.Diagnostics[0].Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ElementType.Float64)]
    [InlineData(ElementType.Bool)]
    public void A_type_that_programs_do_not_take_is_refused(ElementType type)
    {
        using CoreMLModel model = EditFixture.Program(version: 10);
        Model before = model.Specification.Clone();
        Assert.Equal("CML6101", Assert.Throws<CoreMLException>(() => model.Inputs["x"].ChangeElementType(type)).Code);
        Assert.Equal(before, model.Specification);
    }

    [Fact]
    public void A_network_converts_what_it_is_given_by_itself()
    {
        using CoreMLModel model = CoreMLModel.Create(EditFixture.Network(3, 8, 8));
        Model before = model.Specification.Clone();
        model.Inputs["x"].ChangeElementType(ElementType.Float64);
        before.Description.Input[0].Type.MultiArrayType.DataType = DataType.Double;
        Assert.Equal(before, model.Specification);
    }

    [Fact]
    public void An_array_becomes_an_image_with_its_flexible_sizes()
    {
        Model network = EditFixture.Network(3, 8, 16);
        ArrayFeatureType array = network.Description.Input[0].Type.MultiArrayType;
        array.ShapeRange = new()
        {
            SizeRanges =
            {
                new SizeRange { LowerBound = 3, UpperBound = 3 },
                new SizeRange { LowerBound = 4, UpperBound = 8 },
                new SizeRange { LowerBound = 16, UpperBound = -1 },
            },
        };
        using CoreMLModel model = CoreMLModel.Create(network);
        Model before = network.Clone();
        model.Inputs["x"].ChangeToImage(ColorSpace.Bgr);
        ImageFeatureType image = model.Inputs["x"].Specification.Type.ImageType;
        Assert.Equal((8, 16, ColorSpace.Bgr), (image.Height, image.Width, image.ColorSpace));
        Assert.Equal((4UL, 8), (image.ImageSizeRange.HeightRange.LowerBound, image.ImageSizeRange.HeightRange.UpperBound));
        model.Inputs["x"].ChangeToMultiArray();
        Assert.Equal(before, model.Specification);
    }

    [Theory]
    [InlineData(ColorSpace.Grayscale, 3, 8, 8)]
    [InlineData(ColorSpace.Rgb, 1, 8, 8)]
    [InlineData(ColorSpace.Rgb, 8, 8)]
    [InlineData(ColorSpace.Rgb, 1, 3, 8, 8)]
    public void An_array_that_is_no_image_is_refused(ColorSpace space, params int[] shape)
    {
        using CoreMLModel model = CoreMLModel.Create(EditFixture.Network(Array.ConvertAll(shape, size => (long)size)));
        Assert.Equal("CML6101", Assert.Throws<CoreMLException>(() => model.Inputs["x"].ChangeToImage(space)).Code);
    }

    [Theory]
    [InlineData("x", ColorSpace.Rgb, new[] { 4f, 3f, 2f })]
    [InlineData("", ColorSpace.Bgr, new[] { 2f, 3f, 4f })]
    [InlineData("x", ColorSpace.Grayscale, new[] { 5f })]
    public void What_scales_an_image_becomes_a_layer(string name, ColorSpace space, float[] bias)
    {
        using CoreMLModel model = CoreMLModel.Create(EditFixture.Network(bias.Length, 8, 8));
        model.Inputs["x"].ChangeToImage(space);
        NeuralNetwork network = model.Specification.NeuralNetwork;
        network.Layers.Add(new NeuralNetworkLayer { Name = "x_scaled", Input = { "x" }, Output = { "x_scaled" }, Activation = new() { ReLU = new() } });
        network.Preprocessing.Add(new NeuralNetworkPreprocessing
        {
            FeatureName = name,
            Scaler = new() { ChannelScale = 0.5f, BlueBias = 2, GreenBias = 3, RedBias = 4, GrayBias = 5 },
        });
        model.Inputs["x"].ChangeToMultiArray();
        Assert.Empty(network.Preprocessing);
        NeuralNetworkLayer scale = network.Layers[0];
        Assert.Equal(("x", "x_scaled_1"), (scale.Input[0], scale.Output[0]));
        Assert.Equal([0.5f], scale.Scale.Scale.FloatValue);
        Assert.Equal(bias, scale.Scale.Bias.FloatValue);
        Assert.All(network.Layers.Skip(1), layer => Assert.Equal("x_scaled_1", layer.Input[0]));
        Assert.Equal($"x: multiArray FLOAT32 [{bias.Length}, 8, 8]", model.Inputs[0].ToString());
    }

    [Fact]
    public void An_image_that_another_is_subtracted_from_stays_one()
    {
        using CoreMLModel model = CoreMLModel.Create(EditFixture.Network(1, 8, 8));
        model.Inputs["x"].ChangeToImage(ColorSpace.Grayscale);
        model.Specification.NeuralNetwork.Preprocessing.Add(new NeuralNetworkPreprocessing { FeatureName = "x", MeanImage = new() });
        Model before = model.Specification.Clone();
        CoreMLException exception = Assert.Throws<CoreMLException>(() => model.Inputs["x"].ChangeToMultiArray());
        Assert.Equal("CML6101", exception.Code);
        Assert.Contains("subtracts", exception.Diagnostics[0].Found, StringComparison.Ordinal);
        Assert.Equal(before, model.Specification);
    }

    [Fact]
    public void A_pipeline_and_its_stages_agree()
    {
        Model stage = EditFixture.Network(3, 8, 8);
        using CoreMLModel model = CoreMLModel.Create(new Model
        {
            SpecificationVersion = 3,
            Description = stage.Description.Clone(),
            Pipeline = new Pipeline { Models = { stage } },
        });
        model.Inputs["x"].ChangeToImage(ColorSpace.Rgb);
        Assert.Equal(model.Inputs["x"].Specification.Type, stage.Description.Input[0].Type);
        Assert.Equal(ColorSpace.Rgb, stage.Description.Input[0].Type.ImageType.ColorSpace);
    }

    [Fact]
    public void A_graph_read_before_a_rename_is_not_written_over_it()
    {
        using CoreMLModel model = EditFixture.Program(version: 7);
        MilProgram program = model.ReadProgram();
        model.Inputs["x"].Rename("image");
        Assert.Throws<InvalidOperationException>(() => model.WriteProgram(program));
        model.WriteProgram(model.ReadProgram());
        Assert.Equal("image", model.ReadProgram().Functions["main"].Inputs[0].Name);
    }
}
