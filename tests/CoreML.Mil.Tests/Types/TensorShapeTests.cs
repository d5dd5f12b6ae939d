using CoreML.Tests;
using CsCheck;

namespace CoreML.Mil.Tests;

public class TensorShapeTests
{
    [Fact]
    public void Shapes_come_from_collection_expressions_and_arrays()
    {
        TensorShape literal = [1, 3, 224, 224];
        TensorShape ints = new[] { 1, 3, 224, 224 };
        TensorShape longs = new[] { 1L, 3, 224, 224 };
        Assert.Equal(literal, ints);
        Assert.Equal(literal, longs);
        Assert.True(literal == ints);
        Assert.Equal(literal.GetHashCode(), ints.GetHashCode());
        Assert.Equal("[1, 3, 224, 224]", literal.ToString());
        Assert.Equal([1, 3, 224, 224], literal.ToSizes());
        Assert.Equal(224, literal[^1].Size);
    }

    [Fact]
    public void A_scalar_has_rank_0_and_one_element()
    {
        TensorShape scalar = [];
        Assert.Same(TensorShape.Scalar, scalar);
        Assert.Equal(0, scalar.Rank);
        Assert.Equal(1, scalar.ElementCount);
        Assert.Equal("[]", scalar.ToString());
    }

    [Fact]
    public void An_unranked_shape_has_no_rank_and_no_count()
    {
        TensorShape shape = [2, Dimension.Variadic];
        Assert.False(shape.IsRanked);
        Assert.False(TensorShape.Unranked.IsRanked);
        Assert.Equal(2, shape.Count);
        Assert.Throws<InvalidOperationException>(() => shape.Rank);
        Assert.Throws<InvalidOperationException>(() => shape.ElementCount);
        Assert.Equal("[2, ...]", shape.ToString());
    }

    [Fact]
    public void An_unknown_dimension_leaves_the_rank_known()
    {
        TensorShape shape = [Dimension.CreateUnknown(), 3];
        Assert.True(shape.IsRanked);
        Assert.False(shape.IsKnown);
        Assert.Equal(2, shape.Rank);
        Assert.False(shape.TryGetElementCount(out _));
        Assert.Throws<InvalidOperationException>(() => shape.ElementCount);
        Assert.Throws<InvalidOperationException>(() => shape.ToSizes());
    }

    [Theory]
    [InlineData(new[] { long.MaxValue, 2L })]
    [InlineData(new[] { 1L << 32, 1L << 32 })]
    [InlineData(new[] { 1L << 62, 1L << 62, 1L << 62, 16L })]
    public void A_count_beyond_63_bits_overflows(long[] sizes)
    {
        TensorShape shape = sizes;
        Assert.False(shape.TryGetElementCount(out long count));
        Assert.Equal(0, count);
        Assert.Throws<OverflowException>(() => shape.ElementCount);
    }

    [Fact]
    public void A_dimension_of_0_leaves_no_elements_whatever_the_others_are()
    {
        TensorShape shape = [long.MaxValue, long.MaxValue, 0];
        Assert.Equal(0, shape.ElementCount);
    }

    [Fact]
    public void The_count_is_the_product() =>
        Gen.Long[0, 2000].Array[0, 5].Check(100, sizes => Assert.Equal(
            sizes.Aggregate(1L, (product, size) => product * size), TensorShape.FromSizes(sizes).ElementCount));
}
