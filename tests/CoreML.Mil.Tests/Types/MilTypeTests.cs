using CoreML.Format;

namespace CoreML.Mil.Tests;

public class MilTypeTests
{
    private static readonly TensorType Text = TensorType.Scalar(ElementType.String);

    public static TheoryData<MilType, MilType, MilType, string> Kinds => new()
    {
        {
            new TensorType(ElementType.Float16, [1, 3, 224, 224]), new TensorType(ElementType.Float16, [1, 3, 224, 224]),
            new TensorType(ElementType.Float32, [1, 3, 224, 224]), "tensor<fp16, [1, 3, 224, 224]>"
        },
        { Text, new TensorType(ElementType.String, []), new TensorType(ElementType.String, [1]), "tensor<string, []>" },
        {
            TensorType.Scalar(ElementType.BFloat16), TensorType.Scalar(ElementType.BFloat16),
            TensorType.Scalar(ElementType.Float8E5M2), "tensor<bf16, []>"
        },
        {
            new TensorType(ElementType.Float8E4M3FN, [2]), new TensorType(ElementType.Float8E4M3FN, [2]),
            new TensorType(ElementType.UInt4, [2]), "tensor<fp8e4m3fn, [2]>"
        },
        { new ListType(Text, 10), new ListType(Text, 10), new ListType(Text, 11), "list<tensor<string, []>, 10>" },
        { new TupleType([Text]), new TupleType([Text]), new TupleType([Text, Text]), "tuple<tensor<string, []>>" },
        {
            new DictionaryType(Text, TensorType.Scalar(ElementType.Float64)),
            new DictionaryType(Text, TensorType.Scalar(ElementType.Float64)), new DictionaryType(Text, Text),
            "dict<tensor<string, []>, tensor<fp64, []>>"
        },
        { new StateType(Text), new StateType(Text), new StateType(new StateType(Text)), "state<tensor<string, []>>" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Types_are_equal_by_what_they_say(MilType type, MilType same, MilType other, string text)
    {
        Assert.Equal(type, same);
        Assert.True(type == same);
        Assert.Equal(type.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(type, other);
        Assert.True(type != other);
        Assert.False(type.Equals(null));
        Assert.Equal(text, type.ToString());
    }

    [Fact]
    public void Unknown_dimensions_make_types_differ()
    {
        Dimension batch = Dimension.CreateUnknown();
        Assert.Equal(new TensorType(ElementType.Int32, [batch]), new TensorType(ElementType.Int32, [batch]));
        Assert.NotEqual(new TensorType(ElementType.Int32, [batch]), new TensorType(ElementType.Int32, [Dimension.CreateUnknown()]));
    }

    [Fact]
    public void Parts_are_replaced_in_a_new_type()
    {
        var type = new TensorType(ElementType.Float16, [2, 3]);
        Assert.Equal(new TensorType(ElementType.Int8, [2, 3]), type.WithElementType(ElementType.Int8));
        Assert.Equal(new TensorType(ElementType.Float16, [6]), type.WithShape([6]));
    }

    [Fact]
    public void An_undefined_element_type_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TensorType((ElementType)99, []));
}
