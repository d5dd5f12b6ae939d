using CoreML.Format;

namespace CoreML.Mil;

/// <summary>Where the elements of a <see cref="TensorConstant"/> are.</summary>
internal abstract class TensorStorage
{
    /// <summary>Throws unless there are as many elements, of the type, as the constant's type says: nothing is allocated
    /// by a declared size before.</summary>
    /// <param name="constant">The constant whose elements they are.</param>
    public abstract void Check(TensorConstant constant);

    /// <summary>Reads the packed elements, after <see cref="Check"/>.</summary>
    /// <param name="constant">The constant whose elements they are.</param>
    /// <param name="destination">Exactly <see cref="TensorConstant.SizeInBytes"/> long.</param>
    public abstract void Read(TensorConstant constant, Span<byte> destination);
}

/// <summary>Packed elements in memory: the specification's <c>bytes</c>, or memory of a caller.</summary>
internal sealed class ByteStorage(ReadOnlyMemory<byte> bytes, bool fromFile) : TensorStorage
{
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <summary>Whether the specification has the elements as <c>bytes</c>, whatever their type.</summary>
    public bool FromFile { get; } = fromFile;

    public override void Check(TensorConstant constant)
    {
        if (Bytes.Length != constant.SizeInBytes)
        {
            throw constant.Mismatch($"{constant.SizeInBytes} bytes", $"{Bytes.Length} bytes");
        }
    }

    public override void Read(TensorConstant constant, Span<byte> destination) => Bytes.Span.CopyTo(destination);
}

/// <summary>Texts.</summary>
internal sealed class StringStorage(string[] values) : TensorStorage
{
    public string[] Values { get; } = values;

    public override void Check(TensorConstant constant)
    {
        if (constant.ElementType != ElementType.String)
        {
            throw constant.Mismatch(constant.ElementType.Name, "texts");
        }
        if (Values.Length != constant.ElementCount)
        {
            throw constant.Mismatch($"{constant.ElementCount} texts", $"{Values.Length}");
        }
    }

    public override void Read(TensorConstant constant, Span<byte> destination)
    {
    }
}

/// <summary>Elements that are given when they are needed.</summary>
internal sealed class ContentStorage(WeightContent content) : TensorStorage
{
    public WeightContent Content { get; } = content;

    // The type was made of the content.
    public override void Check(TensorConstant constant)
    {
    }

    public override void Read(TensorConstant constant, Span<byte> destination) => Content.Read(0, destination);
}

/// <summary>An immediate value of which the specification gives no elements.</summary>
internal sealed class EmptyStorage : TensorStorage
{
    public static EmptyStorage Instance { get; } = new();

    public override void Check(TensorConstant constant)
    {
        if (constant.ElementCount > 0)
        {
            throw constant.Mismatch($"{constant.ElementCount} elements", "none");
        }
    }

    public override void Read(TensorConstant constant, Span<byte> destination)
    {
    }
}
