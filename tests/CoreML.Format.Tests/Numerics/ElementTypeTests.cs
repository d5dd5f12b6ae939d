using System.Runtime.InteropServices;

namespace CoreML.Format.Tests;

public sealed class ElementTypeTests
{
    public static TheoryData<ElementType, string, int, bool, bool, bool> Facts => new()
    {
        // name, width, float, integer, signed integer
        { ElementType.Bool, "bool", 8, false, false, false },
        { ElementType.String, "string", 0, false, false, false },
        { ElementType.Float16, "float16", 16, true, false, false },
        { ElementType.Float32, "float32", 32, true, false, false },
        { ElementType.Float64, "float64", 64, true, false, false },
        { ElementType.BFloat16, "bfloat16", 16, true, false, false },
        { ElementType.Float8E4M3FN, "float8e4m3fn", 8, true, false, false },
        { ElementType.Float8E5M2, "float8e5m2", 8, true, false, false },
        { ElementType.Int4, "int4", 4, false, true, true },
        { ElementType.Int8, "int8", 8, false, true, true },
        { ElementType.Int16, "int16", 16, false, true, true },
        { ElementType.Int32, "int32", 32, false, true, true },
        { ElementType.Int64, "int64", 64, false, true, true },
        { ElementType.UInt1, "uint1", 1, false, true, false },
        { ElementType.UInt2, "uint2", 2, false, true, false },
        { ElementType.UInt3, "uint3", 3, false, true, false },
        { ElementType.UInt4, "uint4", 4, false, true, false },
        { ElementType.UInt6, "uint6", 6, false, true, false },
        { ElementType.UInt8, "uint8", 8, false, true, false },
        { ElementType.UInt16, "uint16", 16, false, true, false },
        { ElementType.UInt32, "uint32", 32, false, true, false },
        { ElementType.UInt64, "uint64", 64, false, true, false },
    };

    [Theory]
    [MemberData(nameof(Facts))]
    public void Has_its_facts(ElementType type, string name, int width, bool isFloat, bool isInteger, bool isSigned)
    {
        Assert.Equal((name, width), (type.Name, type.BitWidth));
        Assert.Equal((isFloat, isInteger, isSigned), (type.IsFloat, type.IsInteger, type.IsSignedInteger));
        Assert.Equal(width is > 0 and < 8, type.IsSubByte);
        Assert.True(ElementTypeFacts.TryParse(name, out ElementType parsed));
        Assert.Equal(type, parsed);
    }

    [Fact]
    public void Every_type_is_in_the_table() => Assert.Equal(Enum.GetValues<ElementType>().Length, Facts.Count);

    [Theory]
    [InlineData("")]
    [InlineData("Float16")]
    [InlineData("fp16")]
    [InlineData("int2")]
    public void Other_names_are_no_types(string name) => Assert.False(ElementTypeFacts.TryParse(name, out _));

    [Theory]
    [MemberData(nameof(StorableTypes.All), MemberType = typeof(StorableTypes))]
    public void Has_its_storage_code(ElementType type, int code)
    {
        Assert.True(type.IsStorable);
        Assert.Equal(code, type.StorageCode);
        Assert.True(ElementTypeFacts.TryFromStorageCode((uint)code, out ElementType found));
        Assert.Equal(type, found);
    }

    [Fact]
    public void Exactly_seventeen_codes_are_known()
    {
        uint[] known = [.. Enumerable.Range(0, 1000).Select(code => (uint)code).Where(code => ElementTypeFacts.TryFromStorageCode(code, out _))];
        Assert.Equal(Enumerable.Range(1, 17).Select(code => (uint)code), known);
        Assert.False(ElementTypeFacts.TryFromStorageCode(uint.MaxValue, out _));
        Assert.Equal(17, Enum.GetValues<ElementType>().Count(type => type.IsStorable));
    }

    [Theory]
    [MemberData(nameof(NumericConversionTests.NumberTypes), MemberType = typeof(NumericConversionTests))]
    public void Counts_bytes(ElementType type)
    {
        int width = type.BitWidth;
        Assert.All(Enumerable.Range(0, 40), count => Assert.Equal((count * width + 7) / 8, type.ByteCount(count)));
        Assert.Throws<ArgumentOutOfRangeException>(() => type.ByteCount(-1));
        // Also where the number of bits does not fit 63 bits.
        UInt128 bits = (UInt128)long.MaxValue * (uint)width;
        if (bits / 8 <= long.MaxValue)
        {
            Assert.Equal((long)((bits + 7) / 8), type.ByteCount(long.MaxValue));
        }
        else
        {
            Assert.Throws<OverflowException>(() => type.ByteCount(long.MaxValue));
        }
    }

    [Fact]
    public void Text_has_no_width() => Assert.Throws<InvalidOperationException>(() => ElementType.String.ByteCount(1));

    [Theory]
    [MemberData(nameof(NumericConversionTests.NumberTypes), MemberType = typeof(NumericConversionTests))]
    public void Dotnet_type_has_the_width(ElementType type)
    {
        Assert.Equal(type.IsSubByte, ElementClrTypes.Of(type) is null);
        int? size = ElementClrTypes.Of(type) is not { } clr ? null : clr == typeof(bool) ? 1 : Marshal.SizeOf(clr);
        Assert.Equal(type.IsSubByte ? null : type.BitWidth / 8, size);
    }

    [Fact]
    public void Bytes_are_turned_round()
    {
        sbyte[] bytes = [1, 2];
        ElementClrTypes.ReverseEndianness<sbyte>(bytes);
        Assert.Equal([1, 2], bytes);
        BFloat16[] shorts = [BFloat16.FromBits(0x1234)];
        ElementClrTypes.ReverseEndianness<BFloat16>(shorts);
        Assert.Equal(0x3412, shorts[0].Bits);
        int[] ints = [0x01020304];
        ElementClrTypes.ReverseEndianness<int>(ints);
        Assert.Equal([0x04030201], ints);
        ulong[] longs = [0x0102030405060708];
        ElementClrTypes.ReverseEndianness<ulong>(longs);
        Assert.Equal([0x0807060504030201ul], longs);
    }
}
