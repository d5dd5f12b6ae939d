using CoreML.Format;

namespace CoreML.Mil.Tests;

public class TensorConstantTests
{
    private static void AssertReads<T>(ElementType type, params T[] values)
        where T : unmanaged
    {
        TensorConstant constant = TensorConstant.Vector<T>(values);
        Assert.Equal(new TensorType(type, [values.Length]), constant.Type);
        Assert.Equal(values.Length, constant.ElementCount);
        Assert.Equal(values, constant.ToArray<T>());
        Assert.Equal(values[1], TensorConstant.Scalar(values[1]).ToScalar<T>());

        byte[] packed = new byte[constant.SizeInBytes];
        constant.Read(packed);
        Assert.Equal(values, TensorConstant.FromPacked(constant.Type, packed).ToArray<T>());
    }

    [Fact]
    public void Every_type_of_whole_bytes_reads_back()
    {
        AssertReads(ElementType.Bool, true, false);
        AssertReads(ElementType.Float16, (Half)1.5, Half.NaN);
        AssertReads(ElementType.Float32, -0.0f, float.NaN);
        AssertReads(ElementType.Float64, 1.5, double.NegativeInfinity);
        AssertReads(ElementType.BFloat16, (BFloat16)1.5f, (BFloat16)(-2f));
        AssertReads(ElementType.Float8E4M3FN, (Float8E4M3FN)1.5f, (Float8E4M3FN)448f);
        AssertReads(ElementType.Float8E5M2, (Float8E5M2)1.5f, (Float8E5M2)(-2f));
        AssertReads<sbyte>(ElementType.Int8, -128, 127);
        AssertReads<short>(ElementType.Int16, short.MinValue, short.MaxValue);
        AssertReads(ElementType.Int32, int.MinValue, int.MaxValue);
        AssertReads(ElementType.Int64, long.MinValue, long.MaxValue);
        AssertReads<byte>(ElementType.UInt8, 0, 255);
        AssertReads<ushort>(ElementType.UInt16, 0, ushort.MaxValue);
        AssertReads<uint>(ElementType.UInt32, 0, uint.MaxValue);
        AssertReads<ulong>(ElementType.UInt64, 0, ulong.MaxValue);
    }

    [Fact]
    public void Packed_bytes_are_little_endian()
    {
        byte[] bytes = new byte[8];
        TensorConstant.Vector(0x01020304, 5).Read(bytes);
        Assert.Equal([4, 3, 2, 1, 5, 0, 0, 0], bytes);
    }

    [Theory]
    [InlineData(ElementType.UInt1, new byte[] { 0b0101_1010, 0b1 }, new byte[] { 0, 1, 0, 1, 1, 0, 1, 0, 1 })]
    [InlineData(ElementType.UInt2, new byte[] { 0b1110_0100, 0b01 }, new byte[] { 0, 1, 2, 3, 1 })]
    [InlineData(ElementType.UInt3, new byte[] { 0b10_001_111, 0b1 }, new byte[] { 7, 1, 6 })]
    [InlineData(ElementType.UInt4, new byte[] { 0x21, 0x0F }, new byte[] { 1, 2, 15 })]
    [InlineData(ElementType.UInt6, new byte[] { 0b11_000001, 0b0000 }, new byte[] { 1, 3 })]
    public void Narrow_elements_are_unpacked(ElementType type, byte[] packed, byte[] values)
    {
        TensorConstant constant = TensorConstant.FromPacked(new(type, [values.Length]), packed);
        Assert.Equal(packed.Length, constant.SizeInBytes);
        Assert.Equal(values, constant.ToArray<byte>());
        byte[] back = new byte[packed.Length];
        constant.Read(back);
        Assert.Equal(packed, back);
    }

    [Fact]
    public void Four_bit_integers_have_a_sign()
    {
        TensorConstant constant = TensorConstant.FromPacked(new(ElementType.Int4, [4]), new byte[] { 0x7F, 0x80 });
        Assert.Equal([-1, 7, 0, -8], constant.ToArray<sbyte>());
        Assert.Throws<InvalidOperationException>(constant.ToArray<byte>);
    }

    [Fact]
    public void Texts_are_read_as_texts()
    {
        Assert.True(TensorConstant.Scalar("same").TryGetString(out string? text));
        Assert.Equal("same", text);
        TensorConstant several = TensorConstant.Create([2], "a", "b");
        Assert.Equal(["a", "b"], several.ToStrings());
        Assert.False(several.TryGetString(out _));
        Assert.False(TensorConstant.Scalar(1).TryGetString(out _));
        Assert.Equal(0, several.SizeInBytes);
        Assert.Throws<InvalidOperationException>(() => several.Read([]));
        Assert.Throws<InvalidOperationException>(several.ToArray<byte>);
        Assert.Throws<InvalidOperationException>(() => TensorConstant.Scalar(1).ToStrings());
        Assert.Throws<ArgumentException>(() => TensorConstant.FromPacked(TensorType.Scalar(ElementType.String), default));
        Assert.Throws<ArgumentNullException>(() => TensorConstant.Create([1], [null!]));
    }

    [Fact]
    public void Scalars_convert_to_constants_of_the_usual_types()
    {
        MilConstant[] constants = [true, 1, (Half)1, 1f, "text"];
        Assert.Equal(
            ["bool", "int32", "float16", "float32", "string"],
            constants.Select(constant => ((TensorConstant)constant).ElementType.Name));
    }

    [Fact]
    public void Reading_as_another_type_is_refused()
    {
        TensorConstant constant = TensorConstant.Vector(1f, 2f);
        Assert.Throws<InvalidOperationException>(constant.ToArray<int>);
        Assert.Throws<InvalidOperationException>(constant.ToArray<DateTime>);
        Assert.Throws<InvalidOperationException>(() => constant.ToScalar<float>());
        Assert.Throws<ArgumentException>(() => constant.Read<float>(new float[3]));
        Assert.Throws<ArgumentException>(() => constant.Read(new byte[7]));
    }

    [Fact]
    public void A_wrong_number_of_elements_is_refused()
    {
        Assert.Throws<ArgumentException>(() => TensorConstant.Create<float>([3], 1, 2));
        Assert.Throws<ArgumentException>(() => TensorConstant.Create([3], "a"));
        Assert.Throws<ArgumentException>(() => TensorConstant.Create<float>([Dimension.CreateUnknown()], 1));
        Assert.Throws<ArgumentException>(() => TensorConstant.Create<DateTime>([0]));
        Assert.Throws<ArgumentException>(() => TensorConstant.FromPacked(new(ElementType.UInt4, [3]), new byte[1]));
        Assert.Throws<ArgumentException>(() => TensorConstant.FromPacked(new(ElementType.UInt4, TensorShape.Unranked), new byte[1]));
        Assert.Throws<ArgumentException>(
            () => TensorConstant.FromContent([3], WeightContent.FromMemory(ElementType.Float16, new byte[4], 2)));
    }

    [Fact]
    public void Integers_of_any_type_are_widened()
    {
        Assert.Equal([-1, 2], TensorConstant.Vector<sbyte>(-1, 2).ToIntegers());
        Assert.Equal([-1, 2], TensorConstant.Vector<short>(-1, 2).ToIntegers());
        Assert.Equal([-1, 2], TensorConstant.Vector(-1, 2).ToIntegers());
        Assert.Equal([-1, 2], TensorConstant.Vector(-1L, 2).ToIntegers());
        Assert.Equal([255], TensorConstant.Vector<byte>(255).ToIntegers());
        Assert.Equal([65535], TensorConstant.Vector<ushort>(65535).ToIntegers());
        Assert.Equal([uint.MaxValue], TensorConstant.Vector(uint.MaxValue).ToIntegers());
        Assert.Equal([5], TensorConstant.Vector(5UL).ToIntegers());
        Assert.Equal([1, 2, 15], TensorConstant.FromPacked(new(ElementType.UInt4, [3]), new byte[] { 0x21, 0x0F }).ToIntegers());
        Assert.Equal([-1], TensorConstant.FromPacked(new(ElementType.Int4, [1]), new byte[] { 0x0F }).ToIntegers());
        Assert.Throws<OverflowException>(() => TensorConstant.Vector(ulong.MaxValue).ToIntegers());
        Assert.Throws<InvalidOperationException>(() => TensorConstant.Vector(1f).ToIntegers());
        Assert.Throws<InvalidOperationException>(() => TensorConstant.Vector(true).ToIntegers());
    }

    [Fact]
    public void Numbers_of_any_type_are_read_in_single_precision()
    {
        Assert.Equal([1.5f, -2f], TensorConstant.Vector(1.5f, -2f).ToSingles());
        Assert.Equal([1.5f, -2f], TensorConstant.Vector((Half)1.5, (Half)(-2)).ToSingles());
        Assert.Equal([1.5f, -2f], TensorConstant.Vector((BFloat16)1.5f, (BFloat16)(-2f)).ToSingles());
        Assert.Equal([1.5f, -2f], TensorConstant.Vector(1.5, -2.0).ToSingles());
        Assert.Equal([-1f, 2f], TensorConstant.Vector(-1, 2).ToSingles());
        Assert.Equal([1f, 2f, 3f], TensorConstant.FromPacked(new(ElementType.UInt4, [3]), new byte[] { 0x21, 0x03 }).ToSingles());
        Assert.Throws<InvalidOperationException>(() => TensorConstant.Scalar("1").ToSingles());
        Assert.Throws<InvalidOperationException>(() => TensorConstant.Scalar(true).ToSingles());
    }

    [Fact]
    public void An_empty_tensor_has_nothing_to_read()
    {
        TensorConstant constant = TensorConstant.Create<float>([0, 5]);
        Assert.Empty(constant.ToArray<float>());
        Assert.Equal(0, constant.SizeInBytes);
    }

    [Fact]
    public void Content_is_read_when_it_is_needed()
    {
        var content = new CountingContent();
        TensorConstant constant = TensorConstant.FromContent([2, 2], content);
        Assert.Equal("tensor<uint8, [2, 2]>", constant.Type.ToString());
        Assert.Equal(4, constant.SizeInBytes);
        Assert.Same(content, constant.ToContent());
        Assert.Equal(0, content.Reads);
        Assert.Equal([0, 1, 2, 3], constant.ToArray<byte>());
        Assert.Equal(1, content.Reads);
    }

    [Fact]
    public void Constants_become_content_for_weight_files()
    {
        WeightContent floats = TensorConstant.Vector(1f, 2f).ToContent();
        Assert.Equal((ElementType.Float32, 2L, 8L), (floats.ElementType, floats.ElementCount, floats.SizeInBytes));
        byte[] second = new byte[4];
        floats.Read(4, second);
        Assert.Equal(2f, BitConverter.ToSingle(second));

        WeightContent narrow = TensorConstant.FromPacked(new(ElementType.UInt4, [3]), new byte[] { 0x21, 0x03 }).ToContent();
        Assert.Equal((3L, 2L), (narrow.ElementCount, narrow.SizeInBytes));
        Assert.Throws<InvalidOperationException>(() => TensorConstant.Scalar(true).ToContent());
        Assert.Throws<InvalidOperationException>(() => TensorConstant.Scalar("text").ToContent());
    }

    private sealed class CountingContent() : WeightContent(ElementType.UInt8, 4)
    {
        public int Reads { get; private set; }

        public override void Read(long start, Span<byte> destination)
        {
            Reads++;
            for (int i = 0; i < destination.Length; i++)
            {
                destination[i] = (byte)(start + i);
            }
        }
    }
}
