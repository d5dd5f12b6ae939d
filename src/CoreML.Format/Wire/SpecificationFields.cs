using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CoreML.Format;

/// <summary>
/// Every field of a serialized specification as a path and a text, in the order of the bytes, for dumps and comparisons.
/// Long data is told by its size and hash. The bytes have passed the scanner.
/// </summary>
internal static class SpecificationFields
{
    private const int ShownNumbers = 16;
    private const int ShownBytes = 32;

    /// <summary>Lists the fields.</summary>
    /// <param name="bytes">The serialized model.</param>
    /// <param name="skip">Names of messages that are not descended into, because they are shown in another way.</param>
    /// <returns>Paths such as <c>description.input[0].name</c> and their values.</returns>
    public static List<KeyValuePair<string, string>> List(ReadOnlySpan<byte> bytes, params ReadOnlySpan<string> skip)
    {
        var fields = new List<KeyValuePair<string, string>>();
        List(bytes, WireSchema.Model, "", fields, skip);
        return fields;
    }

    private static void List(
        ReadOnlySpan<byte> bytes, int message, string path, List<KeyValuePair<string, string>> fields, ReadOnlySpan<string> skip)
    {
        var counts = new Dictionary<int, int>();
        int position = 0;
        while (position < bytes.Length)
        {
            ulong tag = ScannedVarint.Read(bytes, ref position);
            int number = (int)(tag >> 3);
            int field = WireSchema.Find(message, number, WireSchema.FirstField(message));
            string name = field < 0 ? number.ToString(CultureInfo.InvariantCulture) : WireSchema.Name(field).ToString();
            string where = path.Length == 0 ? name : $"{path}.{name}";
            if (field >= 0 && WireSchema.IsRepeated(field))
            {
                int index = counts.GetValueOrDefault(number);
                counts[number] = index + 1;
                where = string.Create(CultureInfo.InvariantCulture, $"{where}[{index}]");
            }
            switch (tag & 7)
            {
                case 0:
                    Add(where, ((long)ScannedVarint.Read(bytes, ref position)).ToString(CultureInfo.InvariantCulture));
                    break;
                case 1:
                    Add(where, Double(bytes[position..]));
                    position += 8;
                    break;
                case 5:
                    Add(where, Single(bytes[position..]));
                    position += 4;
                    break;
                case 2:
                    ReadOnlySpan<byte> content = ScannedVarint.Pass(bytes, tag, ref position);
                    // A number that comes as bytes is no number, and nobody has looked into it.
                    WireKind kind = field < 0 || !WireSchema.Accepts(field, 2) ? WireKind.Bytes : WireSchema.Kind(field);
                    if (kind != WireKind.Message)
                    {
                        Add(where, Text(kind, content));
                    }
                    else if (!skip.Contains(name))
                    {
                        Add(where, "");
                        List(content, WireSchema.Child(field), where, fields, skip);
                    }
                    break;
                default:
                    // The schema has no groups, so what is inside is not what the numbers there say.
                    Add(where, "group");
                    SkipGroup(bytes, ref position);
                    break;
            }
        }

        void Add(string where, string text) => fields.Add(new(where, text));
    }

    private static void SkipGroup(ReadOnlySpan<byte> bytes, ref int position)
    {
        for (int open = 1; open > 0;)
        {
            ulong tag = ScannedVarint.Read(bytes, ref position);
            ScannedVarint.Pass(bytes, tag, ref position);
            open += (tag & 7) switch { 3 => 1, 4 => -1, _ => 0 };
        }
    }

    private static string Text(WireKind kind, ReadOnlySpan<byte> content)
    {
        switch (kind)
        {
            case WireKind.Text:
                return Quote(Encoding.UTF8.GetString(content));
            case WireKind.Bytes:
                return content.Length <= ShownBytes ? Convert.ToHexStringLower(content) : Summary($"{content.Length} bytes", content);
        }
        var numbers = new List<string>();
        int position = 0;
        int count = 0;
        while (position < content.Length)
        {
            string number;
            if (kind == WireKind.Varint)
            {
                number = ((long)ScannedVarint.Read(content, ref position)).ToString(CultureInfo.InvariantCulture);
            }
            else
            {
                bool wide = kind == WireKind.Fixed64;
                number = count < ShownNumbers ? (wide ? Double(content[position..]) : Single(content[position..])) : "";
                position += wide ? 8 : 4;
            }
            if (count++ < ShownNumbers)
            {
                numbers.Add(number);
            }
        }
        string list = "[" + string.Join(", ", numbers);
        return count <= ShownNumbers ? list + "]" : list + ", …] " + Summary($"{count} numbers", content);
    }

    private static string Summary(string what, ReadOnlySpan<byte> content) =>
        $"({what}, sha256 {Convert.ToHexStringLower(SHA256.HashData(content))[..16]})";

    /// <summary>A text as one line in quotes.</summary>
    public static string Quote(string text) =>
        "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) + "\"";

    private static string Double(ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.ReadDoubleLittleEndian(bytes).ToString("R", CultureInfo.InvariantCulture);

    private static string Single(ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.ReadSingleLittleEndian(bytes).ToString("R", CultureInfo.InvariantCulture);
}
