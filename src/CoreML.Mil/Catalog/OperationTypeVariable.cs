using System.Collections.Immutable;
using CoreML.Format;

namespace CoreML.Mil;

/// <summary>A name for one of several element types: everything of that name has the same element type.</summary>
/// <param name="Name">The name, for example <c>T</c>.</param>
/// <param name="ElementTypes">The element types it may stand for.</param>
public sealed record OperationTypeVariable(string Name, ImmutableArray<ElementType> ElementTypes)
{
    internal OperationTypeVariable(string name, string types, VersionSpan span)
        : this(name, ElementTypeNames.ParseUnion(types))
    {
        Span = span;
        Alias = ElementTypes.IsEmpty ? types : null;
    }

    /// <summary>The input whose text names the type, for example <c>dtype</c> of <c>cast</c>; <see langword="null"/> if it is the
    /// type of an input's elements.</summary>
    public string? NamedBy { get; internal init; }

    /// <summary>The type if every input that says it was left out; <see langword="null"/> if one is always given.</summary>
    public ElementType? Otherwise { get; internal init; }

    internal VersionSpan Span { get; }

    /// <summary>The variable that this one is another name for, in some versions.</summary>
    internal string? Alias { get; }
}
