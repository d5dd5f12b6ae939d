using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Mil.Tests;

/// <summary>Programs brought to other opsets.</summary>
public class OpsetTests
{
    private static readonly TensorType Row = new(ElementType.Float32, [1, 4]);
    private static readonly TensorType Index = new(ElementType.Int32, [2]);

    [Fact]
    public void A_raised_program_has_the_opset_of_its_version()
    {
        using CoreMLModel model = EditFixture.Program(version: 6);
        Model before = model.Specification.Clone();
        Assert.Empty(model.Retarget(9));
        Assert.Equal(("CoreML8", 9), (model.ReadProgram().Functions["main"].Opset, model.SpecificationVersion));
        Assert.Empty(model.Retarget(6));
        Assert.Equal(before, model.Specification);
        Assert.Empty(model.Retarget(10));
        Assert.Equal("CoreML9", model.ReadProgram().Functions["main"].Opset);
    }

    [Fact]
    public void Stages_of_pipelines_are_raised()
    {
        using CoreMLModel part = EditFixture.Program(version: 6);
        using CoreMLModel model = CoreMLModel.Create(new Model
        {
            SpecificationVersion = 6,
            Description = part.Specification.Description.Clone(),
            Pipeline = new Pipeline { Models = { part.Specification.Clone() }, Names = { "one" } },
        });
        Assert.Empty(model.Retarget(9));
        Assert.Equal("CoreML8", model.Stages[1].ReadProgram().Functions["main"].Opset);
        Assert.Equal((9, 9), (model.SpecificationVersion, model.Stages[1].Specification.SpecificationVersion));
    }

    [Fact]
    public void An_operation_that_is_another_one_keeps_its_opset_and_is_named()
    {
        using CoreMLModel model = Model("CoreML5", main =>
        {
            MilValue boxes = main.Body.AppendConst("boxes", TensorConstant.Create([1, 4, 4], new float[16]));
            MilValue scores = main.Body.AppendConst("scores", TensorConstant.Create([1, 4, 4], new float[16]));
            var type = new TensorType(ElementType.Float32, [1, 2, 4]);
            main.Body.Append(
                "non_maximum_suppression",
                [("boxes", boxes), ("scores", scores), ("iou_threshold", 0.5f), ("score_threshold", 0.5f), ("max_boxes", 2), ("per_class_suppression", false)],
                [("b", type), ("s", type), ("i", new TensorType(ElementType.Int32, [1, 2])), ("n", new TensorType(ElementType.Int32, [1]))]);
            return main.Inputs[0];
        });
        Diagnostic kept = Assert.Single(model.Retarget(9));
        Assert.Equal(("CML6106", DiagnosticSeverity.Warning, "main/block[0]/b"), (kept.Code, kept.Severity, kept.Path));
        // As far as it goes, and the version all the way.
        Assert.Equal(("CoreML6", 9), (model.ReadProgram().Functions["main"].Opset, model.SpecificationVersion));

        using CoreMLModel newer = EditFixture.Program(version: 9);
        newer.Retarget(9);
        CoreMLException exception = Assert.Throws<CoreMLException>(() => ModelSurgery.Merge(("a", newer), ("b", model)));
        Assert.Equal(("CML6104", "b/block[0]/b"), (exception.Code, exception.Diagnostics[0].Path));
    }

    [Fact]
    public void Negative_indices_that_are_known_are_counted_from_the_start()
    {
        using CoreMLModel model = Gather(TensorConstant.Vector(-1, 2), null);
        Assert.Empty(model.Retarget(8));
        MilFunction main = model.ReadProgram().Functions["main"];
        Assert.Equal(["const", "gather"], main.Body.Operations.Select(operation => operation.Type));
        Assert.Equal([3, 2], ((TensorConstant)main.Body.Operations[1].Inputs["indices"].Constant!).ToArray<int>());

        using CoreMLModel positive = Gather(TensorConstant.Vector(1, 2), null);
        Model before = positive.Specification.Clone();
        positive.Retarget(9);
        positive.Retarget(6);
        Assert.Equal(before, positive.Specification);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Negative_indices_that_come_later_are_counted_from_the_start_by_the_program(bool known)
    {
        using CoreMLModel model = Gather(null, known ? 4 : null);
        Assert.Empty(model.Retarget(9));
        MilProgram program = model.ReadProgram();
        MilFunction main = program.Functions["main"];
        string[] size = known ? [] : ["shape", "gather"];
        Assert.Equal(
            [.. size, "add", "greater_equal", "select", "gather"],
            main.Body.Operations.Select(operation => operation.Type).Where(type => type != "const"));
        MilOperation select = main.Body.Operations[^2];
        Assert.Equal("i", select.Inputs["a"].Value!.Name);
        Assert.Equal("add", select.Inputs["b"].Value!.Operation!.Type);
        Assert.Empty(program.Verify());
        Assert.Empty(TypeInference.Check(program));
        // Lowered, it counts from the start all the same.
        Assert.Empty(model.Retarget(6));
        Assert.Equal("CoreML5", model.ReadProgram().Functions["main"].Opset);
    }

    [Fact]
    public void Each_axis_of_several_has_its_size()
    {
        using CoreMLModel model = Model("CoreML5", main => main.Body.Append(
            "scatter_nd",
            [("data", main.Inputs[0]), ("indices", TensorConstant.Create([1, 2], -1, -2)), ("updates", TensorConstant.Vector(1f)), ("mode", "update")],
            [("s", Row)]).Output);
        Assert.Empty(model.Retarget(8));
        MilFunction main = model.ReadProgram().Functions["main"];
        Assert.Equal([0, 2], ((TensorConstant)main.Body.Operations[^1].Inputs["indices"].Constant!).ToArray<int>());
    }

    [Fact]
    public void Inputs_that_say_the_default_go_where_there_are_none()
    {
        CoreMLModel Program(bool validate) => Model("CoreML7", main => main.Body.Append(
            "gather", [("x", main.Inputs[0]), ("indices", TensorConstant.Vector(0, 1)), ("axis", 1), ("validate_indices", validate)],
            [("g", new TensorType(ElementType.Float32, [1, 2]))]).Output);
        using CoreMLModel model = Program(validate: false);
        model.Retarget(7);
        Assert.Equal(["x", "indices", "axis"], model.ReadProgram().Functions["main"].Body.Operations[^1].Inputs.Select(input => input.Name));
        using CoreMLModel other = Program(validate: true);
        Model before = other.Specification.Clone();
        Assert.Equal("CML4202", Assert.Throws<CoreMLException>(() => other.Retarget(7)).Code);
        Assert.Equal(before, other.Specification);
    }

    [Fact]
    public void Compressed_constants_take_the_form_of_the_opset()
    {
        byte[] indices = [0b11100100, 0b00011011, 0xFF];
        using CoreMLModel model = Model("CoreML6", main =>
        {
            MilOperation table = main.Body.Append("constexpr_lut_to_dense", [], [("t", new TensorType(ElementType.Float32, [3, 4]))]);
            table.Attributes["indices"] = TensorConstant.Create<byte>([3], indices);
            table.Attributes["lut"] = TensorConstant.Vector(1f, 2f, 3f, 4f);
            table.Attributes["shape"] = TensorConstant.Vector(3u, 4u);
            MilOperation mask = main.Body.Append("constexpr_sparse_to_dense", [], [("m", new TensorType(ElementType.Float32, [1, 4]))]);
            mask.Attributes["nonzero_data"] = TensorConstant.Vector(5f, 6f);
            mask.Attributes["mask"] = TensorConstant.Create<byte>([1], 0b1010);
            mask.Attributes["shape"] = TensorConstant.Vector(1u, 4u);
            MilOperation half = main.Body.Append("constexpr_cast", [], [("h", Row)]);
            half.Attributes["source_val"] = TensorConstant.Create<Half>([1, 4], (Half)1, (Half)2, (Half)3, (Half)4);
            half.Attributes["output_dtype"] = "fp32";
            MilValue sum = main.Body.Append("add", [("x", table.Output), ("y", mask.Output)], [("tm", table.Output.Type)]).Output;
            return main.Body.Append("add", [("x", sum), ("y", half.Output)], [("s", table.Output.Type)]).Output;
        });
        Model before = model.Specification.Clone();
        byte[][] values = Values(model);
        Assert.Empty(model.Retarget(9));
        MilProgram program = model.ReadProgram();
        Assert.Empty(TypeInference.Check(program));
        Assert.Equal("tensor<uint2, [3, 4]>", program.Functions["main"].Body.Operations[0].Inputs["indices"].Constant!.Type.ToString());
        Assert.Equal("tensor<fp32, [1, 1, 4, 1]>", program.Functions["main"].Body.Operations[0].Inputs["lut"].Constant!.Type.ToString());
        Assert.Equal("tensor<uint1, [1, 4]>", program.Functions["main"].Body.Operations[1].Inputs["mask"].Constant!.Type.ToString());
        Assert.Equal("source_val", program.Functions["main"].Body.Operations[2].Inputs[0].Name);
        Assert.Equal(values, Values(model));
        Assert.Empty(model.Retarget(7));
        Assert.Equal(before, model.Specification);
    }

    [Fact]
    public void An_element_type_that_the_opset_does_not_cast_is_refused()
    {
        using CoreMLModel model = EditFixture.Program(version: 6);
        model.SetSpecificationVersion(10);
        Model before = model.Specification.Clone();
        Assert.Equal("CML6101", Assert.Throws<CoreMLException>(() => model.Inputs["x"].ChangeElementType(ElementType.Int8)).Code);
        Assert.Equal(before, model.Specification);
        model.Retarget(10);
        model.Inputs["x"].ChangeElementType(ElementType.Int8);
        Assert.Empty(TypeInference.Check(model.ReadProgram()));
    }

    [Fact]
    public void Merged_functions_have_the_newest_opset()
    {
        using CoreMLModel old = EditFixture.Program(version: 6);
        using CoreMLModel newer = EditFixture.Program(version: 6);
        newer.Retarget(9);
        using CoreMLModel merged = ModelSurgery.Merge(("a", old), ("b", newer));
        Assert.All(merged.ReadProgram().Functions, function => Assert.Equal("CoreML8", function.Opset));
        Assert.Equal("CoreML5", old.ReadProgram().Functions["main"].Opset);
    }

    private static byte[][] Values(CoreMLModel model) => [.. model.ReadWeights().Select(weight => weight.Decode().ToArray())];

    // Two elements of a row of four, or of a number of elements that is known later.
    private static CoreMLModel Gather(TensorConstant? indices, long? size)
    {
        var type = new TensorType(ElementType.Float32, [1, size ?? (indices is null ? Dimension.CreateUnknown() : 4)]);
        return Model("CoreML5", main =>
        {
            main.Inputs[0].Type = type;
            MilArgument places = indices is null ? main.AddInput("i", Index) : main.Body.AppendConst("i", indices);
            return main.Body.Append(
                "gather", [("x", main.Inputs[0]), ("indices", places), ("axis", -1)], [("g", new TensorType(ElementType.Float32, [1, 2]))]).Output;
        });
    }

    private static CoreMLModel Model(string opset, Func<MilFunction, MilValue> build)
    {
        CoreMLModel model = CoreMLModel.Create(new Model { SpecificationVersion = 9, Description = new(), MlProgram = new() });
        var program = new MilProgram();
        MilFunction main = program.AddFunction("main", opset);
        main.AddInput("x", Row);
        main.Body.SetOutputs(build(main));
        model.WriteProgram(program);
        model.Specification.SpecificationVersion = DeploymentTargets.VersionOfOpset(opset);
        model.Specification.Description.Input.Add(new FeatureDescription { Name = "x" });
        return model;
    }
}
