using System.Collections.Immutable;
using System.Globalization;
using CoreML.Format;

namespace CoreML.Mil.Tests;

/// <summary>
/// Makes arguments and types from the texts of an <see cref="InferenceCase"/>: values <c>fp32[1,n,?]</c>,
/// <c>list&lt;fp32[2],?&gt;</c>, <c>state&lt;fp16[2]&gt;</c>; constants <c>const:fp32[4]</c> (zeros), <c>3</c>, <c>[1,2]</c>, <c>true</c>,
/// <c>"text"</c>, <c>fp16:0.5</c>, <c>uint8:[1,2]</c>; several arguments <c>(fp32[1];fp32[2])</c>.
/// </summary>
internal sealed class CaseArguments
{
    private readonly Dictionary<string, DimensionSymbol> _symbols = new(StringComparer.Ordinal);
    private readonly MilFunction _function = new MilProgram().AddFunction("main", "CoreML5");

    public MilBinding[] Bind(IEnumerable<string> texts) => [.. texts.Select(Bind)];

    public bool Matches(string text, MilType type)
    {
        MilType expected = TypeOf(text);
        return (expected, type) switch
        {
            (TensorType a, TensorType b) => a.ElementType == b.ElementType && Matches(a.Shape, b.Shape),
            (DictionaryType a, DictionaryType b) => a.Equals(b),
            (ListType a, ListType b) => Matches([a.Length], [b.Length]) && a.Element is TensorType x && b.Element is TensorType y
                && x.ElementType == y.ElementType && Matches(x.Shape, y.Shape),
            _ => expected.Equals(type),
        };
    }

    public MilType TypeOf(string text)
    {
        if (text.StartsWith("list<", StringComparison.Ordinal))
        {
            int comma = text.LastIndexOf(',');
            return new ListType(TypeOf(text[5..comma]), DimensionOf(text[(comma + 1)..^1]));
        }
        if (text.StartsWith("state<", StringComparison.Ordinal))
        {
            return new StateType(TypeOf(text[6..^1]));
        }
        if (text.StartsWith("dict<", StringComparison.Ordinal))
        {
            string[] parts = text[5..^1].Split(';');
            return new DictionaryType(TypeOf(parts[0]), TypeOf(parts[1]));
        }
        int bracket = text.IndexOf('[', StringComparison.Ordinal);
        if (bracket < 0 || !ElementTypeNames.TryParse(text[..bracket], out ElementType element))
        {
            throw new FormatException($"'{text}' is no type.");
        }
        return new TensorType(element, [.. text[(bracket + 1)..^1].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(DimensionOf)]);
    }

    private static bool Matches(TensorShape expected, TensorShape found)
    {
        bool same = expected.Count == found.Count;
        for (int i = 0; same && i < expected.Count; i++)
        {
            // A question mark is any unknown size; a name is the one size of that name.
            same = expected[i] == found[i] || (expected[i].IsUnknown && expected[i].Symbol!.Name is null && found[i].IsUnknown);
        }
        return same;
    }

    private Dimension DimensionOf(string text)
    {
        if (long.TryParse(text, CultureInfo.InvariantCulture, out long size))
        {
            return size;
        }
        if (text is "?" or "...")
        {
            return text == "?" ? Dimension.CreateUnknown() : Dimension.Variadic;
        }
        if (!_symbols.TryGetValue(text, out DimensionSymbol? symbol))
        {
            _symbols.Add(text, symbol = new(text));
        }
        return new(symbol);
    }

    private MilBinding Bind(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string name = text[..equals];
        string value = text[(equals + 1)..];
        return value[0] == '('
            ? new(name, [.. value[1..^1].Split(';', StringSplitOptions.RemoveEmptyEntries).Select(ArgumentOf)])
            : new(name, ArgumentOf(value));
    }

    private MilArgument ArgumentOf(string text)
    {
        if (text[0] == '"')
        {
            return text.Trim('"');
        }
        if (bool.TryParse(text, out bool flag))
        {
            return flag;
        }
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (text.StartsWith("const:list<", StringComparison.Ordinal))
        {
            var type = (ListType)TypeOf(text[6..]);
            return new ListConstant(type, [.. Enumerable.Range(0, (int)type.Length.Size).Select(_ => Zeros((TensorType)type.Element))]);
        }
        if (text.StartsWith("const:", StringComparison.Ordinal))
        {
            return Zeros((TensorType)TypeOf(text[6..]));
        }
        if (text[0] == '[' || text[0] == '-' || char.IsDigit(text[0]) || colon > 0)
        {
            return Numbers(colon > 0 ? text[..colon] : "int32", text[(colon + 1)..]);
        }
        return _function.AddInput(_function.MakeUniqueName("v"), TypeOf(text));
    }

    private static TensorConstant Zeros(TensorType type) => type.ElementType == ElementType.String
        ? TensorConstant.Create(type.Shape, [.. Enumerable.Repeat("", (int)type.Shape.ElementCount)])
        : TensorConstant.FromPacked(type, new byte[type.ElementType.ByteCount(type.Shape.ElementCount)]);

    private static TensorConstant Numbers(string type, string text)
    {
        // Rows of a matrix are in brackets too: [[1,2],[3,4]].
        int rows = text.Count(sign => sign == '[') - 1;
        string[] items = text.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal)
            .Split(',', StringSplitOptions.RemoveEmptyEntries);
        TensorShape shape = rows < 0 ? [] : rows == 0 ? [items.Length] : [rows, items.Length / rows];
        return type switch
        {
            "int32" => TensorConstant.Create<int>(shape, Convert(int.Parse)),
            "uint32" => TensorConstant.Create<uint>(shape, Convert(uint.Parse)),
            "int16" => TensorConstant.Create<short>(shape, Convert(short.Parse)),
            "uint16" => TensorConstant.Create<ushort>(shape, Convert(ushort.Parse)),
            "int8" => TensorConstant.Create<sbyte>(shape, Convert(sbyte.Parse)),
            "uint8" => TensorConstant.Create<byte>(shape, Convert(byte.Parse)),
            "fp16" => TensorConstant.Create<Half>(shape, Convert(Half.Parse)),
            "fp32" => TensorConstant.Create<float>(shape, Convert(float.Parse)),
            "bool" => TensorConstant.Create<bool>(shape, Array.ConvertAll(items, bool.Parse)),
            _ => throw new FormatException($"Constants of type {type} are written const:{type}[...]."),
        };

        T[] Convert<T>(Func<string, IFormatProvider, T> parse) => Array.ConvertAll(items, item => parse(item, CultureInfo.InvariantCulture));
    }
}
