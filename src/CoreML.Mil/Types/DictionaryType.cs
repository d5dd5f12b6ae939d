namespace CoreML.Mil;

/// <summary>The type of dictionaries, for example from class labels to probabilities.</summary>
public sealed class DictionaryType : MilType
{
    /// <summary>Makes a dictionary type.</summary>
    /// <param name="key">The type of the keys.</param>
    /// <param name="value">The type of the values.</param>
    public DictionaryType(MilType key, MilType value)
        : this(key, value, null)
    {
    }

    internal DictionaryType(MilType key, MilType value, object? source)
        : base(source)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        Key = key;
        Value = value;
    }

    /// <summary>The type of the keys.</summary>
    public MilType Key { get; }

    /// <summary>The type of the values.</summary>
    public MilType Value { get; }

    /// <inheritdoc/>
    public override bool Equals(MilType? other) =>
        other is DictionaryType dictionary && Key.Equals(dictionary.Key) && Value.Equals(dictionary.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(nameof(DictionaryType), Key, Value);

    /// <inheritdoc/>
    public override string ToString() => $"dict<{Key}, {Value}>";
}
