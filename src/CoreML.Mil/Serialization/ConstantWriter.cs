using System.Collections.Immutable;
using System.Runtime.InteropServices;
using CoreML.Format;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Spec = CoreML.Specification.MILSpec;

namespace CoreML.Mil;

/// <summary>Writes constants, each in the place that the caller's <see cref="ConstantPlacement"/> gives it.</summary>
internal sealed class ConstantWriter(ConstantPlacement? placement)
{
    public Spec.Value Write(MilConstant constant)
    {
        // A message that was kept has fields this version does not know; what it does know is put in anew.
        Spec.Value message = (constant.Source as Spec.Value)?.Clone() ?? new() { DocString = constant.DocString };
        if (constant is OpaqueConstant)
        {
            return message;
        }
        if (constant.Source is null)
        {
            message.Type = TypeWriter.Write(constant.Type);
        }
        if (constant is TensorConstant tensor)
        {
            Write(tensor, message);
            return message;
        }

        message.ImmediateValue ??= new();
        Spec.Value.Types.ImmediateValue immediate = message.ImmediateValue;
        switch (constant)
        {
            case ListConstant list:
                immediate.List ??= new();
                Write(list.Items, immediate.List.Values);
                break;
            case TupleConstant tuple:
                immediate.Tuple ??= new();
                Write(tuple.Items, immediate.Tuple.Values);
                break;
            case DictionaryConstant dictionary:
                immediate.Dictionary ??= new();
                Write(dictionary.Entries, immediate.Dictionary.Values);
                break;
        }
        return message;
    }

    private void Write(ImmutableArray<MilConstant> items, RepeatedField<Spec.Value> values)
    {
        values.Clear();
        values.Capacity = items.Length;
        foreach (MilConstant item in items)
        {
            values.Add(Write(item));
        }
    }

    private void Write(
        ImmutableArray<KeyValuePair<MilConstant, MilConstant>> entries, RepeatedField<Spec.DictionaryValue.Types.KeyValuePair> pairs)
    {
        for (int i = 0; i < entries.Length; i++)
        {
            if (i == pairs.Count)
            {
                pairs.Add(new Spec.DictionaryValue.Types.KeyValuePair());
            }
            pairs[i].Key = Write(entries[i].Key);
            pairs[i].Value = Write(entries[i].Value);
        }
    }

    private void Write(TensorConstant constant, Spec.Value message)
    {
        WeightLocation? place = placement is null ? constant.WeightLocation : placement(constant);
        if (place is { } location)
        {
            message.BlobFileValue ??= new();
            message.BlobFileValue.FileName = location.FileName;
            message.BlobFileValue.Offset = unchecked((ulong)location.Offset);
        }
        else if (message.ImmediateValue?.Tensor is null)
        {
            message.ImmediateValue = new() { Tensor = WriteElements(constant) };
        }
    }

    private static Spec.TensorValue WriteElements(TensorConstant constant) => constant.Storage switch
    {
        ImmediateStorage<float> floats => new() { Floats = new() { Values = { floats.Values } } },
        ImmediateStorage<double> doubles => new() { Doubles = new() { Values = { doubles.Values } } },
        ImmediateStorage<int> ints => new() { Ints = new() { Values = { ints.Values } } },
        ImmediateStorage<long> longs => new() { LongInts = new() { Values = { longs.Values } } },
        ImmediateStorage<bool> bools => new() { Bools = new() { Values = { bools.Values } } },
        StringStorage strings => WriteStrings(strings.Values),
        ByteStorage { FromFile: true } bytes => new() { Bytes = new() { Values = UnsafeByteOperations.UnsafeWrap(bytes.Bytes) } },
        EmptyStorage => new(),
        _ => WritePacked(constant),
    };

    // Nearly every operation has a name, and a field whose size is not told takes room for eight.
    private static Spec.TensorValue WriteStrings(string[] values)
    {
        var message = new Spec.TensorValue.Types.RepeatedStrings();
        message.Values.Capacity = values.Length;
        message.Values.AddRange(values);
        return new() { Strings = message };
    }

    // In the field that the specification has for the element type.
    private static Spec.TensorValue WritePacked(TensorConstant constant)
    {
        byte[] bytes = constant.ToPacked();
        switch (constant.ElementType)
        {
            case ElementType.Float32:
                return new() { Floats = new() { Values = { Cast<float>(bytes) } } };
            case ElementType.Float64:
                return new() { Doubles = new() { Values = { Cast<double>(bytes) } } };
            case ElementType.Int32:
                return new() { Ints = new() { Values = { Cast<int>(bytes) } } };
            case ElementType.Int16:
                return new() { Ints = new() { Values = { Array.ConvertAll(Cast<short>(bytes), value => (int)value) } } };
            case ElementType.UInt16:
                return new() { Ints = new() { Values = { Array.ConvertAll(Cast<ushort>(bytes), value => (int)value) } } };
            case ElementType.Int64 or ElementType.UInt64:
                return new() { LongInts = new() { Values = { Cast<long>(bytes) } } };
            case ElementType.Bool:
                return new() { Bools = new() { Values = { Array.ConvertAll(bytes, value => value != 0) } } };
            default:
                return new() { Bytes = new() { Values = UnsafeByteOperations.UnsafeWrap(bytes) } };
        }
    }

    private static T[] Cast<T>(byte[] bytes)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(bytes).ToArray();
}
