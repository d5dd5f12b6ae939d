using CoreML.Format;
using CoreML.Format.Tests;
using CoreML.Mil;
using CoreML.Specification;
using Numerics = System.Numerics.Tensors;

namespace CoreML.Builder.Tests;

public class ProgramBuilderTests
{
    private static readonly float[] Weights = [.. Enumerable.Range(0, 32).Select(i => i / 8f)];

    [Fact]
    public void A_model_is_built_saved_and_opened_again()
    {
        using var folder = new TemporaryFolder();
        using (CoreMLModel model = ProgramBuilder.Build(DeploymentTarget.IOS17, p =>
        {
            Var x = p.Input("x", [1, 8], description: "Eight numbers.");
            p.Output("y", x.Linear(Weight.Of(Weights, [4, 8]), new float[] { 1, 2, 3, 4 }).Relu());
        }))
        {
            model.Save(folder["m.mlpackage"]);
        }
        using CoreMLModel again = CoreMLModel.Open(folder["m.mlpackage"]);
        Assert.Equal(8, again.Specification.SpecificationVersion);
        Assert.Equal([1L, 8], again.Specification.Description.Input[0].Type.MultiArrayType.Shape);
        Assert.Equal("Eight numbers.", again.Specification.Description.Input[0].ShortDescription);
        Assert.Equal([1L, 4], again.Specification.Description.Output[0].Type.MultiArrayType.Shape);
        MilProgram program = again.ReadProgram();
        MilBlock body = program.Functions["main"].Body;
        Assert.Equal("CoreML7", program.Functions["main"].Opset);
        Assert.Equal(["const", "const", "linear", "relu"], body.Operations.Select(operation => operation.Type));
        var weight = (TensorConstant)body.Operations[2].Inputs["weight"].Constant!;
        Assert.Equal(Weights, weight.ToArray<float>());
        Assert.NotNull(weight.WeightLocation);
        Assert.Null(((TensorConstant)body.Operations[2].Inputs["bias"].Constant!).WeightLocation);
        Assert.Equal("y", body.Outputs[0].Name);
        Assert.Empty(TypeInference.Check(program));
        Assert.Empty(program.Verify());
    }

    [Fact]
    public void Numbers_take_the_type_of_what_they_meet()
    {
        var p = new ProgramBuilder(DeploymentTarget.IOS17);
        Var x = p.Input("x", [2, 3]);
        Var half = x.Cast(ElementType.Float16);
        Var y = (2 - half) * 0.5 + new float[] { 1, 2, 3 };
        Assert.Equal(ElementType.Float16, y.ElementType);
        Assert.Equal([2, 3], y.Dimensions.ToSizes());
        Var count = x.Shape() + 1;
        Assert.Equal(ElementType.Int32, count.ElementType);
        Assert.Equal([6L], x.Reshape([-1]).Dimensions.ToSizes());
        Assert.Equal([4L, 2, 2, 2], p.Input("i", [1, 2, 4, 4]).SpaceToBatch([2, 2], [[0, 0], [0, 0]]).Dimensions.ToSizes());
    }

    [Fact]
    public void Operators_append_operations()
    {
        var p = new ProgramBuilder(DeploymentTarget.IOS15);
        Var x = p.Input("x", [4]);
        Var y = p.Input("y", [4]);
        Var[] made =
        [
            x + y, x - y, x * y, x / y, x % y, x < y, x > y, x <= y, x >= y, 1 + x, 1 - x, 2 * x, 1 / x, -x,
            (x < y) & (x > y), (x < y) | (x > y), (x < y) ^ (x > y), !(x < y),
        ];
        Assert.Equal(
            [
                "add", "sub", "mul", "real_div", "mod", "less", "greater", "less_equal", "greater_equal", "add", "sub", "mul", "real_div",
                "mul", "logical_and", "logical_or", "logical_xor", "logical_not",
            ],
            made.Select(value => value.Value.Operation!.Type));
    }

    [Fact]
    public void Names_are_given_or_made()
    {
        var p = new ProgramBuilder(DeploymentTarget.IOS15);
        Var x = p.Input("x", [4]);
        Assert.Equal(["relu", "relu_1", "mine", "relu_2"], new[] { x.Relu(), x.Relu(), x.Relu("mine"), x.Relu() }.Select(value => value.Name));
        (Var values, Var indices) = x.Topk(2, name: "top");
        Assert.Equal(("top_0", "top_1"), (values.Name, indices.Name));
        Var first = x.Exp("out");
        p.Output("out", x.Exp());
        Assert.Equal("out_1", first.Name);
    }

    [Fact]
    public void Inputs_and_returned_values_can_be_returned_again()
    {
        using CoreMLModel model = ProgramBuilder.Build(DeploymentTarget.IOS16, p =>
        {
            Var x = p.Input("x", [4]);
            Var y = x.Relu();
            p.Output("a", x);
            p.Output("b", y);
            p.Output("c", y);
            p.Output("d", p.Const(new float[20]));
        });
        Assert.Equal(["a", "b", "c", "d"], model.ReadProgram().Functions["main"].Body.Outputs.Select(value => value.Name));
    }

    [Fact]
    public void Weights_come_from_anything_and_are_stored_once()
    {
        using var folder = new TemporaryFolder();
        float[] numbers = [.. Enumerable.Range(0, 64).Select(i => i / 4f)];
        Numerics.Tensor<float> tensor = Numerics.Tensor.Create(numbers, (ReadOnlySpan<nint>)[8, 8]);
        TensorConstant shared = Weight.Of(Array.ConvertAll(numbers, number => (Half)number), [8, 8]);
        using CoreMLModel model = ProgramBuilder.Build(DeploymentTarget.IOS18, p =>
        {
            Var x = p.Input("x", [1, 8], ElementType.Float16);
            Var y = x.Linear(tensor).Linear(tensor).Linear(shared).Linear(shared).Linear(Weight.Of(numbers.AsSpan(), [8, 8]).As(ElementType.Float16));
            p.Output("y", y.Add(new Half[8]));
        });
        model.Save(folder["m.mlpackage"]);
        using CoreMLModel again = CoreMLModel.Open(folder["m.mlpackage"]);
        TensorConstant[] weights =
        [
            .. again.ReadProgram().Functions["main"].Body.Operations.Where(operation => operation.Type == "linear")
                .Select(operation => (TensorConstant)operation.Inputs["weight"].Constant!),
        ];
        Assert.All(weights, weight => Assert.Equal(numbers, weight.ToSingles()));
        Assert.All(weights, weight => Assert.Equal(ElementType.Float16, weight.ElementType));
        Assert.Equal(3, weights.Select(weight => weight.WeightLocation).Distinct().Count());
    }

    [Fact]
    public void The_same_memory_is_stored_once_whatever_its_shape()
    {
        using var folder = new TemporaryFolder();
        Half[] halves = [.. Enumerable.Range(0, 64).Select(i => (Half)i)];
        Numerics.Tensor<sbyte> bytes = Numerics.Tensor.Create(new sbyte[64], (ReadOnlySpan<nint>)[8, 8]);
        using CoreMLModel model = ProgramBuilder.Build(DeploymentTarget.IOS26, p =>
        {
            p.Output("a", p.Const(halves));
            p.Output("b", p.Const(Weight.Of(halves, [8, 8])));
            p.Output("c", p.Const(Weight.Of<Half>(halves.AsMemory(0, 32), [32])));
            p.Output("d", p.Const(bytes));
            p.Output("e", p.Const(bytes));
        });
        model.Save(folder["m.mlpackage"]);
        using CoreMLModel again = CoreMLModel.Open(folder["m.mlpackage"]);
        long[] places =
        [
            .. again.ReadProgram().Functions["main"].Body.Operations.Where(operation => operation.Type == "identity")
                .Select(operation => ((TensorConstant)operation.Inputs["x"].Constant!).WeightLocation!.Value.Offset),
        ];
        Assert.Equal((places[0], places[3]), (places[1], places[4]));
        Assert.Equal(3, places.Distinct().Count());
    }

    [Fact]
    public void Nothing_of_a_weight_is_read_before_the_model_is_saved()
    {
        using var folder = new TemporaryFolder();
        using CoreMLModel model = ProgramBuilder.Build(
            DeploymentTarget.IOS18, p => p.Output("y", p.Const(TensorConstant.FromContent(TensorShape.FromSizes([64]), new Unreadable(64)))));
        Assert.Throws<NotSupportedException>(() => model.Save(folder["m.mlpackage"]));
        Assert.Empty(folder.Names);
    }

    private sealed class Unreadable(long count) : WeightContent(ElementType.Float16, count)
    {
        public override void Read(long start, Span<byte> destination) => throw new NotSupportedException();
    }

    [Fact]
    public void A_classifier_has_labels()
    {
        using CoreMLModel strings = ProgramBuilder.Build(DeploymentTarget.IOS16, p => p.Classify(p.Input("x", [1, 3]).Softmax(), ["a", "b", "c"]));
        ModelDescription description = strings.Specification.Description;
        Assert.Equal(("classLabel", "classLabel_probs"), (description.PredictedFeatureName, description.PredictedProbabilitiesName));
        Assert.NotNull(description.Output[0].Type.StringType);
        Assert.NotNull(description.Output[1].Type.DictionaryType.StringKeyType);
        using CoreMLModel integers = ProgramBuilder.Build(DeploymentTarget.IOS16, p => p.Classify(p.Input("x", [1, 2]).Softmax(), [-7L, 3], "class", "all"));
        Assert.NotNull(integers.Specification.Description.Output[0].Type.Int64Type);
        Assert.Equal("class", integers.Specification.Description.PredictedFeatureName);
        Assert.Empty(TypeInference.Check(integers.ReadProgram()));
    }

    [Fact]
    public void Blocks_see_what_is_around_them()
    {
        using CoreMLModel model = ProgramBuilder.Build(DeploymentTarget.IOS15, p =>
        {
            Var x = p.Input("x", [4]);
            Var flag = p.Input("flag", [1]);
            Var y = p.Cond((flag > 0.5).Squeeze(), () => x.Relu(), () => p.While(x, v => v.ReduceSum([0]) < 3, v => v + 1));
            p.Output("y", y);
        });
        MilProgram program = model.ReadProgram();
        Assert.Empty(program.Verify());
        Assert.Empty(TypeInference.Check(program));
        MilOperation cond = program.Functions["main"].Body.Operations.Single(operation => operation.Type == "cond");
        Assert.Equal(2, cond.Blocks.Count);
        Assert.Contains(cond.Blocks[1].Operations, operation => operation.Type == "while_loop");
    }

    [Fact]
    public void A_loop_changes_several_variables()
    {
        var p = new ProgramBuilder(DeploymentTarget.IOS15);
        Var list = p.MakeList([3], initLength: 4);
        Var[] after = p.While([p.Const(0), list], v => v[0] < 4, v => [v[0] + 1, v[1].ListWrite(v[0], new float[] { 1, 2, 3 })]);
        Assert.Equal("list<tensor<fp32, [3]>, 4>", after[1].Type.ToString());
        p.Output("all", after[1].ListGather([0, 1, 2, 3]));
        // Before iOS 18 Core ML wants an input.
        p.Input("unused", [1]);
        Assert.Equal([4L, 3], p.Build().Specification.Description.Output[0].Type.MultiArrayType.Shape);
    }

    [Fact]
    public void Functions_share_weights()
    {
        using var folder = new TemporaryFolder();
        using CoreMLModel model = ProgramBuilder.Build(DeploymentTarget.IOS18, p =>
        {
            TensorConstant weight = Weight.Of(Weights, [4, 8]);
            p.Function("first", () => p.Output("y", p.Input("x", [1, 8]).Linear(weight)));
            p.Function("second", () => p.Output("y", p.Input("x", [2, 8]).Linear(weight).Relu()));
            p.DefaultFunction("second");
        });
        model.Save(folder["m.mlpackage"]);
        ModelDescription description = model.Specification.Description;
        Assert.Equal(["first", "second"], description.Functions.Select(function => function.Name));
        Assert.Equal("second", description.DefaultFunctionName);
        Assert.Empty(description.Input);
        MilProgram program = model.ReadProgram();
        Assert.Single(program.Functions.Select(function => ((TensorConstant)function.Body.Operations[0].Attributes["val"]).WeightLocation).Distinct());
    }

    [Fact]
    public void A_state_is_read_and_written()
    {
        using CoreMLModel model = ProgramBuilder.Build(DeploymentTarget.IOS18, p =>
        {
            Var x = p.Input("x", [4], ElementType.Float16);
            Var sum = p.State("sum", [4]);
            sum.WriteState(sum.ReadState() + x);
            p.Output("y", sum.ReadState());
        });
        Assert.Equal("sum", Assert.Single(model.Specification.Description.State).Name);
        Assert.Empty(TypeInference.Check(model.ReadProgram()));
    }

    [Fact]
    public void Images_are_scaled_and_biased()
    {
        using CoreMLModel model = ProgramBuilder.Build(DeploymentTarget.IOS16, p =>
        {
            Var image = p.Input("image", ImageType.Rgb(8, 6, 1 / 255f, -0.4f, -0.5f, -0.6f));
            Assert.Equal([1L, 3, 6, 8], image.Dimensions.ToSizes());
            Assert.Equal([1L, 1, 5, 7], p.Input("gray", ImageType.GrayFloat16(7, 5)).Dimensions.ToSizes());
            p.Input("bgr", ImageType.Bgr(8, 6));
            p.Input("mask", ImageType.Gray(8, 6, 2, 1));
            p.Output("out", image.Clip(0.0, 255.0), ImageType.Rgb(8, 6));
        });
        Assert.Equal(["mul", "add", "mul", "add", "clip"], model.ReadProgram().Functions["main"].Body.Operations.Select(o => o.Type).Where(t => t != "const"));
        Assert.NotNull(model.Specification.Description.Output[0].Type.ImageType);
    }

    [Fact]
    public void Shapes_vary_and_inputs_are_optional()
    {
        using CoreMLModel model = ProgramBuilder.Build(DeploymentTarget.IOS16, p =>
        {
            Var range = p.Input("range", Feature.Array([1, 3, 8]).WithShapeRange(1, 3, (4, null)));
            Assert.Equal("[1, 3, ?]", range.Dimensions.ToString());
            Var shapes = p.Input("shapes", Feature.Array([2, 8]).WithShapes([2, 8], [2, 16]));
            Assert.Equal("[2, ?]", shapes.Dimensions.ToString());
            Var image = p.Input("image", ImageType.Of(Feature.Image(8, 6).WithSizes((8, 6), (16, 12)), 2));
            Assert.Equal("[1, 3, ?, ?]", image.Dimensions.ToString());
            Var optional = p.Input("optional", Feature.Array([4]).Optional(2.5));
            p.Output("r", range.Relu());
            p.Output("o", optional.Relu());
        });
        ModelDescription description = model.Specification.Description;
        Assert.Empty(description.Output[0].Type.MultiArrayType.Shape);
        Assert.True(description.Input[3].Type.IsOptional);
        Assert.Equal(2.5f, description.Input[3].Type.MultiArrayType.FloatDefaultValue);
    }
}
