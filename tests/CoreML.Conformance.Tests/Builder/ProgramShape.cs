using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Conformance.Tests;

/// <summary>
/// What a program computes, without the names of its values and the order of operations that do not depend on each other: each value is
/// told by its operation, what the inputs are, and the elements of constants. Inputs that have their default count as left out.
/// Operations on a state keep their order.
/// </summary>
internal sealed class ProgramShape
{
    private readonly Dictionary<MilValue, string> _values = [];
    private readonly Dictionary<string, string> _states = [];
    private readonly List<string> _operations = [];

    /// <summary>One line for each operation, sorted, and one for each output by its name.</summary>
    public static string[] Of(MilFunction function)
    {
        var shape = new ProgramShape();
        foreach (MilValue input in function.Inputs)
        {
            shape._values.Add(input, $"{input.Name}: {input.Type}");
        }
        shape.Describe(function.Body);
        shape._operations.Sort(StringComparer.Ordinal);
        return [.. function.Inputs.Select(input => shape._values[input]), .. shape._operations, .. function.Body.Outputs.Select(output => $"{output.Name} = {shape._values[output]}")];
    }

    private string Describe(MilBlock block)
    {
        for (int i = 0; i < block.Inputs.Count; i++)
        {
            _values.Add(block.Inputs[i], $"input {i}: {block.Inputs[i].Type}");
        }
        foreach (MilOperation operation in block.Operations)
        {
            if (operation.Type == "const")
            {
                _values.Add(operation.Output, Describe(operation.Attributes["val"]));
                continue;
            }
            string text = Describe(operation);
            string told = $"{operation.Type}#{Hash(text)}";
            _operations.Add($"{told} {text}");
            for (int i = 0; i < operation.Outputs.Count; i++)
            {
                _values.Add(operation.Outputs[i], $"{told}.{i}");
            }
        }
        return string.Join(", ", block.Outputs.Select(output => _values[output]));
    }

    private string Describe(MilOperation operation)
    {
        OperationDefinition definition = OperationCatalog.Find(operation.Type)!;
        Assert.True(Opsets.TryParse(operation.Block.Function.Opset, out Opset opset));
        OperationVersion version = definition.FindVersion(opset)!;
        var text = new StringBuilder();
        foreach (OperationParameter parameter in version.Inputs)
        {
            MilInput? input = operation.Inputs.FirstOrDefault(input => input.Name == parameter.Name);
            MilConstant? constant = input?.Constant ?? operation.Attributes.FirstOrDefault(attribute => attribute.Key == parameter.Name).Value;
            if (constant is not null)
            {
                text.Append(IsDefault(parameter, constant) ? "" : $"{parameter.Name}={Describe(constant)} ");
            }
            else if (input is not null)
            {
                text.Append($"{parameter.Name}=({string.Join(", ", input.Arguments.Select(argument => argument.Value is { } value ? _values[value] : Describe(argument.Immediate!)))}) ");
            }
        }
        foreach (MilValue state in operation.Inputs.SelectMany(input => input.Arguments).Select(argument => argument.Value).OfType<MilValue>().Where(value => value.Type is StateType))
        {
            text.Append($"after {_states.GetValueOrDefault(_values[state], "nothing")} ");
            _states[_values[state]] = Hash(text.ToString());
        }
        foreach (MilBlock block in operation.Blocks)
        {
            text.Append($"{{{Describe(block)}}} ");
        }
        return text.Append($"-> {string.Join(", ", operation.Outputs.Select(output => output.Type))}").ToString();
    }

    private static bool IsDefault(OperationParameter parameter, MilConstant constant)
    {
        if (parameter.Default is not { } text || constant is not TensorConstant tensor)
        {
            return false;
        }
        if (tensor.ElementType == ElementType.String)
        {
            return tensor.ToStrings() is [var only] && only == text;
        }
        if (tensor.ElementType == ElementType.Bool)
        {
            return Array.TrueForAll(tensor.ToArray<bool>(), value => value == bool.Parse(text));
        }
        float number = (float)double.Parse(text, CultureInfo.InvariantCulture);
        return Array.TrueForAll(tensor.ToSingles(), value => value == (tensor.ElementType == ElementType.Float16 ? (float)(Half)number : number));
    }

    // Integers are told by their value: several types may hold it.
    private static string Describe(MilConstant constant) => constant switch
    {
        TensorConstant { ElementType: ElementType.String } texts => $"[{string.Join(", ", texts.ToStrings())}]",
        TensorConstant { ElementType: var type, ElementCount: < 10 } small when type.IsInteger && !type.IsSubByte =>
            $"{small.Shape}[{string.Join(", ", small.ToIntegers())}]",
        TensorConstant tensor => $"{tensor.Type}#{Hash(tensor.ToPacked())}",
        ListConstant list => $"[{string.Join(", ", list.Items.Select(Describe))}]",
        _ => constant.ToString(),
    };

    private static string Hash(string text) => Hash(Encoding.UTF8.GetBytes(text));

    private static string Hash(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes))[..16];
}
