using CoreML.Format;

namespace CoreML.Mil.Tests;

public class InferenceTests
{
    private static readonly TensorType Vector = new(ElementType.Float32, [4]);

    [Fact]
    public void An_operation_that_does_not_exist_is_named()
    {
        CoreMLException exception = Fails("CoreML7", "torch_relu", ("x", Vector));
        Assert.Equal("CML4201", exception.Code);
        Assert.Equal("torch_relu", exception.Diagnostics[0].Found);
    }

    [Fact]
    public void A_newer_operation_names_the_target_that_has_it()
    {
        CoreMLException exception = Fails("CoreML7", "scaled_dot_product_attention", ("query", Vector));
        Assert.Equal("CML4202", exception.Code);
        Assert.Contains("iOS18", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CoreML4")]
    [InlineData("CoreML10")]
    [InlineData("iOS17")]
    public void An_opset_that_nobody_knows_is_refused(string opset) => Assert.Equal("CML4202", Fails(opset, "relu", ("x", Vector)).Code);

    [Fact]
    public void A_newer_input_names_the_target_that_has_it()
    {
        CoreMLException exception = Fails("CoreML5", "gather", ("x", Vector), ("indices", TensorType.Scalar(ElementType.Int32)), ("batch_dims", Vector));
        Assert.Equal("CML4204", exception.Code);
        Assert.Equal("Raise the target to iOS16.", exception.Diagnostics[0].Advice);
        Assert.EndsWith(".batch_dims", exception.Diagnostics[0].Path, StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_element_type_names_the_target_that_has_it()
    {
        CoreMLException exception = Fails("CoreML5", "transpose", ("x", new TensorType(ElementType.UInt8, [4])), ("perm", Vector));
        Assert.Equal("CML4206", exception.Code);
        Assert.StartsWith("iOS17", exception.Diagnostics[0].Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_that_do_not_fit_63_bits_are_refused()
    {
        CoreMLException exception = Fails("CoreML5", "flatten2d", ("x", new TensorType(ElementType.Float32, [1, long.MaxValue, 3])));
        Assert.Equal("CML4212", exception.Code);
    }

    [Fact]
    public void A_program_with_the_right_types_has_no_findings() => Assert.Empty(TypeInference.Check(new GraphFixture().Program));

    [Fact]
    public void A_wrong_type_is_found_once_and_where_it_is()
    {
        var fixture = new GraphFixture();
        fixture.Relu.Output.Type = new TensorType(ElementType.Float32, [5]);
        fixture.True.SetOutputs(fixture.Add.Output);
        fixture.True.Operations[0].Remove();
        fixture.Body.Append("sigmoid", [("x", fixture.Relu.Output)], [("s", fixture.Relu.Output.Type)]);
        Diagnostic finding = Assert.Single(TypeInference.Check(fixture.Program));
        Assert.Equal("CML4209", finding.Code);
        Assert.Equal("main/block[0]/z", finding.Path);
        Assert.Equal("tensor<fp32, [4]>", finding.Expected);
        Assert.Equal("tensor<fp32, [5]>", finding.Found);
    }

    [Fact]
    public void A_missing_output_is_found()
    {
        MilFunction function = new MilProgram().AddFunction("main", "CoreML5");
        MilValue x = function.AddInput("x", Vector);
        function.Body.Append("topk", [("x", x)], [("values", new TensorType(ElementType.Float32, [1]))]);
        Diagnostic finding = Assert.Single(TypeInference.Check(function.Program));
        Assert.Equal("CML4209", finding.Code);
        Assert.Equal("2 outputs", finding.Expected);
    }

    [Fact]
    public void Every_operation_of_a_program_is_checked()
    {
        var fixture = new GraphFixture();
        fixture.Body.Append("no_such", [], []);
        fixture.True.Append("relu", [], [("u", Vector)]);
        Assert.Equal(["CML4203", "CML4201"], TypeInference.Check(fixture.Program).Select(finding => finding.Code));
    }

    [Fact]
    public void A_constant_may_be_computed_from_constants()
    {
        MilFunction function = new MilProgram().AddFunction("main", "CoreML5");
        MilValue c = function.Body.AppendConst("c", TensorConstant.Vector<float>(1, 2, 3));
        MilOperation mean = function.Body.Append("square", [("x", c)], [("m", c.Type)]);
        MilValue x = function.AddInput("x", new TensorType(ElementType.Float32, [1, 3, 8]));
        MilOperation norm = function.Body.Append("batch_norm", [("x", x), ("mean", mean.Output), ("variance", c)], [("y", x.Type)]);
        Assert.Empty(TypeInference.Check(function.Program));
        norm.SetInput("mean", function.AddInput("v", c.Type));
        Assert.Equal("CML4205", Assert.Single(TypeInference.Check(function.Program)).Code);
    }

    private static CoreMLException Fails(string opset, string type, params (string Name, MilType Type)[] inputs)
    {
        MilFunction function = new MilProgram().AddFunction("main", opset);
        MilBinding[] bindings = [.. inputs.Select(input => new MilBinding(input.Name, function.AddInput(input.Name, input.Type)))];
        return Assert.Throws<CoreMLException>(() => new TypeInference().Infer(function.Body.Append(type, bindings, [])));
    }
}
