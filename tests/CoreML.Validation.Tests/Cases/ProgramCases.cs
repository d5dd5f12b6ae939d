using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;
using ArrayKind = CoreML.Specification.ArrayFeatureType.Types.ArrayDataType;
using Spec = CoreML.Specification.MILSpec;

namespace CoreML.Validation.Tests;

internal static class ProgramCases
{
    private static readonly TensorType Vector = new(ElementType.Float32, [2]);

    public static readonly RuleCase[] All =
    [
        new("CML2003", "main/block[0]" + string.Concat(Enumerable.Repeat("/cond/block[0]", 101)), Sound, Nest),
        new("CML4001", "main/block[0]/y.x", Sound, model => Operation(model, 0).Inputs["x"].Arguments[0].Name = "nowhere"),
        new("CML4001", "main/block[0].outputs[0]", Sound, model => Body(model).Outputs[0] = "nowhere"),
        new("CML4002", "main/block[0]/m.x", TwoSteps, model =>
        {
            Spec.Operation first = Operation(model, 0);
            Body(model).Operations.RemoveAt(0);
            Operation(model, 0).Inputs["x"].Arguments[0].Name = "x";
            first.Inputs["x"].Arguments[0].Name = "z";
            Body(model).Operations.Insert(0, first);
            Body(model).Operations.Add(Another(first, "z"));
        }),
        new("CML4003", "main/block[0]/x", Sound, model => Operation(model, 0).Outputs[0].Name = "x"),
        new("CML4004", "main", Sound, model => model.MlProgram.Functions["main"].Opset = "CoreML9"),
        new("CML4006", "main/block[0]/c.val", Constant, model => Value(model).ImmediateValue.Tensor.Floats.Values.Add(1)),
        new("CML8823", "main/block[0]/c.val", Constant, model => Value(model).ImmediateValue.Tensor.Floats.Values[0] = float.NaN),
        new("CML4007", "main/block[0]/c.val", Constant, model => Value(model).Type.TensorType.Dimensions[0].Unknown = new()),
        new("CML3001", "main/block[0]/c.val", Constant, model => Value(model).BlobFileValue = new() { FileName = "@model_path/weights/weight.bin", Offset = 64 }),
        new("CML3007", "main/block[0]/c.val", Constant, model => Value(model).BlobFileValue = new() { FileName = "../secret.bin", Offset = 64 }),
        .. Wrong("CML4201", "main/block[0]/y", "no_such_operation", x => [("x", x)]),
        .. Wrong("CML4202", "main/block[0]/y", "scaled_dot_product_attention", x => [("query", x), ("key", x), ("value", x)]),
        .. Wrong("CML4203", "main/block[0]/y.x", "relu", x => []),
        .. Wrong("CML4204", "main/block[0]/y.alpha", "relu", x => [("x", x), ("alpha", (MilConstant)1f)]),
        .. Wrong("CML4205", "main/block[0]/y.mode", "gelu", x => [("x", x), ("mode", x)]),
        .. Wrong("CML4206", "main/block[0]/y.x", "logical_not", x => [("x", x)]),
        .. Wrong("CML4207", "main/block[0]/y.axes", "reduce_sum", x => [("x", x), ("axes", (MilConstant)0)]),
        .. Wrong("CML4208", "main/block[0]/y", "reduce_sum", x => [("x", x), ("axes", TensorConstant.Vector(7))]),
        .. Wrong("CML4210", "main/block[0]/y.x", "relu", x => [("x", [x, x])]),
        .. Wrong("CML4211", "main/block[0]/y.mode", "gelu", x => [("x", x), ("mode", (MilConstant)"ODD")]),
        new("CML4209", "main/block[0]/y", Sound, model => Operation(model, 0).Outputs[0].Type.TensorType.DataType = Spec.DataType.Float16),
        new("CML4212", "main/block[0]/y", Sound, model => Write(model, new TensorType(ElementType.Float32, [long.MaxValue / 2]), "concat",
            x => [("values", [x, x, x]), ("axis", (MilConstant)0), ("interleave", (MilConstant)false)])),

        new("CML8801", "mlProgram.functions", Sound, model => Rename(model, "other")),
        new("CML8801", "mlProgram.functions", TwoFunctions, model => model.MlProgram.Functions.Remove("two")),
        new("CML8802", "main", Sound, model => model.MlProgram.Functions["main"].Opset = "CoreML4"),
        new("CML8803", "description.input", Sound, model => model.Description.Input[0].Name = "other"),
        new("CML8803", "description.functions[1].input", TwoFunctions, model => model.Description.Functions[1].Input.Clear()),
        new("CML8804", "description.output", Sound, model => model.Description.Output[0].Name = "other"),
        new("CML8804", "description.output", Sound, model => Body(model).Outputs.Clear()),
        new("CML8805", "description.input[0].type", Sound, model => model.Type(0).MultiArrayType.Shape[0] = 3),
        new("CML8805", "description.input[0].type", Sound, model => model.Type(0).MultiArrayType.DataType = ArrayKind.Float16),
        new("CML8805", "description.input[0].type", Sound, model => model.Description.Input[0].Retype(Make.Image("x", 8, 8))),
        new("CML8805", "description.output[0].type", Sound, model => model.Description.Output[0].Retype(Make.String("y"))),
        new("CML8805", "description.state[0].type", Stateful, model => model.Description.State[0].Type.StateType.ArrayType.Shape[0] = 3),
        new("CML8806", "description.state", Stateful, model => model.Description.State.Clear()),
        new("CML8806", "description.state", Stateful, model => model.Description.State[0].Name = "other"),
        new("CML8807", "mlProgram.version", Sound, model => model.MlProgram.Version = 77),
        new("CML8808", "description.predictedFeatureName", Sound, model => model.Description.PredictedFeatureName = "ghost"),
        new("CML8808", "description.predictedFeatureName", Sound, model => model.Description.PredictedFeatureName = "y"),
        new("CML8809", "more", Sound, model => model.MlProgram.Functions["more"] = model.MlProgram.Functions["main"].Clone()),
        new("CML8810", "main/block[0]/idle", Sound, model => Body(model).Operations.Add(Another(Operation(model, 0), "idle"))),
        new("CML8811", "main", Sound, model => Body(model).Operations.Add(Another(Operation(model, 0), "odd name"))),
    ];

    /// <summary>A program with two functions that give back what they take, but for what is negative.</summary>
    public static Model TwoFunctions()
    {
        FunctionDescription[] functions =
        [
            .. ((string[])["one", "two"]).Select(name => new FunctionDescription { Name = name, Input = { Feature("x") }, Output = { Feature("y") } }),
        ];
        Model model = Sound();
        Spec.Function function = model.MlProgram.Functions["main"];
        function = Copy(function, "CoreML8");
        model.SpecificationVersion = 9;
        model.Description = new ModelDescription { Functions = { functions }, DefaultFunctionName = "one" };
        model.MlProgram.Functions.Clear();
        model.MlProgram.Functions["one"] = function;
        model.MlProgram.Functions["two"] = function.Clone();
        return model;
    }

    /// <summary>A program of one operation, relu.</summary>
    public static Model Sound()
    {
        Model model = Make.Model([Feature("x")], [Feature("y")], 8);
        model.MlProgram = new();
        Write(model, Vector, "relu", x => [("x", x)]);
        return model;
    }

    private static Model Constant()
    {
        Model model = Sound();
        var program = new MilProgram();
        MilFunction main = program.AddFunction("main", "CoreML7");
        MilValue x = main.AddInput("x", Vector);
        MilValue constant = main.Body.AppendConst("c", TensorConstant.Vector(1f, 2f));
        main.Body.SetOutputs(main.Body.Append("add", [("x", x), ("y", constant)], [("y", Vector)]).Output);
        Write(model, program);
        return model;
    }

    private static Model TwoSteps()
    {
        Model model = Sound();
        var program = new MilProgram();
        MilFunction main = program.AddFunction("main", "CoreML7");
        MilValue middle = main.Body.Append("relu", [("x", main.AddInput("x", Vector))], [("m", Vector)]).Output;
        main.Body.SetOutputs(main.Body.Append("relu", [("x", middle)], [("y", Vector)]).Output);
        Write(model, program);
        return model;
    }

    private static Model Stateful()
    {
        Model model = Make.Model([], [Make.Array("y", ArrayKind.Float16, 2)], 9);
        model.Description.State.Add(Make.State("s", 2));
        model.MlProgram = new();
        var half = new TensorType(ElementType.Float16, [2]);
        var program = new MilProgram();
        MilFunction main = program.AddFunction("main", "CoreML8");
        main.Body.SetOutputs(main.Body.Append("read_state", [("input", main.AddInput("s", new StateType(half)))], [("y", half)]).Output);
        Write(model, program);
        return model;
    }

    // In place of relu, in the opset of iOS 17.
    private static RuleCase[] Wrong(string code, string path, string operation, Func<MilValue, MilBinding[]> inputs) =>
        [new(code, path, Sound, model => Write(model, Vector, operation, inputs))];

    private static void Write(Model model, TensorType type, string operation, Func<MilValue, MilBinding[]> inputs)
    {
        var program = new MilProgram();
        MilFunction main = program.AddFunction("main", "CoreML7");
        MilValue x = main.AddInput("x", type);
        main.Body.SetOutputs(main.Body.Append(operation, inputs(x), [("y", type)]).Output);
        Write(model, program);
    }

    private static void Write(Model model, MilProgram program)
    {
        using CoreMLModel owner = CoreMLModel.Create(model);
        owner.WriteProgram(program);
    }

    private static void Rename(Model model, string name)
    {
        Spec.Function function = model.MlProgram.Functions["main"];
        model.MlProgram.Functions.Clear();
        model.MlProgram.Functions[name] = function;
    }

    private static Spec.Function Copy(Spec.Function function, string opset)
    {
        Spec.Function copy = function.Clone();
        Spec.Block body = copy.BlockSpecializations[copy.Opset];
        copy.BlockSpecializations.Clear();
        copy.BlockSpecializations[opset] = body;
        copy.Opset = opset;
        return copy;
    }

    private static Spec.Operation Another(Spec.Operation source, string output)
    {
        Spec.Operation copy = source.Clone();
        copy.Attributes.Clear();
        copy.Outputs[0].Name = output;
        copy.Inputs["x"].Arguments[0].Name = "x";
        return copy;
    }

    private static void Nest(Model model)
    {
        Spec.Block block = Body(model);
        for (int i = 0; i < 120; i++)
        {
            var inner = new Spec.Block();
            block.Operations.Add(new Spec.Operation { Type = "cond", Blocks = { inner } });
            block = inner;
        }
    }

    private static Spec.Block Body(Model model) => model.MlProgram.Functions["main"].BlockSpecializations["CoreML7"];

    private static Spec.Operation Operation(Model model, int index) => Body(model).Operations[index];

    private static Spec.Value Value(Model model) => Operation(model, 0).Attributes["val"];

    private static FeatureDescription Feature(string name) => Make.Array(name, ArrayKind.Float32, 2);
}
