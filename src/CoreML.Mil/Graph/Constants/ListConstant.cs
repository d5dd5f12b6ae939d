using System.Collections.Immutable;

namespace CoreML.Mil;

/// <summary>A constant list, for example the classes of a classifier.</summary>
public sealed class ListConstant : MilConstant
{
    /// <summary>Makes a list.</summary>
    /// <param name="type">The list's type.</param>
    /// <param name="items">The items in order.</param>
    public ListConstant(ListType type, ImmutableArray<MilConstant> items)
        : base(type) => Items = items.IsDefault ? [] : items;

    /// <summary>The list's type.</summary>
    public new ListType Type => (ListType)base.Type;

    /// <summary>The items in order.</summary>
    public ImmutableArray<MilConstant> Items { get; }
}
