using CoreML.Builder;
using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;
using CoreML.Tests;
using Google.Protobuf.Collections;

namespace CoreML.Conformance.Tests;

/// <summary>Builds the program of a model again, each operation through its method of the builder.</summary>
internal sealed class ProgramRebuilder
{
    private readonly ProgramBuilder _builder;
    private readonly Dictionary<MilValue, Operand> _values = [];

    private ProgramRebuilder(ProgramBuilder builder) => _builder = builder;

    /// <summary>Builds a model with the same program, inputs and outputs.</summary>
    public static CoreMLModel Rebuild(CoreMLModel model)
    {
        ModelDescription description = model.Specification.Description;
        MilProgram program = model.ReadProgram();
        Assert.True(Opsets.TryParse(program.Functions[0].Opset, out Opset opset));
        var builder = new ProgramBuilder((DeploymentTarget)opset);
        if (description.Functions.Count == 0)
        {
            new ProgramRebuilder(builder).Define(
                program.Functions["main"], [.. description.Input, .. description.State], description.Output, description.PredictedFeatureName);
        }
        foreach (FunctionDescription function in description.Functions)
        {
            builder.Function(function.Name, () => new ProgramRebuilder(builder).Define(
                program.Functions[function.Name], [.. function.Input, .. function.State], function.Output, function.PredictedFeatureName));
        }
        if (description.DefaultFunctionName.Length > 0)
        {
            builder.DefaultFunction(description.DefaultFunctionName);
        }
        return builder.Build();
    }

    private void Define(MilFunction function, FeatureDescription[] inputs, RepeatedField<FeatureDescription> outputs, string predicted)
    {
        foreach (FeatureDescription input in inputs)
        {
            _values.Add(function.Inputs[input.Name], _builder.Input(input.Name, input.Type, input.ShortDescription));
        }
        Append(function.Body);
        if (predicted.Length > 0)
        {
            return;
        }
        foreach (FeatureDescription output in outputs)
        {
            MilValue value = function.Body.Outputs[output.Name];
            _builder.Output(output.Name, ToVar(value), output.Type, output.ShortDescription);
        }
    }

    private void Append(MilBlock block)
    {
        foreach (MilOperation operation in block.Operations)
        {
            Append(operation);
        }
    }

    private void Append(MilOperation operation)
    {
        switch (operation.Type)
        {
            case "const":
                _values.Add(operation.Output, operation.Attributes["val"]);
                return;
            case "classify":
                Classify(operation);
                return;
            case "cond":
                Add(operation, _builder.Cond(
                    ToVar(operation.Inputs["pred"].Value!), () => Nested(operation.Blocks[0], []), () => Nested(operation.Blocks[1], [])));
                return;
            case "while_loop":
                Var[] variables = [.. operation.Inputs["loop_vars"].Arguments.Select(argument => ToVar(argument.Value!))];
                Add(operation, _builder.While(
                    variables, inputs => Nested(operation.Blocks[0], inputs)[0], inputs => Nested(operation.Blocks[1], inputs)));
                return;
            default:
                var given = operation.Inputs.ToDictionary(input => input.Name, input => input.Arguments.Select(ToOperand).ToArray());
                if (operation.Type.StartsWith("constexpr_", StringComparison.Ordinal))
                {
                    foreach ((string name, MilConstant value) in operation.Attributes.Where(attribute => attribute.Key != "name"))
                    {
                        given.TryAdd(name, [value]);
                    }
                }
                Add(operation, OperationMethods.Call(_builder, operation.Type, given));
                return;
        }
    }

    private void Add(MilOperation operation, Var[] made)
    {
        Assert.Equal(operation.Outputs.Count, made.Length);
        for (int i = 0; i < made.Length; i++)
        {
            _values.Add(operation.Outputs[i], made[i]);
        }
    }

    private Var[] Nested(MilBlock block, Var[] inputs)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            _values.Add(block.Inputs[i], inputs[i]);
        }
        Append(block);
        return [.. block.Outputs.Select(ToVar)];
    }

    private void Classify(MilOperation operation)
    {
        Var probabilities = ToVar(operation.Inputs["probabilities"].Value!);
        TensorConstant[] labels = [.. ((ListConstant)operation.Inputs["classes"].Constant!).Items.Cast<TensorConstant>()];
        (string label, string table) = (operation.Outputs[0].Name, operation.Outputs[1].Name);
        if (labels[0].ElementType == ElementType.String)
        {
            _builder.Classify(probabilities, [.. labels.Select(text => text.ToStrings()[0])], label, table);
        }
        else
        {
            _builder.Classify(probabilities, [.. labels.Select(number => number.ToIntegers()[0])], label, table);
        }
    }

    private Operand ToOperand(MilArgument argument) => argument.Value is { } value ? _values[value] : argument.Immediate;

    // What is returned, or is a variable of a loop, has to be a value.
    private Var ToVar(MilValue value)
    {
        Operand operand = _values[value];
        return operand.Value is { } made ? new Var(_builder, made) : _builder.Const(operand);
    }
}
