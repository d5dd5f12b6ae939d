using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;

namespace CoreML.Format;

/// <summary>Reads protobuf's JSON as a serialized specification.</summary>
internal ref struct JsonReading
{
    private const int MaxDepth = 256;

    private readonly Func<string, byte[]?> _resolve;
    private Utf8JsonReader _json;
    private string _place = "";

    /// <param name="utf8">The text.</param>
    /// <param name="resolve">Gives the data that a reference means, or nothing.</param>
    public JsonReading(ReadOnlySpan<byte> utf8, Func<string, byte[]?> resolve)
    {
        _resolve = resolve;
        _json = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    /// <exception cref="CoreMLException">CML6005: the text is no specification.</exception>
    public byte[] Read()
    {
        try
        {
            _json.Read();
            byte[] bytes = ReadMessage(WireSchema.Model).ToArray();
            return _json.Read() ? throw Refuse("one value", "another behind it") : bytes;
        }
        catch (Exception exception) when (exception is JsonException or FormatException or OverflowException or InvalidOperationException)
        {
            throw FormatDiagnostics.JsonInvalid.Error(path: _place.Length == 0 ? null : _place, found: exception.Message, inner: exception);
        }
    }

    private ReadOnlySpan<byte> ReadMessage(int message)
    {
        Expect(JsonTokenType.StartObject);
        var bytes = new ArrayBufferWriter<byte>();
        string place = _place;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            string name = _json.GetString()!;
            _place = place.Length == 0 ? name : $"{place}.{name}";
            _json.Read();
            if (name == JsonWriting.UnknownKey)
            {
                bytes.Write(_json.GetBytesFromBase64());
                continue;
            }
            int field = JsonNames.Find(message, name);
            if (field < 0)
            {
                throw Refuse("a field of the specification", name);
            }
            if (_json.TokenType != JsonTokenType.Null)
            {
                ReadField(bytes, field);
            }
        }
        _place = place;
        Expect(JsonTokenType.EndObject);
        return bytes.WrittenSpan;
    }

    private void ReadField(ArrayBufferWriter<byte> bytes, int field)
    {
        if (WireSchema.IsMap(field))
        {
            ReadMap(bytes, field);
        }
        else if (!WireSchema.IsRepeated(field))
        {
            ReadValue(bytes, field);
        }
        else if (WireSchema.Scalar(field) != WireScalar.None)
        {
            WriteBytes(bytes, field, ReadPacked(field));
        }
        else
        {
            Expect(JsonTokenType.StartArray);
            while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
            {
                ReadValue(bytes, field);
            }
        }
    }

    private void ReadMap(ArrayBufferWriter<byte> bytes, int field)
    {
        Expect(JsonTokenType.StartObject);
        int key = WireSchema.FirstField(WireSchema.Child(field));
        var entry = new ArrayBufferWriter<byte>();
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            entry.ResetWrittenCount();
            if (WireSchema.Scalar(key) == WireScalar.None)
            {
                WriteBytes(entry, key, System.Text.Encoding.UTF8.GetBytes(_json.GetString()!));
            }
            else
            {
                WriteTag(entry, key, 0);
                WriteVarint(entry, (ulong)long.Parse(_json.GetString()!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
            }
            _json.Read();
            ReadValue(entry, key + 1);
            WriteBytes(bytes, field, entry.WrittenSpan);
        }
    }

    private void ReadValue(ArrayBufferWriter<byte> bytes, int field)
    {
        switch (WireSchema.Kind(field))
        {
            case WireKind.Message:
                WriteBytes(bytes, field, ReadMessage(WireSchema.Child(field)));
                break;
            case WireKind.Text:
                Expect(JsonTokenType.String);
                WriteBytes(bytes, field, System.Text.Encoding.UTF8.GetBytes(_json.GetString()!));
                break;
            case WireKind.Bytes:
                WriteBytes(bytes, field, TryReadReference() ?? _json.GetBytesFromBase64());
                break;
            default:
                WriteTag(bytes, field, WireSchema.Kind(field) switch { WireKind.Fixed32 => 5, WireKind.Fixed64 => 1, _ => 0 });
                WriteNumber(bytes, field);
                break;
        }
    }

    private ReadOnlySpan<byte> ReadPacked(int field)
    {
        if (TryReadReference() is { } content)
        {
            return content;
        }
        Expect(JsonTokenType.StartArray);
        var bytes = new ArrayBufferWriter<byte>();
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            WriteNumber(bytes, field);
        }
        return bytes.WrittenSpan;
    }

    private readonly byte[]? TryReadReference()
    {
        if (_json.TokenType != JsonTokenType.String || !_json.ValueSpan.StartsWith("@sha256:"u8))
        {
            return null;
        }
        string reference = _json.GetString()!;
        return _resolve(reference) ?? throw Refuse("data of the original model", reference);
    }

    private readonly void WriteNumber(ArrayBufferWriter<byte> bytes, int field)
    {
        switch (WireSchema.Scalar(field))
        {
            case WireScalar.Bool:
                WriteVarint(bytes, _json.GetBoolean() ? 1UL : 0);
                break;
            case WireScalar.Enum when _json.TokenType == JsonTokenType.String:
                string name = _json.GetString()!;
                WriteVarint(bytes, WireSchema.TryGetEnumNumber(field, name, out int number)
                    ? (ulong)number
                    : throw Refuse("a value of the enumeration", name));
                break;
            case WireScalar.Single:
                BinaryPrimitives.WriteSingleLittleEndian(bytes.GetSpan(4), _json.TokenType == JsonTokenType.String
                    ? (float)Number(_json.GetString()!)
                    : _json.GetSingle());
                bytes.Advance(4);
                break;
            case WireScalar.Double:
                BinaryPrimitives.WriteDoubleLittleEndian(bytes.GetSpan(8), _json.TokenType == JsonTokenType.String
                    ? Number(_json.GetString()!)
                    : _json.GetDouble());
                bytes.Advance(8);
                break;
            case WireScalar.UInt64:
                WriteVarint(bytes, _json.TokenType == JsonTokenType.String
                    ? ulong.Parse(_json.GetString()!, NumberStyles.None, CultureInfo.InvariantCulture)
                    : _json.GetUInt64());
                break;
            case var scalar:
                WriteVarint(bytes, (ulong)InRange(scalar, _json.TokenType == JsonTokenType.String
                    ? long.Parse(_json.GetString()!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
                    : _json.GetInt64()));
                break;
        }
    }

    // The one that other tools write; JSON does not tell one from another.
    private static double Number(string text) => text == "NaN"
        ? BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_0000)
        : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static long InRange(WireScalar scalar, long value) => scalar switch
    {
        WireScalar.UInt32 => checked((uint)value),
        WireScalar.Int32 or WireScalar.Enum => checked((int)value),
        _ => value,
    };

    private static void WriteBytes(ArrayBufferWriter<byte> bytes, int field, ReadOnlySpan<byte> content)
    {
        WriteTag(bytes, field, 2);
        WriteVarint(bytes, (ulong)content.Length);
        bytes.Write(content);
    }

    private static void WriteTag(ArrayBufferWriter<byte> bytes, int field, int wireType) =>
        WriteVarint(bytes, ((ulong)WireSchema.Number(field) << 3) | (uint)wireType);

    private static void WriteVarint(ArrayBufferWriter<byte> bytes, ulong value)
    {
        Span<byte> span = bytes.GetSpan(10);
        int count = 0;
        for (; value >= 0x80; value >>= 7)
        {
            span[count++] = (byte)(value | 0x80);
        }
        span[count++] = (byte)value;
        bytes.Advance(count);
    }

    private readonly void Expect(JsonTokenType type)
    {
        if (_json.TokenType != type)
        {
            throw Refuse(type.ToString(), _json.TokenType.ToString());
        }
    }

    private readonly CoreMLException Refuse(string expected, string found) => FormatDiagnostics.JsonInvalid.Error(
        path: _place.Length == 0 ? null : _place, offset: _json.TokenStartIndex, expected: expected, found: found);
}
