using System.Collections.Immutable;
using CoreML.Format;

namespace CoreML.Mil;

internal sealed partial class InferenceContext
{
    private string Name => Version.Operation.Name;

    /// <summary>The element type that a name of the definition stands for here.</summary>
    public ElementType TypeNamed(string variable) => _types[variable];

    // Names that no input's elements have bound.
    private void BindTypes()
    {
        foreach (OperationTypeVariable variable in Version.TypeVariables)
        {
            if (variable.NamedBy is { } input && Text(input) is { Length: > 0 } name)
            {
                _types[variable.Name] = ElementTypeNames.Parse(name);
            }
            else if (variable.Otherwise is { } otherwise)
            {
                _types.TryAdd(variable.Name, otherwise);
            }
            else if (variable.ElementTypes is [var only])
            {
                _types.TryAdd(variable.Name, only);
            }
        }
    }

    private void CheckArguments()
    {
        for (int i = 0; i < Version.Inputs.Length; i++)
        {
            OperationParameter input = Version.Inputs[i];
            ImmutableArray<ValueFacts> arguments = _arguments[i];
            if (arguments.IsDefault)
            {
                if (!input.IsOptional && input.Kind != OperationParameterKind.Block)
                {
                    throw MilDiagnostics.MissingInput.Error($"{Name} has no input '{input.Name}'.", path: PathOf(input), expected: input.ToString());
                }
                continue;
            }
            if (!input.IsVariadic && arguments.Length != 1)
            {
                throw MilDiagnostics.WrongKind.Error(
                    $"{Name}: '{input.Name}' is bound to {arguments.Length} values.", path: PathOf(input), expected: "one value");
            }
            foreach (ValueFacts argument in arguments)
            {
                Check(input, argument);
            }
        }
    }

    private void Check(OperationParameter input, ValueFacts argument)
    {
        bool kind = input.Kind switch
        {
            OperationParameterKind.Tensor => argument.Type is TensorType,
            OperationParameterKind.List => argument.Type is ListType,
            OperationParameterKind.State => argument.Type is StateType,
            _ => true,
        };
        if (!kind)
        {
            throw MilDiagnostics.WrongKind.Error($"{Name}: '{input.Name}' is of another kind.", path: PathOf(input),
                expected: input.ToString(), found: argument.Type.ToString());
        }
        if (input.IsConstant && !argument.IsConstant)
        {
            throw MilDiagnostics.NotConstant.Error($"{Name}: '{input.Name}' has to be a constant.", path: PathOf(input),
                expected: input.ToString(), found: $"a value of type {argument.Type} that is computed when the model runs");
        }
        if (argument.Type is TensorType tensor && input.Kind == OperationParameterKind.Tensor)
        {
            CheckElementType(input, tensor.ElementType);
        }
        if (input.Choices.Length > 0 && argument.Constant is TensorConstant constant && constant.TryGetString(out string? text)
            && !input.Choices.Contains(text))
        {
            throw MilDiagnostics.WrongText.Error($"{Name}: '{input.Name}' cannot be \"{text}\".", path: PathOf(input),
                expected: string.Join(", ", input.Choices), found: text);
        }
    }

    private void CheckElementType(OperationParameter input, ElementType type)
    {
        if (!input.ElementTypes.Contains(type))
        {
            throw MilDiagnostics.WrongElementType.Error($"{Name}: '{input.Name}' cannot have elements of type {type.MilName}.",
                path: PathOf(input), expected: ElementTypeNames.Describe(input.ElementTypes), found: type.MilName,
                advice: TypeAdvice(input.Name, type));
        }
        if (input.TypeVariable is { } variable && !_types.TryAdd(variable, type) && _types[variable] != type)
        {
            throw MilDiagnostics.WrongElementType.Error($"{Name}: '{input.Name}' has another element type than the inputs before it.",
                path: PathOf(input), expected: _types[variable].MilName, found: type.MilName);
        }
    }

    private string? TypeAdvice(string input, ElementType type)
    {
        OperationVersion? later = Version.Operation.Versions.FirstOrDefault(version =>
            version.Opset > Version.Opset && version.FindInput(input)?.ElementTypes.Contains(type) == true);
        return later is null ? null : $"{later.Opset.Target} and later have it; raise the target, or cast.";
    }
}
