namespace CoreML.OpGen;

/// <summary>The operations of one file.</summary>
/// <param name="Name">The file's name without extension.</param>
/// <param name="Title">For people: the file's first line.</param>
public sealed record Family(string Name, string Title, IReadOnlyList<Operation> Operations);

/// <summary>One operation with all its versions.</summary>
public sealed record Operation(string Name, IReadOnlyList<string> Versions)
{
    /// <summary>What it does; paragraphs separated by an empty line.</summary>
    public string Text { get; set; } = "";

    public List<Parameter> Inputs { get; } = [];

    public List<Parameter> Outputs { get; } = [];

    public List<TypeVariable> Types { get; } = [];

    public List<Constraint> Constraints { get; } = [];
}

/// <summary>The versions in which something holds: from one on, up to but without another.</summary>
public readonly record struct Span(string? Since, string? Until)
{
    /// <summary>For people: <c>since iOS16</c>, or empty.</summary>
    public override string ToString() =>
        string.Join(", ", new[] { Since is null ? null : $"since {Since}", Until is null ? null : $"until {Until}" }.Where(part => part is not null));
}

/// <summary>An input or output.</summary>
public sealed record Parameter(string Name, string Type, string Text, Span Span)
{
    public bool IsConstant { get; init; }

    public bool IsOptional { get; init; }

    public bool IsVariadic { get; init; }

    public string? Default { get; init; }

    public string? Choices { get; init; }
}

/// <summary>A name for any one of several element types, or for another such name.</summary>
public sealed record TypeVariable(string Name, string Types, Span Span)
{
    /// <summary>The input whose text names the type.</summary>
    public string? NamedBy { get; init; }

    /// <summary>The type if no input says it.</summary>
    public string? Otherwise { get; init; }
}

/// <summary>A labelled condition.</summary>
public sealed record Constraint(string Label, string Text, Span Span);
