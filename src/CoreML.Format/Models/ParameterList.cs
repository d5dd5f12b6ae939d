using System.Runtime.InteropServices;
using Google.Protobuf.Collections;

namespace CoreML.Format;

/// <summary>A list of numbers that a model of a classic type has learned. It shows the specification.</summary>
internal abstract class ParameterList(string stage, string type, string name) : ModelWeight
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string? Function => null;

    /// <inheritdoc/>
    public override string Path => $"{(stage.Length == 0 ? "" : stage + ".")}{type}.{name}";

    /// <inheritdoc/>
    public override string Storage => "dense";

    /// <inheritdoc/>
    public override long SizeInBytes => ElementType.ByteCount(ElementCount);

    /// <summary>Replaces the numbers.</summary>
    /// <param name="packed">As many as there are, of the same type, little endian.</param>
    public abstract void Replace(ReadOnlyMemory<byte> packed);

    /// <inheritdoc/>
    public override void Check()
    {
    }
}

/// <summary>A list of numbers of one kind.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class ParameterList<T>(string stage, string type, string name, RepeatedField<T> values) : ParameterList(stage, type, name)
    where T : unmanaged
{
    /// <inheritdoc/>
    public override ElementType ElementType => typeof(T) == typeof(double) ? ElementType.Float64 : ElementType.Float32;

    /// <inheritdoc/>
    public override IReadOnlyList<long> Shape => [values.Count];

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Decode() => MemoryMarshal.AsBytes<T>(values.ToArray()).ToArray();

    /// <inheritdoc/>
    public override void Replace(ReadOnlyMemory<byte> packed)
    {
        values.Clear();
        values.Add(MemoryMarshal.Cast<byte, T>(packed.Span).ToArray());
    }
}
