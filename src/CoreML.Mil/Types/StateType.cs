namespace CoreML.Mil;

/// <summary>The type of a state: memory of a model that lasts from one prediction to the next.</summary>
public sealed class StateType : MilType
{
    /// <summary>Makes a state type.</summary>
    /// <param name="wrapped">The type of what the state holds; a tensor type in every model Core ML runs.</param>
    public StateType(MilType wrapped)
        : this(wrapped, null)
    {
    }

    internal StateType(MilType wrapped, object? source)
        : base(source)
    {
        ArgumentNullException.ThrowIfNull(wrapped);
        Wrapped = wrapped;
    }

    /// <summary>The type of what the state holds.</summary>
    public MilType Wrapped { get; }

    /// <inheritdoc/>
    public override bool Equals(MilType? other) => other is StateType state && Wrapped.Equals(state.Wrapped);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(nameof(StateType), Wrapped);

    /// <inheritdoc/>
    public override string ToString() => $"state<{Wrapped}>";
}
