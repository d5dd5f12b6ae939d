using System.Runtime.InteropServices;
using CoreML.Format;

namespace CoreML.Mil;

public sealed partial class TensorConstant
{
    /// <summary>Reads the elements as they are packed in a weight file: little endian, those narrower than a byte packed
    /// from the lowest bit up with nothing between them, truth values as bytes 0 and 1.</summary>
    /// <param name="destination">Where to; exactly <see cref="SizeInBytes"/> long.</param>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    /// <exception cref="InvalidOperationException">The elements are texts.</exception>
    /// <exception cref="CoreMLException">The elements cannot be read, or are not what the type says.</exception>
    /// <exception cref="ObjectDisposedException">The elements are in a weight file that was closed, with its model for example.</exception>
    public void Read(Span<byte> destination)
    {
        if (ElementType == ElementType.String)
        {
            throw new InvalidOperationException("Texts have no packed form; read them with ToStrings.");
        }
        long size = SizeInBytes;
        if (destination.Length != size)
        {
            throw new ArgumentException($"The constant has {size} bytes, the destination {destination.Length}.", nameof(destination));
        }
        Storage.Check(this);
        Storage.Read(this, destination);
    }

    /// <summary>Reads the elements.</summary>
    /// <typeparam name="T">The type that stands for the element type; sbyte for int4 and byte for unsigned integers
    /// narrower than a byte, which are unpacked.</typeparam>
    /// <param name="destination">Where to; exactly <see cref="ElementCount"/> long.</param>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> does not stand for the element type.</exception>
    /// <exception cref="CoreMLException">The elements cannot be read, or are not what the type says.</exception>
    /// <exception cref="ObjectDisposedException">The elements are in a weight file that was closed, with its model for example.</exception>
    public void Read<T>(Span<T> destination)
        where T : unmanaged
    {
        CheckType<T>();
        long count = ElementCount;
        if (destination.Length != count)
        {
            throw new ArgumentException($"The constant has {count} elements, the destination {destination.Length}.", nameof(destination));
        }
        Storage.Check(this);
        Span<byte> bytes = MemoryMarshal.AsBytes(destination);
        if (ElementType.IsSubByte)
        {
            Unpack(ToPacked(), bytes);
        }
        else
        {
            Storage.Read(this, bytes);
        }
    }

    /// <summary>Reads the elements.</summary>
    /// <typeparam name="T">The type that stands for the element type, as for <see cref="Read{T}(Span{T})"/>.</typeparam>
    /// <returns>The elements in row-major order, a new array.</returns>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> does not stand for the element type, or an
    /// array cannot hold so many.</exception>
    /// <exception cref="CoreMLException">The elements cannot be read, or are not what the type says.</exception>
    /// <exception cref="ObjectDisposedException">The elements are in a weight file that was closed, with its model for example.</exception>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        CheckType<T>();
        Storage.Check(this);
        CheckArrayLength(ElementCount);
        var array = new T[ElementCount];
        Read<T>(array);
        return array;
    }

    /// <summary>Reads the only element.</summary>
    /// <typeparam name="T">The type that stands for the element type, as for <see cref="Read{T}(Span{T})"/>.</typeparam>
    /// <returns>The element.</returns>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> does not stand for the element type, or there is
    /// not just one element.</exception>
    /// <exception cref="CoreMLException">The element cannot be read, or is not what the type says.</exception>
    /// <exception cref="ObjectDisposedException">The elements are in a weight file that was closed, with its model for example.</exception>
    public T ToScalar<T>()
        where T : unmanaged
    {
        CheckType<T>();
        if (ElementCount != 1)
        {
            throw new InvalidOperationException($"A constant of type {Type} has {ElementCount} elements, not one.");
        }
        T value = default;
        Read(new Span<T>(ref value));
        return value;
    }

    /// <summary>Reads texts.</summary>
    /// <returns>The texts in row-major order, a new array.</returns>
    /// <exception cref="InvalidOperationException">The elements are not texts.</exception>
    /// <exception cref="CoreMLException">The texts are not as many as the type says.</exception>
    public string[] ToStrings()
    {
        if (ElementType != ElementType.String)
        {
            throw new InvalidOperationException($"A constant of type {Type} has no texts.");
        }
        Storage.Check(this);
        return Storage is StringStorage { Values: { } values } ? [.. values] : [];
    }

    /// <summary>The elements as content that can be written to a weight file, or read piece by piece. Elements in a weight
    /// file stay there; the content keeps the file readable.</summary>
    /// <returns>The content.</returns>
    /// <exception cref="InvalidOperationException">Weight files cannot hold the element type.</exception>
    /// <exception cref="CoreMLException">The elements cannot be read, or are not what the type says.</exception>
    public WeightContent ToContent()
    {
        if (!ElementType.IsStorable)
        {
            throw new InvalidOperationException($"Weight files cannot hold elements of type {ElementType.Name}.");
        }
        Storage.Check(this);
        return Storage switch
        {
            ByteStorage memory => WeightContent.FromMemory(ElementType, memory.Bytes, ElementCount),
            WeightFileStorage file => WeightContent.FromBlob(file.Open(this)),
            ContentStorage content => content.Content,
            _ => WeightContent.FromMemory(ElementType, ToPacked(), ElementCount),
        };
    }

    /// <summary>Finds the blob of a constant whose elements are in a weight file.</summary>
    /// <returns>The blob, which holds what the type says; <see langword="null"/> if the elements are in memory.</returns>
    /// <exception cref="CoreMLException">There is no such blob, or it is not what the type says.</exception>
    public WeightBlob? GetBlob() => (Storage as WeightFileStorage)?.Open(this);

    /// <summary>Checks that the elements are there and are what the type says, without reading them.</summary>
    /// <exception cref="CoreMLException">They are not: CML3xxx, CML4006, CML4007.</exception>
    public void Check() => Storage.Check(this);

    /// <summary>The packed elements, of any type but texts.</summary>
    internal byte[] ToPacked()
    {
        Storage.Check(this);
        CheckArrayLength(SizeInBytes);
        byte[] packed = new byte[SizeInBytes];
        Storage.Read(this, packed);
        return packed;
    }

    private void CheckType<T>()
    {
        if (!TensorElement.MatchesUnpacked<T>(ElementType))
        {
            throw new InvalidOperationException($"Elements of type {ElementType.Name} are not read as {typeof(T).Name}.");
        }
    }

    private void CheckArrayLength(long length)
    {
        if (length > Array.MaxLength)
        {
            throw new InvalidOperationException($"A constant of type {Type} is too large for an array.");
        }
    }

    private void Unpack(ReadOnlySpan<byte> packed, Span<byte> elements)
    {
        BitPacking.Unpack(packed, ElementType.BitWidth, elements);
        if (ElementType == ElementType.Int4)
        {
            BitPacking.SignExtend4(elements);
        }
    }
}
