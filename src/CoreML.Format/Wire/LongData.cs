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
            if ((tag & 7) is 3 or 4)
            {
                // Groups are unknown fields, which come last.
                return;
            }
            ReadOnlySpan<byte> content = ScannedVarint.Pass(bytes, tag, ref position);
            int field = (tag & 7) == 2 ? WireSchema.Find(message, (int)(tag >> 3), WireSchema.FirstField(message)) : -1;
            if (field >= 0 && WireSchema.Kind(field) == WireKind.Message)
            {
                Collect(content, WireSchema.Child(field), found);
            }
            else if (field >= 0 && WireSchema.Kind(field) != WireKind.Text && content.Length > JsonWriting.LongestInPlace)
            {
                found.TryAdd(JsonWriting.Reference(content), content.ToArray());
            }
        }
    }
}
