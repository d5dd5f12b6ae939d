using CoreML.Specification.MILSpec;
using Google.Protobuf;
using ValueType = CoreML.Specification.MILSpec.ValueType;

namespace CoreML.Mil.Tests;

/// <summary>Makes programs whose names are sound and of which everything else is as odd as the schema allows.</summary>
internal sealed class ProgramGenerator(int seed)
{
    private static readonly DataType[] DataTypes = Enum.GetValues<DataType>();

    private readonly Random _random = new(seed);
    private int _names;

    public Program Program()
    {
        var program = new Program { Version = _random.Next(3), DocString = Maybe() ? "about" : "" };
        AddAttributes(program.Attributes);
        for (int i = _random.Next(3); i >= 0; i--)
        {
            program.Functions.Add($"function{i}", Function());
        }
        return Oddly(program);
    }

    private Function Function()
    {
        var function = new Function { Opset = "CoreML7" };
        var visible = new List<string>();
        AddValues(function.Inputs, visible);
        AddAttributes(function.Attributes);
        for (int i = _random.Next(3); i > 0; i--)
        {
            function.BlockSpecializations.Add(i == 1 && Maybe() ? "CoreML7" : $"CoreML{10 + i}", Block([.. visible], 0, inputs: false));
        }
        return Oddly(function);
    }

    private Block Block(List<string> visible, int depth, bool inputs)
    {
        var block = new Block();
        if (inputs)
        {
            AddValues(block.Inputs, visible);
        }
        AddAttributes(block.Attributes);
        for (int i = _random.Next(6); i > 0; i--)
        {
            block.Operations.Add(Operation(visible, depth));
        }
        for (int i = _random.Next(4); i > 0 && visible.Count > 0; i--)
        {
            block.Outputs.Add(Pick(visible));
        }
        return Oddly(block);
    }

    private Operation Operation(List<string> visible, int depth)
    {
        var operation = new Operation { Type = Maybe() ? "conv" : "unheard_of" };
        AddAttributes(operation.Attributes);
        for (int i = _random.Next(4); i > 0; i--)
        {
            operation.Inputs.Add($"input{i}", Argument(visible));
        }
        if (depth < 3)
        {
            int names = _names;
            for (int i = Math.Max(0, _random.Next(5) - 2); i > 0; i--)
            {
                // Neighbouring blocks do not see each other and may use the same names.
                _names = names;
                operation.Blocks.Add(Block([.. visible], depth + 1, inputs: true));
            }
            _names += 1000;
        }
        AddValues(operation.Outputs, visible);
        return Oddly(operation);
    }

    private Argument Argument(List<string> visible)
    {
        var argument = new Argument();
        for (int i = Maybe() ? 1 : _random.Next(4); i > 0; i--)
        {
            var binding = new Argument.Types.Binding();
            int kind = _random.Next(10);
            if (kind > 3 && visible.Count > 0)
            {
                binding.Name = Pick(visible);
            }
            else if (kind > 0)
            {
                binding.Value = Value(0);
            }
            argument.Arguments.Add(Oddly(binding));
        }
        return Oddly(argument);
    }

    private void AddValues(Google.Protobuf.Collections.RepeatedField<NamedValueType> values, List<string> visible)
    {
        for (int i = _random.Next(3); i > 0; i--)
        {
            string name = $"v{_names++}";
            visible.Add(name);
            values.Add(Oddly(new NamedValueType { Name = name, Type = Rarely() ? null : Type(0) }));
        }
    }

    private void AddAttributes(Google.Protobuf.Collections.MapField<string, Value> attributes)
    {
        for (int i = Math.Max(0, _random.Next(4) - 1); i > 0; i--)
        {
            attributes.Add(i == 1 ? "name" : $"attribute{_random.Next(100)}{i}", Value(0));
        }
    }

    private Value Value(int depth)
    {
        var value = new Value { DocString = Rarely() ? "why" : "", Type = Rarely() ? null : Type(0) };
        int kind = _random.Next(depth < 2 ? 8 : 5);
        if (kind > 0)
        {
            value.ImmediateValue = new();
        }
        switch (kind)
        {
            case 0:
                break;
            case 1:
                value.BlobFileValue = Oddly(new Value.Types.BlobFileValue
                {
                    FileName = Maybe() ? "@model_path/weights/weight.bin" : "",
                    Offset = (ulong)_random.NextInt64(long.MinValue, long.MaxValue),
                });
                break;
            case 2 or 3 or 4:
                value.Type = Tensor();
                value.ImmediateValue.Tensor = TensorValue();
                break;
            case 5:
                value.Type = new() { ListType = new() { Type = Tensor(), Length = Dimension() } };
                value.ImmediateValue.List = Oddly(new ListValue { Values = { Value(depth + 1), Value(depth + 1) } });
                break;
            case 6:
                value.Type = new() { TupleType = new() { Types_ = { Tensor() } } };
                value.ImmediateValue.Tuple = Oddly(new TupleValue { Values = { Value(depth + 1) } });
                break;
            default:
                value.Type = new() { DictionaryType = new() { KeyType = Tensor(), ValueType = Type(1) } };
                value.ImmediateValue.Dictionary = Oddly(new DictionaryValue { Values = { Pair(depth), Pair(depth) } });
                break;
        }
        if (value.ImmediateValue is not null)
        {
            Oddly(value.ImmediateValue);
        }
        return Oddly(value);
    }

    private DictionaryValue.Types.KeyValuePair Pair(int depth) =>
        Oddly(new DictionaryValue.Types.KeyValuePair { Key = Rarely() ? null : Value(depth + 1), Value = Value(depth + 1) });

    private TensorValue TensorValue() => Oddly(_random.Next(8) switch
    {
        0 => new TensorValue { Floats = Oddly(new TensorValue.Types.RepeatedFloats { Values = { -0f, float.NaN, 1.5f } }) },
        1 => new() { Doubles = Oddly(new TensorValue.Types.RepeatedDoubles { Values = { 1.5, -0.0 } }) },
        2 => new() { Ints = Oddly(new TensorValue.Types.RepeatedInts { Values = { 1, -2 } }) },
        3 => new() { LongInts = Oddly(new TensorValue.Types.RepeatedLongInts { Values = { long.MinValue } }) },
        4 => new() { Bools = Oddly(new TensorValue.Types.RepeatedBools { Values = { true, false } }) },
        5 => new() { Strings = Oddly(new TensorValue.Types.RepeatedStrings { Values = { "", "text" } }) },
        6 => new() { Bytes = Oddly(new TensorValue.Types.RepeatedBytes { Values = ByteString.CopyFrom(1, 2, 3) }) },
        _ => new(),
    });

    private ValueType Type(int depth) => Oddly(_random.Next(depth < 3 ? 8 : 3) switch
    {
        0 => new ValueType(),
        1 or 2 => Tensor(),
        3 => new() { ListType = Oddly(new Specification.MILSpec.ListType { Type = Rarely() ? null : Type(depth + 1), Length = Rarely() ? null : Dimension() }) },
        4 => new() { TupleType = Oddly(new Specification.MILSpec.TupleType { Types_ = { Type(depth + 1), Type(depth + 1) } }) },
        5 => new()
        {
            DictionaryType = Oddly(new Specification.MILSpec.DictionaryType { KeyType = Type(depth + 1), ValueType = Rarely() ? null : Type(depth + 1) }),
        },
        6 => new() { StateType = Oddly(new Specification.MILSpec.StateType { WrappedType = Rarely() ? null : Type(depth + 1) }) },
        _ => Tensor(),
    });

    private ValueType Tensor()
    {
        var tensor = new Specification.MILSpec.TensorType { DataType = Rarely() ? (DataType)99 : DataTypes[_random.Next(DataTypes.Length)] };
        for (int i = _random.Next(4); i > 0; i--)
        {
            tensor.Dimensions.Add(Dimension());
        }
        tensor.Rank = Rarely() ? -1 : tensor.Dimensions.Count;
        if (Rarely())
        {
            tensor.Attributes.Add("layout", Messages.Text("odd"));
        }
        return new() { TensorType = Oddly(tensor) };
    }

    private Specification.MILSpec.Dimension Dimension() => Oddly(_random.Next(20) switch
    {
        0 => new Specification.MILSpec.Dimension(),
        1 => Messages.Known(-1),
        2 => new() { Unknown = Oddly(new Specification.MILSpec.Dimension.Types.UnknownDimension { Variadic = true }) },
        3 or 4 => new() { Unknown = new() },
        _ => new() { Constant = Oddly(new Specification.MILSpec.Dimension.Types.ConstantDimension { Size = (ulong)_random.Next(5) }) },
    });

    private T Oddly<T>(T message)
        where T : IMessage
    {
        if (_random.Next(40) == 0)
        {
            Messages.AddUnknown(message, _random.Next());
        }
        return message;
    }

    private bool Maybe() => _random.Next(2) == 0;

    private bool Rarely() => _random.Next(15) == 0;

    private string Pick(List<string> names) => names[_random.Next(names.Count)];
}
