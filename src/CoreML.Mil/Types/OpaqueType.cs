namespace CoreML.Mil;

/// <summary>
/// A type that a file leaves out, or gives in a way this library does not know: it is carried along and written back
/// as it was. Only readers make it.
/// </summary>
public sealed class OpaqueType : MilType
{
    internal OpaqueType(object? source)
        : base(source)
    {
    }

    /// <inheritdoc/>
    public override bool Equals(MilType? other) =>
        ReferenceEquals(this, other) || (other is OpaqueType opaque && Equals(Source, opaque.Source));

    /// <inheritdoc/>
    public override int GetHashCode() => Source?.GetHashCode() ?? 0;

    /// <inheritdoc/>
    public override string ToString() => Source is null ? "none" : "opaque";
}
