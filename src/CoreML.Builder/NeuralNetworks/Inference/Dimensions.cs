using CoreML.Mil;

namespace CoreML.Builder;

/// <summary>Arithmetic with sizes that may be unknown.</summary>
internal static class Dimensions
{
    /// <summary>A size that nothing is known of.</summary>
    public static Dimension Unknown => Dimension.CreateUnknown();

    /// <summary>A shape of this rank with nothing else known.</summary>
    public static TensorShape OfRank(int rank)
    {
        var dimensions = new Dimension[rank];
        for (int i = 0; i < rank; i++)
        {
            dimensions[i] = Unknown;
        }
        return TensorShape.Wrap(dimensions);
    }

    /// <summary>A function of a size; the size itself if it does not change.</summary>
    public static Dimension Map(Dimension size, Func<long, long> function) =>
        size.IsKnown ? function(size.Size) : Unknown;

    /// <summary>The sum of sizes.</summary>
    public static Dimension Sum(IEnumerable<Dimension> sizes)
    {
        long sum = 0;
        foreach (Dimension size in sizes)
        {
            if (!size.IsKnown)
            {
                return Unknown;
            }
            sum = checked(sum + size.Size);
        }
        return sum;
    }

    /// <summary>The product of sizes.</summary>
    public static Dimension Product(IEnumerable<Dimension> sizes)
    {
        long product = 1;
        foreach (Dimension size in sizes)
        {
            if (!size.IsKnown)
            {
                return Unknown;
            }
            product = checked(product * size.Size);
        }
        return product;
    }

    /// <summary>Whether both may be the same size.</summary>
    public static bool MayEqual(Dimension left, Dimension right) => !left.IsKnown || !right.IsKnown || left.Size == right.Size;

    /// <summary>The size that two equal sizes have: the known one, if one is.</summary>
    public static Dimension Known(Dimension left, Dimension right) => left.IsKnown ? left : right;

    /// <summary>A shape with one dimension replaced.</summary>
    public static TensorShape With(this TensorShape shape, int axis, Dimension size)
    {
        Dimension[] dimensions = [.. shape];
        dimensions[axis < 0 ? axis + dimensions.Length : axis] = size;
        return TensorShape.Wrap(dimensions);
    }

    /// <summary>A shape with its last dimensions replaced.</summary>
    public static TensorShape WithLast(this TensorShape shape, params ReadOnlySpan<Dimension> sizes)
    {
        Dimension[] dimensions = [.. shape];
        sizes.CopyTo(dimensions.AsSpan(dimensions.Length - sizes.Length));
        return TensorShape.Wrap(dimensions);
    }

    /// <summary>The dimension at an axis that may count from the end.</summary>
    public static Dimension At(this TensorShape shape, int axis) => shape[axis < 0 ? axis + shape.Count : axis];

    /// <summary>What is known of a shape that may be one of two.</summary>
    public static TensorShape Either(TensorShape first, TensorShape second)
    {
        if (!first.IsRanked || !second.IsRanked || first.Rank != second.Rank)
        {
            return TensorShape.Unranked;
        }
        return TensorShape.Wrap([.. first.Select((size, i) => size == second[i] ? size : Unknown)]);
    }
}
