namespace CoreML.Format;

/// <summary>Finds the data of a specification that JSON refers to.</summary>
internal static class LongData
{
    /// <summary>Data by its reference.</summary>
    public static Dictionary<string, byte[]> Of(ReadOnlySpan<byte> specification)
    {
        var found = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        Collect(specification, WireSchema.Model, found);
        return found;
    }

    private static void Collect(ReadOnlySpan<byte> bytes, int message, Dictionary<string, byte[]> found)
    {
        for (int position = 0; position < bytes.Length;)
        {
            ulong tag = ScannedVarint.Read(bytes, ref position);
            switch (tag & 7)
            {
                case 0:
                    ScannedVarint.Read(bytes, ref position);
                    break;
                case 1:
                    position += 8;
                    break;
                case 5:
                    position += 4;
                    break;
                case 2:
                    int length = (int)ScannedVarint.Read(bytes, ref position);
                    ReadOnlySpan<byte> content = bytes.Slice(position, length);
                    position += length;
                    int field = WireSchema.Find(message, (int)(tag >> 3), WireSchema.FirstField(message));
                    if (field >= 0 && WireSchema.Kind(field) == WireKind.Message)
                    {
                        Collect(content, WireSchema.Child(field), found);
                    }
                    else if (field >= 0 && WireSchema.Kind(field) != WireKind.Text && length > JsonWriting.LongestInPlace)
                    {
                        found.TryAdd(JsonWriting.Reference(content), content.ToArray());
                    }
                    break;
                default:
                    // Groups are unknown fields, which come last.
                    return;
            }
        }
    }
}
