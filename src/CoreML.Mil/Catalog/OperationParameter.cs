using System.Collections.Immutable;
using CoreML.Format;

namespace CoreML.Mil;

/// <summary>An input or output of an operation, or a block that it holds.</summary>
public sealed record OperationParameter
{
    private static readonly Dictionary<string, OperationParameterKind> Kinds = new(StringComparer.Ordinal)
    {
        ["list"] = OperationParameterKind.List,
        ["state"] = OperationParameterKind.State,
        ["block"] = OperationParameterKind.Block,
        ["any"] = OperationParameterKind.Any,
    };

    // The type as definitions write it: T, int32[], fp16|fp32[N, C, D...], list.
    internal OperationParameter(string name, string type, string documentation)
    {
        Name = name;
        Documentation = documentation;
        int bracket = type.IndexOf('[', StringComparison.Ordinal);
        string elements = bracket < 0 ? type : type[..bracket];
        Shape = bracket < 0 ? null : ShapePattern.Parse(type[(bracket + 1)..^1]);
        if (Kinds.TryGetValue(elements, out OperationParameterKind kind))
        {
            Kind = kind;
            return;
        }
        ElementTypes = ElementTypeNames.ParseUnion(elements);
        TypeVariable = ElementTypes.IsEmpty ? elements : null;
    }

    /// <summary>The name, for example <c>x</c>.</summary>
    public string Name { get; }

    /// <summary>What it is, for people; may contain code between back quotes.</summary>
    public string Documentation { get; }

    /// <summary>What kind of value it is.</summary>
    public OperationParameterKind Kind { get; }

    /// <summary>The name that stands for its element type; <see langword="null"/> if the types are listed here alone.</summary>
    public string? TypeVariable { get; internal init; }

    /// <summary>The element types it may have; empty unless it is a tensor.</summary>
    public ImmutableArray<ElementType> ElementTypes { get; internal init; } = [];

    /// <summary>The shape it has to have; <see langword="null"/> if any will do.</summary>
    public ShapePattern? Shape { get; }

    /// <summary>Whether it has to be known when the model is compiled.</summary>
    public bool IsConstant { get; internal init; }

    /// <summary>Whether it may be left out.</summary>
    public bool IsOptional { get; internal init; }

    /// <summary>Whether there may be several of it, as in the <c>values</c> of <c>concat</c>.</summary>
    public bool IsVariadic { get; internal init; }

    /// <summary>What it is if it is left out: a number, <c>true</c> or <c>false</c>, or a text, without quotes. It fills
    /// the whole shape, so <c>1</c> for strides is a 1 for each dimension. <see langword="null"/> if there is no default:
    /// leaving it out then means something else, which <see cref="Documentation"/> says.</summary>
    public string? Default { get; internal init; }

    /// <summary>The texts it may be; empty if any text will do, or it is none.</summary>
    public ImmutableArray<string> Choices { get; internal init; } = [];

    internal VersionSpan Span { get; init; }

    /// <summary>Name and type, for example <c>strides: const int32[#D] = 1</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        string type = Kind == OperationParameterKind.Tensor
            ? TypeVariable ?? string.Join('|', ElementTypes.Select(element => element.MilName))
            : Kind.ToString().ToLowerInvariant();
        return Name + (IsVariadic ? "..." : "") + (IsOptional && Default is null ? "?" : "") + ": " + (IsConstant ? "const " : "")
            + type + Shape + (Default is null ? "" : $" = {Default}");
    }
}
