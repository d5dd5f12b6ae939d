using System.Runtime.InteropServices;
using CoreML.Format;

namespace CoreML.Mil;

public sealed partial class TensorConstant
{
    /// <summary>Makes a tensor of the element type that <typeparamref name="T"/> stands for: bool, Half, float, double,
    /// BFloat16, Float8E4M3FN, Float8E5M2, sbyte (int8), short, int, long, byte (uint8), ushort, uint or ulong. For narrower elements see
    /// <see cref="FromPacked"/>.</summary>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <param name="shape">The shape, all dimensions known.</param>
    /// <param name="values">The elements in row-major order; they are copied.</param>
    /// <returns>The constant.</returns>
    /// <exception cref="ArgumentException">The number of values is not that of the shape, or <typeparamref name="T"/> stands
    /// for no element type.</exception>
    public static TensorConstant Create<T>(TensorShape shape, params ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var type = new TensorType(TensorElement.Of<T>(), shape);
        CheckCount(type, values.Length, nameof(values));
        return new(type, CopyOf(values));
    }

    /// <summary>Makes a tensor of texts.</summary>
    /// <param name="shape">The shape, all dimensions known.</param>
    /// <param name="values">The texts in row-major order; they are copied.</param>
    /// <returns>The constant.</returns>
    /// <exception cref="ArgumentException">The number of values is not that of the shape, or one is
    /// <see langword="null"/>.</exception>
    public static TensorConstant Create(TensorShape shape, params ReadOnlySpan<string> values)
    {
        var type = new TensorType(ElementType.String, shape);
        CheckCount(type, values.Length, nameof(values));
        foreach (string value in values)
        {
            ArgumentNullException.ThrowIfNull(value, nameof(values));
        }
        return new(type, new StringStorage(values.ToArray()));
    }

    /// <summary>Makes a tensor of rank 1.</summary>
    /// <typeparam name="T">The type of an element, as for
    /// <see cref="Create{T}(TensorShape, ReadOnlySpan{T})"/>.</typeparam>
    /// <param name="values">The elements; they are copied.</param>
    /// <returns>The constant.</returns>
    public static TensorConstant Vector<T>(params ReadOnlySpan<T> values)
        where T : unmanaged => Create([values.Length], values);

    /// <summary>Makes a tensor of rank 0.</summary>
    /// <typeparam name="T">The type of the element, as for
    /// <see cref="Create{T}(TensorShape, ReadOnlySpan{T})"/>.</typeparam>
    /// <param name="value">The element.</param>
    /// <returns>The constant.</returns>
    public static TensorConstant Scalar<T>(T value)
        where T : unmanaged => new(TensorType.Scalar(TensorElement.Of<T>()), CopyOf<T>([value]));

    /// <summary>Makes a text, a tensor of rank 0.</summary>
    /// <param name="value">The text.</param>
    /// <returns>The constant.</returns>
    public static TensorConstant Scalar(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(TensorType.Scalar(ElementType.String), new StringStorage([value]));
    }

    /// <summary>Makes a tensor of packed elements that stay in the memory they are in.</summary>
    /// <param name="type">The type: all dimensions known, no texts.</param>
    /// <param name="packed">The elements, little endian, those narrower than a byte packed from the lowest bit up with
    /// nothing between them. Not copied: it must not change afterwards.</param>
    /// <returns>The constant.</returns>
    /// <exception cref="ArgumentException">The number of bytes is not that of the type, or the type is one of texts.</exception>
    public static TensorConstant FromPacked(TensorType type, ReadOnlyMemory<byte> packed)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.ElementType == ElementType.String)
        {
            throw new ArgumentException("Texts have no packed form.", nameof(type));
        }
        if (!type.Shape.TryGetElementCount(out long count) || count > long.MaxValue / 8)
        {
            throw new ArgumentException($"The type {type} has no definite number of elements.", nameof(type));
        }
        if (type.ElementType.ByteCount(count) != packed.Length)
        {
            throw new ArgumentException($"{packed.Length} bytes are given for a tensor of type {type}.", nameof(packed));
        }
        return new(type, new ByteStorage(packed, fromFile: false));
    }

    /// <summary>Makes a tensor of elements that are given when they are needed.</summary>
    /// <param name="shape">The shape, all dimensions known.</param>
    /// <param name="content">The elements, of the content's type.</param>
    /// <returns>The constant.</returns>
    /// <exception cref="ArgumentException">The number of elements is not that of the shape.</exception>
    public static TensorConstant FromContent(TensorShape shape, WeightContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var type = new TensorType(content.ElementType, shape);
        CheckCount(type, content.ElementCount, nameof(content));
        return new(type, new ContentStorage(content));
    }

    /// <summary>Makes a tensor whose elements are in a weight file. Nothing is read or checked before the elements are.</summary>
    /// <param name="type">The type.</param>
    /// <param name="weights">Gives the weight file.</param>
    /// <param name="location">Where in it the elements are.</param>
    /// <returns>The constant.</returns>
    public static TensorConstant FromWeights(TensorType type, IWeightFileResolver weights, WeightLocation location)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(location.FileName, nameof(location));
        return new(type, new WeightFileStorage(weights, location));
    }

    private static void CheckCount(TensorType type, long given, string parameter)
    {
        if (!type.Shape.TryGetElementCount(out long count) || count != given)
        {
            throw new ArgumentException($"{given} values are given for a tensor of type {type}.", parameter);
        }
    }

    // In the form in which the specification holds the type in place.
    private static TensorStorage CopyOf<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float) || typeof(T) == typeof(double) || typeof(T) == typeof(int) || typeof(T) == typeof(long)
            || typeof(T) == typeof(bool))
        {
            return new ImmediateStorage<T>(values.ToArray());
        }
        return new ByteStorage(MemoryMarshal.AsBytes(values).ToArray(), fromFile: false);
    }
}
