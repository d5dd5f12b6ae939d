namespace CoreML.Format;

/// <summary>The packed elements of one tensor, wherever they are, to be written to a weight file later.</summary>
public abstract class WeightContent
{
    /// <summary>Makes content of a type and a number of elements.</summary>
    /// <param name="elementType">A type that weight storage can hold.</param>
    /// <param name="elementCount">Number of elements, not negative.</param>
    /// <exception cref="ArgumentException">Weight storage cannot hold the type.</exception>
    protected WeightContent(ElementType elementType, long elementCount)
    {
        if (!elementType.IsStorable)
        {
            throw new ArgumentException($"Weight files cannot hold {elementType.Name}.", nameof(elementType));
        }
        ElementType = elementType;
        ElementCount = elementCount;
        SizeInBytes = elementType.ByteCount(elementCount);
    }

    /// <summary>The type of the elements.</summary>
    public ElementType ElementType { get; }

    /// <summary>The number of elements.</summary>
    public long ElementCount { get; }

    /// <summary>Size in bytes; elements narrower than a byte are packed.</summary>
    public long SizeInBytes { get; }

    /// <summary>Reads some of the packed bytes; several threads may do so at once.</summary>
    /// <param name="start">Position of the first byte.</param>
    /// <param name="destination">Takes as many bytes as it has room for.</param>
    public abstract void Read(long start, Span<byte> destination);

    /// <summary>Content that lies in a weight file. It keeps the file readable for as long as it is in use.</summary>
    /// <param name="blob">The blob.</param>
    /// <returns>The content.</returns>
    public static WeightContent FromBlob(WeightBlob blob)
    {
        ArgumentNullException.ThrowIfNull(blob);
        return new BlobContent(blob);
    }

    /// <summary>Content that lies in memory.</summary>
    /// <param name="elementType">A type that weight storage can hold.</param>
    /// <param name="packed">The packed elements, little endian; the memory is kept, not copied.</param>
    /// <param name="elementCount">Number of elements.</param>
    /// <returns>The content.</returns>
    /// <exception cref="ArgumentException">The length is not that of so many elements.</exception>
    public static WeightContent FromMemory(ElementType elementType, ReadOnlyMemory<byte> packed, long elementCount) =>
        new MemoryContent(elementType, packed, elementCount);

    private sealed class BlobContent(WeightBlob blob) : WeightContent(blob.ElementType, blob.ElementCount)
    {
        // Never given up: the file stays readable for as long as this object lives, and its handle is closed with it.
        private readonly IDisposable _reference = blob.File.AddReference();

        public override void Read(long start, Span<byte> destination)
        {
            blob.Read(start, destination);
            GC.KeepAlive(_reference);
        }
    }

    private sealed class MemoryContent : WeightContent
    {
        private readonly ReadOnlyMemory<byte> _packed;

        public MemoryContent(ElementType elementType, ReadOnlyMemory<byte> packed, long elementCount)
            : base(elementType, elementCount)
        {
            if (packed.Length != SizeInBytes)
            {
                throw new ArgumentException(
                    $"{elementCount} elements of {elementType.Name} take {SizeInBytes} bytes, not {packed.Length}.", nameof(packed));
            }
            _packed = packed;
        }

        public override void Read(long start, Span<byte> destination) =>
            _packed.Span.Slice(checked((int)start), destination.Length).CopyTo(destination);
    }
}
