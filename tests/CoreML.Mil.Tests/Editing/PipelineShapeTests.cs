using CoreML.Format;
using CoreML.Specification;
using DataType = CoreML.Specification.ArrayFeatureType.Types.ArrayDataType;

namespace CoreML.Mil.Tests;

/// <summary>Shapes changed through pipelines.</summary>
public class PipelineShapeTests
{
    [Fact]
    public void A_shape_goes_from_stage_to_stage()
    {
        using CoreMLModel model = Pipeline(Double("x", "y"), Double("y", "z"));
        model.Inputs["x"].FixShape(1, 6);
        Assert.Equal(["x: multiArray FLOAT32 [1, 6]", "z: multiArray FLOAT32 [1, 24]"], Features(model.Specification));
        Assert.Equal(["x: multiArray FLOAT32 [1, 6]", "y: multiArray FLOAT32 [1, 12]"], Features(model.Stages[1].Specification));
        Assert.Equal(["y: multiArray FLOAT32 [1, 12]", "z: multiArray FLOAT32 [1, 24]"], Features(model.Stages[2].Specification));
        Assert.All(model.Stages.Skip(1), stage => Assert.Empty(TypeInference.Check(stage.ReadProgram())));
        model.Inputs["x"].FixShape(1, 4);
        using CoreMLModel before = Pipeline(Double("x", "y"), Double("y", "z"));
        Assert.Equal(before.Specification, model.Specification);
    }

    [Fact]
    public void Ranges_and_several_shapes_go_from_stage_to_stage()
    {
        using CoreMLModel model = Pipeline(Double("x", "y"), Double("y", "z"));
        model.Inputs["x"].SetShapeRange((1, 1), (2, 8));
        SizeRange range = model.Stages[2].Specification.Description.Input[0].Type.MultiArrayType.ShapeRange.SizeRanges[1];
        Assert.Equal((4ul, 16L), (range.LowerBound, range.UpperBound));
        Assert.Equal(model.Stages[1].Specification.Description.Output[0].Type, model.Stages[2].Specification.Description.Input[0].Type);
        Assert.Equal(model.Stages[2].Specification.Description.Output[0].Type, model.Outputs["z"].Specification.Type);
        Assert.False(((TensorType)model.Stages[2].ReadProgram().Functions["main"].Inputs[0].Type).Shape.IsKnown);

        model.Inputs["x"].SetEnumeratedShapes([1, 4], [1, 7], [1, 5]);
        Assert.Equal([8L, 14L, 10L], model.Stages[2].Specification.Description.Input[0].Type.MultiArrayType.EnumeratedShapes.Shapes.Select(shape => shape.Shape_[1]));
        model.Inputs["x"].FixShape(1, 7);
        Assert.Equal([1L, 14L], model.Stages[2].Specification.Description.Input[0].Type.MultiArrayType.Shape);
    }

    [Fact]
    public void Pipelines_in_pipelines_pass_shapes_on()
    {
        using CoreMLModel inner = Pipeline(Double("x", "y"), Double("y", "z"));
        using CoreMLModel model = Pipeline(inner.Specification.Clone(), Double("z", "w"));
        model.Inputs["x"].FixShape(1, 3);
        Assert.Equal(["x: multiArray FLOAT32 [1, 3]", "w: multiArray FLOAT32 [1, 24]"], Features(model.Specification));
        Assert.Equal(["x: multiArray FLOAT32 [1, 3]", "z: multiArray FLOAT32 [1, 12]"], Features(model.Stages[1].Specification));
    }

    [Fact]
    public void What_a_network_makes_is_not_known_and_is_said()
    {
        Model network = EditFixture.Network(1, 4);
        using CoreMLModel last = Pipeline(Double("x", "y"), Rename(network, "y", "z", 8));
        last.Inputs["x"].FixShape(1, 6);
        Assert.Equal([1L, 12L], last.Stages[2].Specification.Description.Input[0].Type.MultiArrayType.Shape);

        using CoreMLModel first = Pipeline(Rename(network, "x", "y", 4), Double("y", "z"));
        Model before = first.Specification.Clone();
        CoreMLException refused = Assert.Throws<CoreMLException>(() => first.Inputs["x"].FixShape(1, 6));
        Assert.Equal(("CML6101", "pipeline.models[1].y"), (refused.Code, refused.Diagnostics[0].Path));
        Assert.Equal(before, first.Specification);
        first.Inputs["x"].FixShape(1, 4);
        Assert.Equal(before, first.Specification);
    }

    [Fact]
    public void What_a_later_stage_refuses_leaves_all_stages_as_they_were()
    {
        Model reshape = Stage("y", "z", [1, 8], [2, 4], (main, x) => main.Body.Append(
            "reshape", [("x", x), ("shape", main.Body.AppendConst("s", TensorConstant.Vector(2, 4)))], [("z", new TensorType(ElementType.Float32, [2, 4]))]).Output);
        using CoreMLModel model = Pipeline(Double("x", "y"), reshape);
        Model before = model.Specification.Clone();
        Assert.Equal("CML4208", Assert.Throws<CoreMLException>(() => model.Inputs["x"].FixShape(1, 6)).Code);
        Assert.Equal(before, model.Specification);

        using CoreMLModel classic = Pipeline(Double("x", "y"), new Model
        {
            SpecificationVersion = 1,
            Description = Describe("y", [1, 8], "z", [1, 8]),
            Scaler = new Scaler { ShiftValue = { 0 }, ScaleValue = { 1 } },
        });
        Assert.Equal("CML6101", Assert.Throws<CoreMLException>(() => classic.Inputs["x"].FixShape(1, 6)).Code);
    }

    [Fact]
    public void An_image_has_two_sizes()
    {
        using CoreMLModel model = CoreMLModel.Create(EditFixture.Network(3, 8, 8));
        model.Inputs["x"].ChangeToImage(ImageFeatureType.Types.ColorSpace.Rgb);
        Assert.Equal("CML6101", Assert.Throws<CoreMLException>(() => model.Inputs["x"].FixShape(16)).Code);
        model.Inputs["x"].FixShape(16, 24);
        Assert.Equal((16, 24), (model.Inputs["x"].Specification.Type.ImageType.Height, model.Inputs["x"].Specification.Type.ImageType.Width));
    }

    // Twice as long: the input behind itself.
    private static Model Double(string input, string output) => Stage(input, output, [1, Length(input)], [1, 2 * Length(input)], (main, x) => main.Body.Append(
        "concat", [("values", [x, x]), ("axis", main.Body.AppendConst("axis", 1)), ("interleave", main.Body.AppendConst("interleave", false))],
        [(output, new TensorType(ElementType.Float32, [1, 2 * Length(input)]))]).Output);

    private static long Length(string name) => 4L << (name switch { "x" => 0, "y" => 1, "z" => 2, _ => 3 });

    private static Model Stage(string input, string output, long[] from, long[] to, Func<MilFunction, MilValue, MilValue> build)
    {
        using CoreMLModel model = CoreMLModel.Create(new Model { SpecificationVersion = 6, Description = Describe(input, from, output, to), MlProgram = new() });
        var program = new MilProgram();
        MilFunction main = program.AddFunction("main", "CoreML5");
        main.Body.SetOutputs(build(main, main.AddInput(input, new TensorType(ElementType.Float32, from))));
        model.WriteProgram(program);
        return model.Specification;
    }

    private static Model Rename(Model network, string input, string output, long size)
    {
        Model renamed = network.Clone();
        renamed.Description = Describe(input, [1, size], output, [1, size]);
        renamed.NeuralNetwork.Layers[0].Input[0] = input;
        renamed.NeuralNetwork.Layers[0].Output[0] = output;
        return renamed;
    }

    private static CoreMLModel Pipeline(params Model[] stages) => CoreMLModel.Create(new Model
    {
        SpecificationVersion = 6,
        Description = new ModelDescription { Input = { stages[0].Description.Input }, Output = { stages[^1].Description.Output } }.Clone(),
        Pipeline = new Pipeline { Models = { stages } },
    });

    private static ModelDescription Describe(string input, long[] from, string output, long[] to) => new()
    {
        Input = { Feature(input, from) },
        Output = { Feature(output, to) },
    };

    private static FeatureDescription Feature(string name, long[] shape) => new()
    {
        Name = name,
        Type = new FeatureType { MultiArrayType = new ArrayFeatureType { Shape = { shape }, DataType = DataType.Float32 } },
    };

    private static string[] Features(Model model) =>
        [.. model.Description.Input.Concat(model.Description.Output).Select(feature => $"{feature.Name}: {FeatureText.Of(feature.Type)}")];
}
