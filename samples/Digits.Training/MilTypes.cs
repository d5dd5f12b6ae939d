using System.Buffers.Binary;
using CoreML.Specification.MILSpec;
using Google.Protobuf;
using MilType = CoreML.Specification.MILSpec.ValueType;

namespace Digits.Training;

/// <summary>Types and immediate values of MIL programs.</summary>
internal static class MilTypes
{
    public static MilType Tensor(DataType dataType, params ReadOnlySpan<int> shape)
    {
        TensorType tensor = new() { DataType = dataType, Rank = shape.Length };
        foreach (int size in shape)
        {
            tensor.Dimensions.Add(Constant(size));
        }

        return new MilType { TensorType = tensor };
    }

    public static MilType Dictionary(DataType key, DataType value) =>
        new() { DictionaryType = new DictionaryType { KeyType = Tensor(key), ValueType = Tensor(value) } };

    public static Value String(string value) =>
        Immediate(Tensor(DataType.String), new TensorValue { Strings = new() { Values = { value } } });

    public static Value Integer(int value) =>
        Immediate(Tensor(DataType.Int32), new TensorValue { Ints = new() { Values = { value } } });

    public static Value Integers(params int[] values) =>
        Immediate(Tensor(DataType.Int32, values.Length), new TensorValue { Ints = new() { Values = { values } } });

    public static Value Boolean(bool value) =>
        Immediate(Tensor(DataType.Bool), new TensorValue { Bools = new() { Values = { value } } });

    public static Value Float16(float value)
    {
        byte[] bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteHalfLittleEndian(bytes, (Half)value);
        TensorValue.Types.RepeatedBytes raw = new() { Values = ByteString.CopyFrom(bytes) };
        return Immediate(Tensor(DataType.Float16), new TensorValue { Bytes = raw });
    }

    public static Value Strings(IEnumerable<string> values)
    {
        ListValue list = new() { Values = { values.Select(String) } };
        ListType type = new() { Type = Tensor(DataType.String), Length = Constant(list.Values.Count) };
        return new Value { Type = new MilType { ListType = type }, ImmediateValue = new() { List = list } };
    }

    private static Value Immediate(MilType type, TensorValue value) =>
        new() { Type = type, ImmediateValue = new() { Tensor = value } };

    private static Dimension Constant(int size) => new() { Constant = new() { Size = (ulong)size } };
}
