using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CoreML.Conformance.Tests;

/// <summary>Changes one field of a specification at random, and takes it back.</summary>
internal sealed class FieldMutator
{
    private const int MostMessages = 100_000;

    private static readonly long[] Integers = [0, 1, -1, 2, 7, 255, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue];
    private static readonly double[] Numbers = [0, -1, 0.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.Epsilon];
    private static readonly string[] Texts = ["", "x", "main", "\0", "@model_path/../w.bin", "CoreML9"];

    private readonly List<IMessage> _messages = [];
    private readonly Random _random;

    public FieldMutator(IMessage root, Random random)
    {
        _random = random;
        Collect(root);
    }

    /// <summary>Changes a field.</summary>
    /// <returns>Takes the change back.</returns>
    public Action Mutate()
    {
        while (true)
        {
            IMessage message = _messages[_random.Next(_messages.Count)];
            IList<FieldDescriptor> fields = message.Descriptor.Fields.InDeclarationOrder();
            if (fields.Count > 0 && Change(message, fields[_random.Next(fields.Count)]) is { } undo)
            {
                return undo;
            }
        }
    }

    private void Collect(IMessage message)
    {
        var pending = new Stack<IMessage>([message]);
        while (_messages.Count < MostMessages && pending.TryPop(out IMessage? next))
        {
            _messages.Add(next);
            foreach (FieldDescriptor field in next.Descriptor.Fields.InDeclarationOrder())
            {
                object? value = field.Accessor.GetValue(next);
                IEnumerable children = field.IsMap ? ((IDictionary)value!).Values : field.IsRepeated ? (IEnumerable)value! : new[] { value };
                if (field.FieldType == FieldType.Message)
                {
                    foreach (IMessage child in children.OfType<IMessage>())
                    {
                        pending.Push(child);
                    }
                }
            }
        }
    }

    // Null if the field gives nothing to change.
    private Action? Change(IMessage message, FieldDescriptor field)
    {
        object value = field.Accessor.GetValue(message);
        if (field.IsMap)
        {
            return Change((IDictionary)value);
        }
        return field.IsRepeated ? Change((IList)value, field) : ChangeSingle(message, field);
    }

    private Action? Change(IDictionary map)
    {
        if (map.Count == 0)
        {
            return null;
        }
        object key = map.Keys.Cast<object>().ElementAt(_random.Next(map.Count));
        object value = map[key]!;
        map.Remove(key);
        return () => map.Add(key, value);
    }

    private Action Change(IList list, FieldDescriptor field)
    {
        if (list.Count == 0 || _random.Next(3) == 0)
        {
            list.Add(Create(field));
            return () => list.RemoveAt(list.Count - 1);
        }
        if (_random.Next(2) == 0)
        {
            object last = list[list.Count - 1]!;
            list.RemoveAt(list.Count - 1);
            return () => list.Add(last);
        }
        int index = _random.Next(list.Count);
        object old = list[index]!;
        list[index] = Create(field);
        return () => list[index] = old;
    }

    private Action ChangeSingle(IMessage message, FieldDescriptor field)
    {
        FieldDescriptor? before = field.ContainingOneof is { } oneof ? oneof.Accessor.GetCaseFieldDescriptor(message) : field;
        object? old = before?.Accessor.GetValue(message);
        bool clear = field.FieldType == FieldType.Message ? old is not null && before == field : _random.Next(4) == 0;
        if (clear)
        {
            field.Accessor.Clear(message);
        }
        else
        {
            field.Accessor.SetValue(message, Create(field));
        }
        return () =>
        {
            field.Accessor.Clear(message);
            if (before is not null && old is not null)
            {
                before.Accessor.SetValue(message, old);
            }
        };
    }

    private object Create(FieldDescriptor field)
    {
        long integer = Integers[_random.Next(Integers.Length)];
        double number = Numbers[_random.Next(Numbers.Length)];
        return field.FieldType switch
        {
            FieldType.Message => field.MessageType.Parser.ParseFrom(ByteString.Empty),
            FieldType.Enum => Enum.ToObject(field.EnumType.ClrType, unchecked((int)integer)),
            FieldType.Bool => _random.Next(2) == 0,
            FieldType.String => Texts[_random.Next(Texts.Length)],
            FieldType.Bytes => ByteString.CopyFrom(new byte[_random.Next(4)]),
            FieldType.Float => (float)number,
            FieldType.Double => number,
            FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => unchecked((int)integer),
            FieldType.UInt32 or FieldType.Fixed32 => unchecked((uint)integer),
            FieldType.UInt64 or FieldType.Fixed64 => unchecked((ulong)integer),
            _ => integer,
        };
    }
}
