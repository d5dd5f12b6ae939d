using CoreML.Format;

namespace CoreML.Mil;

/// <summary>The type of tensors: an element type and a shape. Scalars, texts included, are tensors of rank 0.</summary>
public sealed class TensorType : MilType
{
    private static readonly TensorType[] Scalars =
        Array.ConvertAll(Enum.GetValues<ElementType>(), type => new TensorType(type, TensorShape.Scalar));

    /// <summary>Makes a tensor type.</summary>
    /// <param name="elementType">The type of the elements.</param>
    /// <param name="shape">The shape, for example <c>[1, 3, 224, 224]</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="elementType"/> is not an element type.</exception>
    public TensorType(ElementType elementType, TensorShape shape)
        : this(elementType, shape, null)
    {
    }

    internal TensorType(ElementType elementType, TensorShape shape, object? source)
        : base(source)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementType, (uint)ElementType.UInt64, nameof(elementType));
        ElementType = elementType;
        Shape = shape;
    }

    /// <summary>The type of the elements.</summary>
    public ElementType ElementType { get; }

    /// <summary>The shape.</summary>
    public TensorShape Shape { get; }

    /// <summary>The type of a scalar.</summary>
    /// <param name="elementType">The type of its one element.</param>
    /// <returns>The type.</returns>
    public static TensorType Scalar(ElementType elementType) => Scalars[(int)elementType];

    /// <summary>The same shape with another element type.</summary>
    /// <param name="elementType">The type of the elements.</param>
    /// <returns>The type.</returns>
    public TensorType WithElementType(ElementType elementType) => new(elementType, Shape);

    /// <summary>The same element type with another shape.</summary>
    /// <param name="shape">The shape.</param>
    /// <returns>The type.</returns>
    public TensorType WithShape(TensorShape shape) => new(ElementType, shape);

    /// <inheritdoc/>
    public override bool Equals(MilType? other) =>
        ReferenceEquals(this, other) || (other is TensorType tensor && ElementType == tensor.ElementType && Shape.Equals(tensor.Shape));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ElementType, Shape);

    /// <inheritdoc/>
    public override string ToString() => $"tensor<{ElementType.MilName}, {Shape}>";
}
