using System.Numerics.Tensors;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Builder;

/// <summary>Makes constants of weights, wherever they are. What they are made of is neither copied nor read before the model is saved,
/// and must not change until then.</summary>
public static partial class Weight
{
    /// <summary>A vector.</summary>
    /// <typeparam name="T">The type of an element, as for <see cref="TensorConstant.Scalar{T}(T)"/>.</typeparam>
    /// <param name="values">The elements; they are not copied.</param>
    /// <returns>The constant.</returns>
    public static TensorConstant Of<T>(T[] values)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        return Of<T>(values, [values.Length]);
    }

    /// <summary>A tensor.</summary>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <param name="values">The elements in row-major order; they are not copied.</param>
    /// <param name="shape">The shape.</param>
    /// <returns>The constant.</returns>
    /// <exception cref="CoreMLException">CML7005: the number of values is not that of the shape.</exception>
    public static TensorConstant Of<T>(T[] values, ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        return Of(new ReadOnlyMemory<T>(values), shape);
    }

    /// <summary>A tensor.</summary>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <param name="values">The elements in row-major order; they are not copied.</param>
    /// <param name="shape">The shape.</param>
    /// <returns>The constant.</returns>
    /// <exception cref="CoreMLException">CML7005: the number of values is not that of the shape.</exception>
    public static TensorConstant Of<T>(ReadOnlyMemory<T> values, ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        TensorShape dimensions = ShapeOf(shape, values.Length);
        return IsSmall<T>(values.Length)
            ? TensorConstant.Create(dimensions, values.Span)
            : TensorConstant.FromContent(dimensions, new MemoryContent<T>(values));
    }

    /// <summary>A tensor of elements that are copied, since spans do not last.</summary>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <param name="values">The elements in row-major order.</param>
    /// <param name="shape">The shape.</param>
    /// <returns>The constant.</returns>
    /// <exception cref="CoreMLException">CML7005: the number of values is not that of the shape.</exception>
    public static TensorConstant Of<T>(ReadOnlySpan<T> values, ReadOnlySpan<long> shape)
        where T : unmanaged => TensorConstant.Create(ShapeOf(shape, values.Length), values);

    /// <summary>A tensor.</summary>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <param name="tensor">The tensor; it is not copied if its elements lie one behind the other.</param>
    /// <returns>The constant.</returns>
    public static TensorConstant Of<T>(Tensor<T> tensor)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(tensor);
        TensorShape shape = TensorShape.FromSizes(Array.ConvertAll(tensor.Lengths.ToArray(), length => (long)length));
        if (tensor.IsDense && !IsSmall<T>(tensor.FlattenedLength))
        {
            return TensorConstant.FromContent(shape, new DenseTensorContent<T>(tensor));
        }
        var values = new T[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return TensorConstant.Create<T>(shape, values);
    }

    /// <summary>The same weights in half or single precision, converted when they are written. Numbers beyond the range of
    /// half precision become infinite.</summary>
    /// <param name="weight">The weights, numbers of any type.</param>
    /// <param name="type">float16 or float32.</param>
    /// <returns>The constant; <paramref name="weight"/> itself if it has the type.</returns>
    /// <exception cref="ArgumentException">The type is another one.</exception>
    public static TensorConstant As(this TensorConstant weight, ElementType type)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (!ConvertedContent.Supports(type))
        {
            throw new ArgumentException($"Weights are converted to float16 or float32, not to {type.Name}.", nameof(type));
        }
        return weight.ElementType == type ? weight
            : weight.ElementType.IsStorable ? TensorConstant.FromContent(weight.Shape, new ConvertedContent(weight.ToContent(), type))
            : NumberConstants.Create(type, weight.Shape, weight.ToArray<double>(), "weight");
    }

    // Small constants are part of the specification, and some types cannot be in weight files.
    private static bool IsSmall<T>(nint count)
        where T : unmanaged => count < 10 || !TensorElement.Of<T>().IsStorable;

    private static TensorShape ShapeOf(ReadOnlySpan<long> sizes, long found)
    {
        TensorShape shape = TensorShape.FromSizes(sizes);
        if (!shape.TryGetElementCount(out long count) || count != found)
        {
            throw BuilderDiagnostics.SizeMismatch.Error(
                path: "weight", expected: $"as many values as the shape {shape} has elements", found: $"{found} values");
        }
        return shape;
    }
}
