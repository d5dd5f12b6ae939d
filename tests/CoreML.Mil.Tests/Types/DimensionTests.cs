namespace CoreML.Mil.Tests;

public class DimensionTests
{
    [Fact]
    public void A_known_size_is_known_and_nothing_else()
    {
        Dimension dimension = 224;
        Assert.True(dimension.IsKnown);
        Assert.False(dimension.IsUnknown);
        Assert.False(dimension.IsVariadic);
        Assert.Equal(224, dimension.Size);
        Assert.Null(dimension.Symbol);
        Assert.Equal("224", dimension.ToString());
    }

    [Fact]
    public void The_default_is_a_size_of_0() => Assert.Equal(new Dimension(0), default);

    [Fact]
    public void A_negative_size_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new Dimension(-1));

    [Fact]
    public void Unknown_dimensions_are_equal_only_with_the_same_symbol()
    {
        var batch = new DimensionSymbol("batch");
        Assert.Equal(new Dimension(batch), new Dimension(batch));
        Assert.NotEqual(new Dimension(batch), new Dimension(new DimensionSymbol("batch")));
        Assert.NotEqual(Dimension.CreateUnknown(), Dimension.CreateUnknown());
        Assert.NotEqual(new Dimension(batch), new Dimension(0));
        Assert.Same(batch, new Dimension(batch).Symbol);
    }

    [Fact]
    public void An_unknown_dimension_has_no_size()
    {
        Dimension unknown = Dimension.CreateUnknown();
        Assert.True(unknown.IsUnknown);
        Assert.Throws<InvalidOperationException>(() => unknown.Size);
        Assert.Equal("?", unknown.ToString());
    }

    [Fact]
    public void Variadic_is_neither_known_nor_one_unknown_dimension()
    {
        Assert.True(Dimension.Variadic.IsVariadic);
        Assert.False(Dimension.Variadic.IsKnown);
        Assert.False(Dimension.Variadic.IsUnknown);
        Assert.Null(Dimension.Variadic.Symbol);
        Assert.Equal(Dimension.Variadic, Dimension.Variadic);
        Assert.Equal("...", Dimension.Variadic.ToString());
    }
}
