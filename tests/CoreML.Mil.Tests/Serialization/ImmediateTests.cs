using CoreML.Format;
using Google.Protobuf;
using Spec = CoreML.Specification.MILSpec;

namespace CoreML.Mil.Tests;

public class ImmediateTests
{
    private static TensorConstant Read(Spec.ValueType type, Spec.TensorValue value) => Assert.IsType<TensorConstant>(
        MilProgramReader.Read(Messages.Program(Messages.Const("c", Messages.Immediate(type, value))), NoWeights.Instance)
            .Functions["main"].FindValue("c")!.Constant);

    private static Spec.TensorValue Write(TensorConstant constant)
    {
        var program = new MilProgram();
        program.Attributes["c"] = constant;
        return MilProgramWriter.Write(program).Attributes["c"].ImmediateValue.Tensor;
    }

    [Fact]
    public void Each_type_is_written_into_its_field()
    {
        Assert.Equal([1f], Write(TensorConstant.Vector(1f)).Floats.Values);
        Assert.Equal([1.0], Write(TensorConstant.Vector(1.0)).Doubles.Values);
        Assert.Equal([-1], Write(TensorConstant.Vector(-1)).Ints.Values);
        Assert.Equal([-1], Write(TensorConstant.Vector<short>(-1)).Ints.Values);
        Assert.Equal([65535], Write(TensorConstant.Vector<ushort>(65535)).Ints.Values);
        Assert.Equal([-1], Write(TensorConstant.Vector(-1L)).LongInts.Values);
        Assert.Equal([-1], Write(TensorConstant.Vector(ulong.MaxValue)).LongInts.Values);
        Assert.Equal([true], Write(TensorConstant.Vector(true)).Bools.Values);
        Assert.Equal(["a"], Write(TensorConstant.Scalar("a")).Strings.Values);
        Assert.Equal([0x00, 0x3C], Write(TensorConstant.Vector((Half)1)).Bytes.Values.ToByteArray());
        Assert.Equal([0xFF], Write(TensorConstant.Vector<sbyte>(-1)).Bytes.Values.ToByteArray());
        Assert.Equal([1, 0, 0, 0], Write(TensorConstant.Vector(1u)).Bytes.Values.ToByteArray());
        Assert.Equal([0x21], Write(TensorConstant.FromPacked(new(ElementType.UInt4, [2]), new byte[] { 0x21 })).Bytes.Values.ToByteArray());
        Assert.Equal([0f], Write(TensorConstant.FromPacked(new(ElementType.Float32, [1]), new byte[4])).Floats.Values);
        Assert.Equal([0.0], Write(TensorConstant.FromPacked(new(ElementType.Float64, [1]), new byte[8])).Doubles.Values);
        Assert.Equal([0], Write(TensorConstant.FromPacked(new(ElementType.Int32, [1]), new byte[4])).Ints.Values);
        Assert.Equal([true], Write(TensorConstant.FromPacked(new(ElementType.Bool, [1]), new byte[] { 1 })).Bools.Values);
        Assert.Equal(Spec.TensorValue.ValueOneofCase.Floats, Write(TensorConstant.Create<float>([0])).ValueCase);
    }

    [Fact]
    public void Integers_may_be_kept_wider_than_they_are()
    {
        Spec.TensorValue ints = new() { Ints = new() { Values = { 1, 200 } } };
        Assert.Equal([1, 200], Read(Messages.Tensor(Spec.DataType.Uint8, 2), ints).ToArray<byte>());
        Assert.Equal([1, 200], Read(Messages.Tensor(Spec.DataType.Int16, 2), ints).ToArray<short>());
        Assert.Equal([1, 200], Read(Messages.Tensor(Spec.DataType.Uint32, 2), ints).ToArray<uint>());
        Assert.Equal([1, 200], Read(Messages.Tensor(Spec.DataType.Int64, 2), ints).ToArray<long>());
        Assert.Equal([1, 200], Read(Messages.Tensor(Spec.DataType.Uint64, 2), ints).ToArray<ulong>());
        Spec.TensorValue longs = new() { LongInts = new() { Values = { -1, 5 } } };
        Assert.Equal([-1, 5], Read(Messages.Tensor(Spec.DataType.Int8, 2), longs).ToArray<sbyte>());
        Assert.Equal([ulong.MaxValue, 5], Read(Messages.Tensor(Spec.DataType.Uint64, 2), longs).ToArray<ulong>());
    }

    [Theory]
    [InlineData(Spec.DataType.Int8, 128)]
    [InlineData(Spec.DataType.Int8, -129)]
    [InlineData(Spec.DataType.Uint8, -1)]
    [InlineData(Spec.DataType.Uint8, 256)]
    [InlineData(Spec.DataType.Uint16, 65536)]
    [InlineData(Spec.DataType.Uint32, -1)]
    [InlineData(Spec.DataType.Uint64, -1)]
    public void Integers_out_of_range_are_found(Spec.DataType type, int value)
    {
        TensorConstant constant = Read(Messages.Tensor(type, 1), new() { Ints = new() { Values = { value } } });
        CoreMLException exception = Assert.Throws<CoreMLException>(() => constant.Read(new byte[constant.SizeInBytes]));
        Assert.Equal("CML4006", exception.Code);
        Assert.Equal("main/block[0]/c.val", exception.Diagnostics[0].Path);
    }

    public static TheoryData<Spec.DataType, long, Spec.TensorValue> Mismatches => new()
    {
        { Spec.DataType.Float32, 2, new() { Floats = new() { Values = { 1f } } } },
        { Spec.DataType.Float32, 1L << 40, new() { Floats = new() { Values = { 1f } } } },
        { Spec.DataType.Float32, 1, new() { Doubles = new() { Values = { 1 } } } },
        { Spec.DataType.Float32, 1, new() { Ints = new() { Values = { 1 } } } },
        { Spec.DataType.Float32, 1, new() { Strings = new() { Values = { "1" } } } },
        { Spec.DataType.Float32, 1, new() },
        { Spec.DataType.Float32, 1, new() { Bytes = new() { Values = ByteString.CopyFrom(1, 2, 3) } } },
        { Spec.DataType.Float16, 1, new() { Floats = new() { Values = { 1f } } } },
        { Spec.DataType.Uint4, 1, new() { Ints = new() { Values = { 1 } } } },
        { Spec.DataType.Uint4, 1L << 59, new() { Bytes = new() { Values = ByteString.CopyFrom(1) } } },
        { Spec.DataType.Bool, 1, new() { Ints = new() { Values = { 1 } } } },
        { Spec.DataType.Int32, 1, new() { Bools = new() { Values = { true } } } },
    };

    [Theory]
    [MemberData(nameof(Mismatches))]
    public void Elements_that_are_not_what_the_type_says_are_found_before_anything_is_allocated(
        Spec.DataType type, long count, Spec.TensorValue value)
    {
        TensorConstant constant = Read(Messages.Tensor(type, count), value);
        CoreMLException exception = Assert.Throws<CoreMLException>(
            () => constant.ElementType switch
            {
                ElementType.Float16 => constant.ToArray<Half>().Length,
                ElementType.UInt4 => constant.ToArray<byte>().Length,
                ElementType.Bool => constant.ToArray<bool>().Length,
                ElementType.Int32 => constant.ToArray<int>().Length,
                _ => constant.ToArray<float>().Length,
            });
        Assert.Equal("CML4006", exception.Code);
        Assert.Equal("main/block[0]/c.val", exception.Diagnostics[0].Path);
    }

    [Fact]
    public void Texts_that_are_not_what_the_type_says_are_found()
    {
        Assert.Throws<CoreMLException>(
            () => Read(Messages.Tensor(Spec.DataType.String, 2), new() { Strings = new() { Values = { "1" } } }).ToStrings());
        Assert.Throws<CoreMLException>(
            () => Read(Messages.Tensor(Spec.DataType.String, 1), new() { Floats = new() { Values = { 1f } } }).ToStrings());
        Assert.Empty(Read(Messages.Tensor(Spec.DataType.String, 0), new()).ToStrings());
    }

    [Fact]
    public void A_constant_of_no_definite_size_is_found()
    {
        Spec.ValueType type = Messages.Tensor(Spec.DataType.Float32, 1);
        type.TensorType.Dimensions[0] = new() { Unknown = new() };
        TensorConstant constant = Read(type, new() { Floats = new() { Values = { 1f } } });
        Assert.Equal("CML4007", Assert.Throws<CoreMLException>(constant.ToArray<float>).Code);

        TensorConstant large = Read(Messages.Tensor(Spec.DataType.Float32, 1L << 40, 1L << 40), new() { Floats = new() });
        Assert.Equal("CML4007", Assert.Throws<CoreMLException>(() => large.SizeInBytes).Code);
        TensorConstant wide = Read(Messages.Tensor(Spec.DataType.Float32, long.MaxValue), new() { Floats = new() });
        Assert.Equal("CML4007", Assert.Throws<CoreMLException>(() => wide.SizeInBytes).Code);
    }

    [Fact]
    public void Lists_tuples_and_dictionaries_have_their_parts()
    {
        Spec.ValueType text = Messages.Tensor(Spec.DataType.String);
        Spec.Value list = new()
        {
            Type = new() { ListType = new() { Type = text, Length = Messages.Known(2) } },
            ImmediateValue = new() { List = new() { Values = { Messages.Text("a"), Messages.Text("b") } } },
        };
        Spec.Value dictionary = new()
        {
            Type = new() { DictionaryType = new() { KeyType = text.Clone(), ValueType = text.Clone() } },
            ImmediateValue = new()
            {
                Dictionary = new() { Values = { new Spec.DictionaryValue.Types.KeyValuePair { Key = Messages.Text("k"), Value = Messages.Text("v") } } },
            },
        };
        Spec.Value tuple = new()
        {
            Type = new() { TupleType = new() { Types_ = { text.Clone() } } },
            ImmediateValue = new() { Tuple = new() { Values = { Messages.Text("t") } } },
        };
        Spec.Value hollow = new() { Type = text.Clone(), DocString = "nothing" };
        Spec.Program message = new() { Attributes = { ["l"] = list, ["d"] = dictionary, ["t"] = tuple, ["h"] = hollow } };
        MilProgram program = MilProgramReader.Read(message, NoWeights.Instance);

        Assert.Equal("b", TextOf(Assert.IsType<ListConstant>(program.Attributes["l"]).Items[1]));
        KeyValuePair<MilConstant, MilConstant> entry = Assert.Single(Assert.IsType<DictionaryConstant>(program.Attributes["d"]).Entries);
        Assert.Equal(("k", "v"), (TextOf(entry.Key), TextOf(entry.Value)));
        Assert.Equal("t", TextOf(Assert.Single(Assert.IsType<TupleConstant>(program.Attributes["t"]).Items)));
        Assert.Equal("nothing", Assert.IsType<OpaqueConstant>(program.Attributes["h"]).DocString);

        // Made anew from its parts, each becomes the same message.
        var made = new MilProgram { Version = 0 };
        made.Attributes["l"] = new ListConstant(new(TensorType.Scalar(ElementType.String), 2), ["a", "b"]);
        made.Attributes["d"] = new DictionaryConstant(
            new(TensorType.Scalar(ElementType.String), TensorType.Scalar(ElementType.String)), [new("k", "v")]);
        made.Attributes["t"] = new TupleConstant(new([TensorType.Scalar(ElementType.String)]), ["t"]);
        made.Attributes["h"] = program.Attributes["h"];
        Assert.Equal(message, MilProgramWriter.Write(made));
    }

    private static string? TextOf(MilConstant constant) =>
        Assert.IsType<TensorConstant>(constant).TryGetString(out string? text) ? text : null;
}
