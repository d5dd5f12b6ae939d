using System.Collections.Immutable;

namespace CoreML.Mil;

/// <summary>A constant tuple.</summary>
public sealed class TupleConstant : MilConstant
{
    /// <summary>Makes a tuple.</summary>
    /// <param name="type">The tuple's type.</param>
    /// <param name="items">The parts in order.</param>
    public TupleConstant(TupleType type, ImmutableArray<MilConstant> items)
        : base(type) => Items = items.IsDefault ? [] : items;

    /// <summary>The tuple's type.</summary>
    public new TupleType Type => (TupleType)base.Type;

    /// <summary>The parts in order.</summary>
    public ImmutableArray<MilConstant> Items { get; }
}
