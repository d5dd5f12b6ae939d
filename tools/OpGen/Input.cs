namespace CoreML.OpGen;

/// <summary>An input of an operation as a parameter of its method: everything that versions say of it.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Spans">What the versions say.</param>
public sealed record Input(Operation Operation, IReadOnlyList<Parameter> Spans)
{
    private static readonly string[] Integers = ["int8", "uint8", "int16", "uint16", "int32", "uint32"];

    private static readonly string[] Keywords = ["default", "params", "in", "out", "ref", "is", "as"];

    /// <summary>The specification's name.</summary>
    public string Name => Spans[0].Name;

    /// <summary>The name in .NET casing.</summary>
    public string ParameterName
    {
        get
        {
            string name = CatalogSource.Pascal(Name);
            name = char.ToLowerInvariant(name[0]) + name[1..];
            return Keywords.Contains(name) ? "@" + name : name;
        }
    }

    /// <summary>Whether every version has it and none lets it be left out.</summary>
    public bool IsRequired => Spans.All(span => !span.IsOptional)
        && Operation.Versions.All(version => Spans.Any(span => Contains(span.Span, version)));

    /// <summary>The C# type, without a question mark.</summary>
    public string Type
    {
        get
        {
            string[] types = [.. Spans.Select(TypeOf).Distinct()];
            return types.Length == 1 ? types[0] : "Operand";
        }
    }

    /// <summary>The parameter's declaration.</summary>
    public string Declaration => (Type, IsRequired) switch
    {
        ("Operand", false) => $"Operand {ParameterName} = default",
        ("Operand[]", false) => $"Operand[]? {ParameterName} = null",
        (var type, true) => $"{type} {ParameterName}",
        (var type, false) => $"{type}? {ParameterName} = null",
    };

    /// <summary>The operand that is made of the parameter.</summary>
    public string Argument => Type switch
    {
        "Operand" or "int[]" or "bool[]" or "string" => ParameterName,
        "Operand[]" => $"Operand.Vector({ParameterName})",
        "int" or "bool" => IsRequired ? ParameterName : $"Operand.Of({ParameterName})",
        "ElementType" => IsRequired ? $"{ParameterName}.MilName" : $"{ParameterName}?.MilName",
        _ => $"ChoiceTexts.Of({ParameterName})",
    };

    /// <summary>The inputs of an operation.</summary>
    public static Input[] Of(Operation operation) =>
        [.. operation.Inputs.GroupBy(input => input.Name).Select(group => new Input(operation, [.. group]))];

    private static bool Contains(Span span, string version) =>
        (span.Since is null || string.CompareOrdinal(version, span.Since) >= 0)
        && (span.Until is null || string.CompareOrdinal(version, span.Until) < 0);

    private string TypeOf(Parameter parameter)
    {
        if (parameter.IsVariadic)
        {
            return "Operand[]";
        }
        if (!parameter.IsConstant)
        {
            return "Operand";
        }
        int bracket = parameter.Type.IndexOf('[', StringComparison.Ordinal);
        if (bracket < 0)
        {
            return "Operand";
        }
        string[] elements = Resolve(parameter.Type[..bracket]);
        string shape = parameter.Type[(bracket + 1)..^1];
        bool vector = shape.Length > 0 && !shape.Contains(',', StringComparison.Ordinal) && !shape.Contains("...", StringComparison.Ordinal);
        return elements switch
        {
            ["string"] when shape.Length == 0 => Choice.IsElementType(parameter.Name) ? "ElementType"
                : parameter.Choices is null ? "string" : Choice.NameOf(Operation.Name, parameter.Name),
            ["bool"] when shape.Length == 0 => "bool",
            ["bool"] when vector => "bool[]",
            _ when elements.All(Integers.Contains) => shape.Length == 0 ? "int" : vector ? "int[]" : "Operand",
            _ => "Operand",
        };
    }

    // The element types that a name stands for in any version.
    private string[] Resolve(string type)
    {
        string[] names = type.Split('|');
        return
        [
            .. names.SelectMany(name => Operation.Types.Where(variable => variable.Name == name) is var variables && variables.Any()
                ? variables.SelectMany(variable => Resolve(variable.Types))
                : [name]),
        ];
    }
}
