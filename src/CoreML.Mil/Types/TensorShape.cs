using System.Collections;
using System.Runtime.CompilerServices;

namespace CoreML.Mil;

/// <summary>
/// The dimensions of a tensor. Immutable; written as a collection expression or converted from an array:
/// <c>TensorShape shape = [1, 3, 224, 224];</c>. A scalar has no dimensions.
/// </summary>
[CollectionBuilder(typeof(TensorShape), nameof(Create))]
public sealed class TensorShape : IReadOnlyList<Dimension>, IEquatable<TensorShape>
{
    private readonly Dimension[] _dimensions;

    private TensorShape(Dimension[] dimensions)
    {
        _dimensions = dimensions;
        IsRanked = true;
        IsKnown = true;
        foreach (Dimension dimension in dimensions)
        {
            IsRanked &= !dimension.IsVariadic;
            IsKnown &= dimension.IsKnown;
        }
    }

    /// <summary>The shape of a scalar: ranked, no dimensions, one element.</summary>
    public static TensorShape Scalar { get; } = new([]);

    /// <summary>A shape of which nothing is known.</summary>
    public static TensorShape Unranked { get; } = new([Dimension.Variadic]);

    /// <summary>Whether the number of dimensions is known: no dimension is variadic.</summary>
    public bool IsRanked { get; }

    /// <summary>Whether every dimension has a known size.</summary>
    public bool IsKnown { get; }

    /// <summary>Number of dimensions; 0 for a scalar.</summary>
    /// <exception cref="InvalidOperationException">The shape is not ranked.</exception>
    public int Rank => IsRanked ? _dimensions.Length : throw new InvalidOperationException($"The shape {this} has no known rank.");

    /// <summary>Number of listed dimensions, a variadic one counted once; equal to <see cref="Rank"/> if there is one.</summary>
    public int Count => _dimensions.Length;

    /// <summary>The dimension at a position, the outermost first.</summary>
    /// <param name="index">Position, below <see cref="Count"/>.</param>
    public Dimension this[int index] => _dimensions[index];

    /// <summary>Product of all dimensions; 1 for a scalar.</summary>
    /// <exception cref="InvalidOperationException">A dimension is not known.</exception>
    /// <exception cref="OverflowException">The product does not fit 63 bits.</exception>
    public long ElementCount
    {
        get
        {
            if (TryGetElementCount(out long count))
            {
                return count;
            }
            throw IsKnown
                ? new OverflowException($"The shape {this} has more elements than 63 bits can count.")
                : new InvalidOperationException($"The shape {this} has no known number of elements.");
        }
    }

    /// <summary>Makes a shape.</summary>
    /// <param name="dimensions">The dimensions, the outermost first; they are copied.</param>
    /// <returns>The shape.</returns>
    public static TensorShape Create(ReadOnlySpan<Dimension> dimensions) =>
        dimensions.IsEmpty ? Scalar : new(dimensions.ToArray());

    /// <summary>Makes a shape of known sizes.</summary>
    /// <param name="sizes">The sizes, the outermost first; none negative.</param>
    /// <returns>The shape.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public static TensorShape FromSizes(ReadOnlySpan<long> sizes)
    {
        var dimensions = new Dimension[sizes.Length];
        for (int i = 0; i < dimensions.Length; i++)
        {
            dimensions[i] = sizes[i];
        }
        return Wrap(dimensions);
    }

    /// <summary>Makes a shape of known sizes.</summary>
    /// <param name="sizes">The sizes, the outermost first; none negative.</param>
    public static implicit operator TensorShape(long[] sizes) => FromSizes(sizes);

    /// <summary>Makes a shape of known sizes.</summary>
    /// <param name="sizes">The sizes, the outermost first; none negative.</param>
    public static implicit operator TensorShape(int[] sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        return Wrap(Array.ConvertAll(sizes, size => new Dimension(size)));
    }

    /// <summary>Whether both have equal dimensions in the same order.</summary>
    /// <param name="left">One shape.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(TensorShape? left, TensorShape? right) => left is null ? right is null : left.Equals(right);

    /// <summary>The opposite of equality.</summary>
    /// <param name="left">One shape.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(TensorShape? left, TensorShape? right) => !(left == right);

    /// <summary>The number of elements, where it is known and fits 63 bits. With a dimension of 0 it is 0.</summary>
    /// <param name="count">The number of elements, or 0.</param>
    /// <returns>Whether there is such a number.</returns>
    public bool TryGetElementCount(out long count)
    {
        count = 0;
        if (!IsKnown)
        {
            return false;
        }
        UInt128 product = 1;
        bool overflow = false;
        foreach (Dimension dimension in _dimensions)
        {
            if (dimension.Size == 0)
            {
                return true;
            }
            product *= overflow ? 1 : (ulong)dimension.Size;
            overflow |= product > long.MaxValue;
        }
        count = overflow ? 0 : (long)product;
        return !overflow;
    }

    /// <summary>The sizes of all dimensions.</summary>
    /// <returns>A new array, the outermost dimension first.</returns>
    /// <exception cref="InvalidOperationException">A dimension is not known.</exception>
    public long[] ToSizes() => Array.ConvertAll(_dimensions, dimension => dimension.Size);

    /// <summary>The dimensions as a span, the outermost first.</summary>
    /// <returns>The span.</returns>
    public ReadOnlySpan<Dimension> AsSpan() => _dimensions;

    /// <inheritdoc/>
    public bool Equals(TensorShape? other) =>
        other is not null && (ReferenceEquals(this, other) || _dimensions.AsSpan().SequenceEqual(other._dimensions));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TensorShape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (Dimension dimension in _dimensions)
        {
            hash.Add(dimension);
        }
        return hash.ToHashCode();
    }

    /// <summary>The dimensions in brackets: <c>[1, ?, 224]</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"[{string.Join(", ", _dimensions)}]";

    /// <summary>Enumerates the dimensions, the outermost first.</summary>
    /// <returns>The enumerator.</returns>
    public IEnumerator<Dimension> GetEnumerator() => ((IEnumerable<Dimension>)_dimensions).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Makes a shape that keeps the array it is given.</summary>
    internal static TensorShape Wrap(Dimension[] dimensions) => dimensions.Length == 0 ? Scalar : new(dimensions);
}
