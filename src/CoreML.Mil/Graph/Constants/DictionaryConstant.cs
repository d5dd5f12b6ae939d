using System.Collections.Immutable;

namespace CoreML.Mil;

/// <summary>A constant dictionary, for example a program's <c>buildInfo</c>.</summary>
public sealed class DictionaryConstant : MilConstant
{
    /// <summary>Makes a dictionary.</summary>
    /// <param name="type">The dictionary's type.</param>
    /// <param name="entries">The entries in order.</param>
    public DictionaryConstant(DictionaryType type, ImmutableArray<KeyValuePair<MilConstant, MilConstant>> entries)
        : base(type) => Entries = entries.IsDefault ? [] : entries;

    /// <summary>The dictionary's type.</summary>
    public new DictionaryType Type => (DictionaryType)base.Type;

    /// <summary>The entries in order.</summary>
    public ImmutableArray<KeyValuePair<MilConstant, MilConstant>> Entries { get; }
}
