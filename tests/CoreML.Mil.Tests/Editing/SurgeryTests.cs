using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Mil.Tests;

/// <summary>Weights replaced, operations and functions put in, versions lowered.</summary>
public sealed class SurgeryTests : IDisposable
{
    private static readonly TensorType Type = new(ElementType.Float32, [1, 4]);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coreml-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void An_operation_is_put_between_a_value_and_its_uses()
    {
        using CoreMLModel model = EditFixture.Program(version: 6);
        MilProgram program = model.ReadProgram();
        MilBlock body = program.Functions["main"].Body;
        MilValue relu = body.Operations[0].Output;
        MilValue spliced = relu.Splice(x => x.Operation!.Block.InsertAfter(x.Operation, "exp", [("x", x)], [("e", x.Type)]).Output);
        Assert.Equal(["e", "e"], body.Operations[2].Inputs.Select(input => input.Value!.Name));
        Assert.Equal([spliced.Operation], relu.Uses.Select(use => use.Operation));

        body.Outputs[0].Splice(y => body.Append("exp", [("x", y)], [("z", y.Type)]).Output);
        Assert.Equal("y", body.Outputs[0].Name);
        Assert.Equal("exp", body.Outputs[0].Operation!.Type);
        Assert.Equal("y_before", body.Outputs[0].Operation!.Inputs["x"].Value!.Name);
        Assert.Empty(program.Verify());
    }

    [Fact]
    public void A_function_is_put_in_under_free_names_with_its_nested_blocks()
    {
        using CoreMLModel model = EditFixture.Program(version: 6);
        MilProgram program = model.ReadProgram();
        var other = new MilProgram();
        MilFunction function = other.AddFunction("f", "CoreML5");
        MilValue x = function.AddInput("relu", Type);
        MilValue w = function.Body.AppendConst("y", TensorConstant.Create([1, 4], 1f, 2f, 3f, 4f));
        MilOperation cond = function.Body.Append("cond", [("pred", (MilArgument)true)], [("c", Type)]);
        MilBlock yes = cond.AddBlock();
        yes.SetOutputs(yes.Append("add", [("x", x), ("y", w)], [("s", Type)]).Output);
        MilBlock no = cond.AddBlock();
        no.SetOutputs(x);
        function.Body.SetOutputs(cond.Output);

        MilFunction main = program.Functions["main"];
        main.Body.Operations[0].Output.Splice(function);
        Assert.Empty(program.Verify());
        Assert.Equal(["relu", "const", "cond", "add"], main.Body.Operations.Select(operation => operation.Type));
        Assert.Equal("y_1", main.Body.Operations[1].Output.Name);
        Assert.Equal("relu", main.Body.Operations[2].Blocks[0].Operations[0].Inputs["x"].Value!.Name);
        Assert.Equal("y", main.Body.Outputs[0].Name);
        model.WriteProgram(program);

        MilFunction twoInputs = other.AddFunction("g", "CoreML5");
        twoInputs.AddInput("a", Type);
        twoInputs.AddInput("b", Type);
        Assert.Equal("CML6104", Assert.Throws<CoreMLException>(() => main.Body.Outputs[0].Splice(twoInputs)).Code);
        Assert.Throws<ArgumentException>(() => main.Body.InsertFunction(null, function));
        function.Opset = "CoreML6";
        main.Body.Outputs[0].Splice(function);
        Assert.Equal(("CoreML5", "CoreML6"), (main.Opset, function.Opset));
        function.Opset = "CoreML99";
        Assert.Equal("CML6104", Assert.Throws<CoreMLException>(() => main.Body.Outputs[0].Splice(function)).Code);
    }

    [Fact]
    public void A_program_is_cut_with_casts_at_the_border()
    {
        using CoreMLModel model = EditFixture.Program(version: 6);
        MilProgram program = model.ReadProgram();
        MilBlock body = program.Functions["main"].Body;
        MilValue relu = body.Operations[0].Output;
        relu.Splice(x => body.InsertAfter(
            x.Operation!, "cast", [("x", x), ("dtype", (MilConstant)"fp16")], [("half", Type.WithElementType(ElementType.Float16))]).Output);
        model.WriteProgram(program);

        (CoreMLModel first, CoreMLModel second) = model.Cut("half");
        using (first)
        using (second)
        {
            // Version 6 has no multi-arrays of half precision.
            Assert.Equal("half: multiArray FLOAT32 [1, 4]", Assert.Single(first.Outputs).ToString());
            Assert.Equal("half: multiArray FLOAT32 [1, 4]", Assert.Single(second.Inputs).ToString());
            Assert.Equal(["relu", "cast", "const", "cast"], Operations(first));
            Assert.Equal(["const", "cast", "add"], Operations(second));
            Assert.Equal("y", Assert.Single(second.Outputs).Name);
        }
        Assert.Equal("CML6104", Assert.Throws<CoreMLException>(() => model.Cut("x")).Code);
        Assert.Equal("CML6001", Assert.Throws<CoreMLException>(() => model.Cut("nothing")).Code);
    }

    [Fact]
    public void Merged_functions_share_their_weights()
    {
        using CoreMLModel one = WithWeight(1);
        using CoreMLModel two = WithWeight(1);
        using CoreMLModel three = WithWeight(2);
        using CoreMLModel merged = ModelSurgery.Merge(("a", one), ("b", two), ("c", three));
        string path = Path.Combine(_folder.FullName, "Merged.mlpackage");
        merged.Save(path);
        using CoreMLModel again = CoreMLModel.Open(path);
        Assert.Equal(["a", "b", "c"], again.Functions.Select(function => function.Name));
        Assert.True(again.Functions[0].IsDefault);
        Assert.Equal(9, again.SpecificationVersion);
        WeightLocation?[] places =
        [
            .. again.ReadProgram().Functions.Select(function => ((TensorConstant)function.Body.Operations[0].Output.Constant!).WeightLocation),
        ];
        Assert.NotNull(places[0]);
        Assert.Equal(places[0], places[1]);
        Assert.NotEqual(places[0], places[2]);
        using CoreMLModel back = again.ExtractFunction("c");
        Assert.Equal(2, ((TensorConstant)back.ReadProgram().Functions["main"].Body.Operations[0].Output.Constant!).ToSingles()[0]);
        Assert.Equal("CML6001", Assert.Throws<CoreMLException>(() => again.ExtractFunction("d")).Code);
        Assert.Throws<ArgumentException>(() => ModelSurgery.Merge());
    }

    [Fact]
    public void Weights_are_replaced_by_name()
    {
        using CoreMLModel model = WithWeight(1);
        model.ReplaceWeight("w", [.. Enumerable.Range(0, 16).Select(i => (float)i)]);
        Assert.Equal(Enumerable.Range(0, 16).Select(i => (float)i), ((TensorConstant)model.ReadProgram().Functions["main"].Body.Operations[0].Output.Constant!).ToSingles());
        Assert.Equal("CML6103", Assert.Throws<CoreMLException>(() => model.ReplaceWeight("w", 1f, 2f)).Code);
        Assert.Equal("CML6103", Assert.Throws<CoreMLException>(() => model.ReplaceWeight("w", TensorConstant.Create([16], new int[16]))).Code);
        Assert.Equal("CML6001", Assert.Throws<CoreMLException>(() => model.ReplaceWeight("v", 1f)).Code);

        using CoreMLModel scaler = CoreMLModel.Create(new Model { Scaler = new Scaler { ScaleValue = { 1, 2 }, ShiftValue = { 3 } } });
        scaler.ReplaceWeight("scaleValue", 5f, 6f);
        Assert.Equal([5, 6], scaler.Specification.Scaler.ScaleValue);
        Assert.Equal(["shiftValue", "scaleValue"], scaler.ReadParameters().Select(parameter => parameter.Name));
    }

    [Fact]
    public void NumPy_files_come_back_as_they_were_written()
    {
        using CoreMLModel model = WithWeight(7);
        string path = Path.Combine(_folder.FullName, "w.npy");
        NumpyFile.Write(path, model.ReadWeights()[0]);
        TensorConstant read = NumpyFile.Read(path);
        Assert.Equal("tensor<fp32, [1, 16]>", read.Type.ToString());
        Assert.Equal(7, read.ToSingles()[0]);
        byte[] bytes = File.ReadAllBytes(path);
        foreach (byte[] damaged in new[] { bytes[..8], bytes[..40], bytes[..^1], [0, .. bytes], [.. bytes, 0] })
        {
            File.WriteAllBytes(path, damaged);
            Assert.Equal("CML6105", Assert.Throws<CoreMLException>(() => NumpyFile.Read(path)).Code);
        }
    }

    [Fact]
    public void An_opset_goes_back_as_far_as_its_operations_do()
    {
        using CoreMLModel model = EditFixture.Program(version: 9, sumOnly: true);
        MilProgram program = model.ReadProgram();
        program.Functions["main"].Opset = "CoreML8";
        model.WriteProgram(program);
        model.Retarget(7);
        Assert.Equal(7, model.SpecificationVersion);
        Assert.Equal("CoreML6", model.ReadProgram().Functions["main"].Opset);
        Model before = model.Specification.Clone();
        Assert.Equal("CML6004", Assert.Throws<CoreMLException>(() => model.Retarget(5)).Code);
        Assert.Equal(before, model.Specification);
    }

    [Fact]
    public void An_opset_stays_where_an_operation_came_with_it()
    {
        using CoreMLModel model = EditFixture.Program(version: 9, sumOnly: true);
        MilProgram program = model.ReadProgram();
        MilFunction main = program.Functions["main"];
        main.Opset = "CoreML8";
        MilValue x = main.Inputs[0];
        main.Body.Append("scaled_dot_product_attention", [("query", x), ("key", x), ("value", x)], [("a", x.Type)]);
        model.WriteProgram(program);
        Assert.Equal("CML4202", Assert.Throws<CoreMLException>(() => model.Retarget(8)).Code);
        Assert.Equal("CoreML8", model.ReadProgram().Functions["main"].Opset);
    }

    [Fact]
    public void A_shape_goes_through_the_program_and_back()
    {
        using CoreMLModel model = EditFixture.Program(version: 6, sumOnly: true);
        Model before = model.Specification.Clone();
        model.Inputs["x"].SetShapeRange((1, 8), (4, 4));
        MilFunction main = model.ReadProgram().Functions["main"];
        Assert.All(main.Body.Operations, operation => Assert.True(((TensorType)operation.Output.Type).Shape[0].IsUnknown));
        Assert.Empty(model.Outputs["y"].Specification.Type.MultiArrayType.Shape);
        Assert.Equal("CML6101", Assert.Throws<CoreMLException>(() => model.Inputs["x"].FixShape(9, 4)).Code);
        model.Inputs["x"].SetEnumeratedShapes([2, 4], [3, 4]);
        Assert.Equal([2, 4], model.Inputs["x"].Specification.Type.MultiArrayType.Shape);
        model.Inputs["x"].SetShapeRange((1, 2), (4, 4));
        model.Inputs["x"].FixShape(1, 4);
        Assert.Equal(before, model.Specification);
        Assert.Equal("CML6101", Assert.Throws<CoreMLException>(() => model.Outputs["y"].FixShape(1, 4)).Code);
    }

    private static string[] Operations(CoreMLModel model) =>
        [.. model.ReadProgram().Functions["main"].Body.Operations.Select(operation => operation.Type)];

    private static CoreMLModel WithWeight(float value)
    {
        CoreMLModel model = EditFixture.Program(version: 9);
        var program = new MilProgram();
        MilFunction main = program.AddFunction("main", "CoreML8");
        MilValue x = main.AddInput("x", Type);
        MilValue w = main.Body.AppendConst("w", TensorConstant.Create([1, 16], [.. Enumerable.Repeat(value, 16)]));
        main.Body.SetOutputs(main.Body.Append("concat", [("values", (MilArgument[])[x, w])], [("y", new TensorType(ElementType.Float32, [1, 20]))]).Output);
        model.WriteProgram(program);
        return model;
    }
}
