using CoreML.Tests;
using CsCheck;

namespace CoreML.Mil.Tests;

public class SizeArithmeticTests
{
    private readonly SizeArithmetic _sizes = new();
    private readonly SizeValue _n = SizeValue.CreateUnknown();
    private readonly SizeValue _m = SizeValue.CreateUnknown();

    [Fact]
    public void Equal_expressions_are_equal_sizes()
    {
        Assert.Equal(_n, _sizes.Subtract(_sizes.Add(_n, 3), 3));
        Assert.Equal(_n, _sizes.FloorDivide(_sizes.Multiply(_n, 2), 2));
        Assert.Equal(_n, _sizes.FloorDivide(_sizes.Multiply(_n, _m), _m));
        Assert.Equal(_sizes.Multiply(_n, _m), _sizes.Multiply(_m, _n));
        Assert.Equal(_sizes.Multiply(_sizes.Add(_n, 1), _m), _sizes.Add(_m, _sizes.Multiply(_m, _n)));
        Assert.Equal(0, _sizes.Subtract(_n, _n));
        Assert.Equal(1, _sizes.FloorDivide(_sizes.Add(_n, 1), _sizes.Add(_n, 1)));
        Assert.Equal(0, _sizes.Multiply(_n, 0));
        Assert.Equal(_sizes.FloorDivide(_n, 2), _sizes.FloorDivide(_n, 2));
    }

    [Fact]
    public void Different_expressions_are_different_sizes()
    {
        Assert.NotEqual(_n, _m);
        Assert.NotEqual(_n, _sizes.Add(_n, 1));
        Assert.NotEqual(_sizes.FloorDivide(_n, 2), _sizes.CeilingDivide(_n, 2));
        Assert.NotEqual(_sizes.FloorDivide(_n, 2), _sizes.FloorDivide(_n, 3));
        Assert.NotEqual(_sizes.Multiply(_n, _n), _n);
    }

    [Fact]
    public void Known_sizes_are_divided_towards_the_right_side() =>
        Gen.Select(Gen.Int[-50, 50], Gen.Int[1, 9]).Check(500, pair =>
        {
            (int dividend, int divisor) = pair;
            Assert.Equal((long)Math.Floor((double)dividend / divisor), _sizes.FloorDivide(dividend, divisor).Value);
            Assert.Equal((long)Math.Ceiling((double)dividend / divisor), _sizes.CeilingDivide(dividend, divisor).Value);
            Assert.Equal((long)Math.Floor((double)dividend / -divisor), _sizes.FloorDivide(dividend, -divisor).Value);
        });

    [Fact]
    public void Expressions_do_not_grow_without_limit()
    {
        SizeValue product = _sizes.Add(_n, 1);
        SizeValue same = product;
        for (int i = 0; i < 100; i++)
        {
            product = _sizes.Multiply(product, _sizes.Add(product, _m));
            same = _sizes.Multiply(same, _sizes.Add(same, _m));
        }
        Assert.False(product.IsKnown);
        Assert.Equal(product, same);
    }

    [Fact]
    public void What_does_not_fit_63_bits_throws()
    {
        Assert.Throws<OverflowException>(() => _sizes.Add(long.MaxValue, 1));
        Assert.Throws<OverflowException>(() => _sizes.Multiply(_sizes.Multiply(_n, long.MaxValue), 2));
    }
}
