using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace CoreML.Format;

/// <summary>Writes a serialized specification as protobuf's JSON. The bytes come from protobuf's own writer: fields in order,
/// numbers packed.</summary>
internal sealed class JsonWriting(Utf8JsonWriter json, bool inline)
{
    /// <summary>What stands before the hash of data that is not written in place.</summary>
    public const string ReferencePrefix = "@sha256:";

    /// <summary>The key under which fields are kept that the schema does not have.</summary>
    public const string UnknownKey = "@unknown";

    /// <summary>Data beyond this is referred to unless everything is to be in place.</summary>
    public const int LongestInPlace = 1024;

    /// <summary>The reference to data.</summary>
    public static string Reference(ReadOnlySpan<byte> content) => ReferencePrefix + Convert.ToHexStringLower(SHA256.HashData(content));

    public void Write(ReadOnlySpan<byte> bytes, int message)
    {
        json.WriteStartObject();
        int open = -1;
        int unknownFrom = -1;
        for (int position = 0; position < bytes.Length;)
        {
            int start = position;
            ulong tag = ScannedVarint.Read(bytes, ref position);
            int field = WireSchema.Find(message, (int)(tag >> 3), WireSchema.FirstField(message));
            if (field < 0 || !WireSchema.Accepts(field, (int)(tag & 7)))
            {
                // What is not known comes last.
                unknownFrom = start;
                break;
            }
            if (open != field)
            {
                Close(open);
                json.WritePropertyName(JsonNames.Of(field));
                open = Open(field) ? field : -1;
            }
            WriteField(bytes, ref position, field, (int)(tag & 7));
        }
        Close(open);
        if (unknownFrom >= 0)
        {
            json.WriteBase64String(UnknownKey, bytes[unknownFrom..]);
        }
        json.WriteEndObject();
    }

    // Packed numbers come all together, so only texts, data and messages need an array that stays open.
    private bool Open(int field)
    {
        if (!WireSchema.IsRepeated(field) || WireSchema.Scalar(field) != WireScalar.None)
        {
            return false;
        }
        if (WireSchema.IsMap(field))
        {
            json.WriteStartObject();
        }
        else
        {
            json.WriteStartArray();
        }
        return true;
    }

    private void Close(int field)
    {
        if (field < 0)
        {
            return;
        }
        if (WireSchema.IsMap(field))
        {
            json.WriteEndObject();
        }
        else
        {
            json.WriteEndArray();
        }
    }

    private void WriteField(ReadOnlySpan<byte> bytes, ref int position, int field, int wireType)
    {
        if (wireType != 2)
        {
            WriteNumber(field, ReadNumber(bytes, ref position, wireType));
            return;
        }
        int length = (int)ScannedVarint.Read(bytes, ref position);
        ReadOnlySpan<byte> content = bytes.Slice(position, length);
        position += length;
        switch (WireSchema.Kind(field))
        {
            case WireKind.Text:
                json.WriteStringValue(content);
                break;
            case WireKind.Bytes when inline || length <= LongestInPlace:
                json.WriteBase64StringValue(content);
                break;
            case WireKind.Message when WireSchema.IsMap(field):
                WriteEntry(content, WireSchema.Child(field));
                break;
            case WireKind.Message:
                Write(content, WireSchema.Child(field));
                break;
            case WireKind.Varint or WireKind.Fixed32 or WireKind.Fixed64 when inline || length <= LongestInPlace:
                WritePacked(content, field);
                break;
            default:
                json.WriteStringValue(Reference(content));
                break;
        }
    }

    private void WritePacked(ReadOnlySpan<byte> content, int field)
    {
        int wireType = WireSchema.Kind(field) switch { WireKind.Fixed32 => 5, WireKind.Fixed64 => 1, _ => 0 };
        json.WriteStartArray();
        for (int position = 0; position < content.Length;)
        {
            WriteNumber(field, ReadNumber(content, ref position, wireType));
        }
        json.WriteEndArray();
    }

    // An entry of a map: a key, and a value that may be left out if it is empty.
    private void WriteEntry(ReadOnlySpan<byte> entry, int message)
    {
        int keyField = WireSchema.FirstField(message);
        int valueField = keyField + 1;
        string key = WireSchema.Scalar(keyField) == WireScalar.None ? "" : "0";
        int valueAt = -1;
        int wireType = 2;
        for (int position = 0; position < entry.Length;)
        {
            ulong tag = ScannedVarint.Read(entry, ref position);
            bool isKey = (int)(tag >> 3) == WireSchema.Number(keyField);
            if (!isKey)
            {
                valueAt = position;
                wireType = (int)(tag & 7);
            }
            if ((tag & 7) == 2)
            {
                int length = (int)ScannedVarint.Read(entry, ref position);
                key = isKey ? System.Text.Encoding.UTF8.GetString(entry.Slice(position, length)) : key;
                position += length;
            }
            else
            {
                ulong number = ReadNumber(entry, ref position, (int)(tag & 7));
                key = isKey ? ((long)number).ToString(CultureInfo.InvariantCulture) : key;
            }
        }
        json.WritePropertyName(key);
        if (valueAt >= 0)
        {
            WriteField(entry, ref valueAt, valueField, wireType);
        }
        else if (WireSchema.Kind(valueField) == WireKind.Message)
        {
            Write([], WireSchema.Child(valueField));
        }
        else if (WireSchema.Scalar(valueField) == WireScalar.None)
        {
            json.WriteStringValue("");
        }
        else
        {
            WriteNumber(valueField, 0);
        }
    }

    private void WriteNumber(int field, ulong number)
    {
        switch (WireSchema.Scalar(field))
        {
            case WireScalar.Bool:
                json.WriteBooleanValue(number != 0);
                break;
            case WireScalar.Int32:
                json.WriteNumberValue((int)number);
                break;
            case WireScalar.UInt32:
                json.WriteNumberValue((uint)number);
                break;
            // A JavaScript number holds 53 bits.
            case WireScalar.Int64:
                json.WriteStringValue(((long)number).ToString(CultureInfo.InvariantCulture));
                break;
            case WireScalar.UInt64:
                json.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
                break;
            case WireScalar.Enum when WireSchema.EnumName(field, (int)number) is { Length: > 0 } name:
                json.WriteStringValue(name);
                break;
            case WireScalar.Enum:
                json.WriteNumberValue((int)number);
                break;
            case WireScalar.Single:
                WriteSingle(BitConverter.UInt32BitsToSingle((uint)number));
                break;
            default:
                WriteDouble(BitConverter.UInt64BitsToDouble(number));
                break;
        }
    }

    private void WriteSingle(float value)
    {
        if (float.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteStringValue(Special(value));
        }
    }

    private void WriteDouble(double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteStringValue(Special(value));
        }
    }

    private static string Special(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";

    private static ulong ReadNumber(ReadOnlySpan<byte> bytes, ref int position, int wireType)
    {
        switch (wireType)
        {
            case 5:
                position += 4;
                return BinaryPrimitives.ReadUInt32LittleEndian(bytes[(position - 4)..]);
            case 1:
                position += 8;
                return BinaryPrimitives.ReadUInt64LittleEndian(bytes[(position - 8)..]);
            default:
                return ScannedVarint.Read(bytes, ref position);
        }
    }
}
