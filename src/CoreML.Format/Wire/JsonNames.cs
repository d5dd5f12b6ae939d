namespace CoreML.Format;

/// <summary>Names of fields as JSON spells them: without underscores, the letter after one in upper case.</summary>
internal static class JsonNames
{
    /// <summary>The name of a field.</summary>
    public static string Of(int field) => Of(WireSchema.Name(field));

    /// <summary>The field of a message that has a name, in the spelling of JSON or of the schema; −1 if there is none.</summary>
    public static int Find(int message, string name)
    {
        for (int field = WireSchema.FirstField(message); field < WireSchema.EndField(message); field++)
        {
            ReadOnlySpan<char> own = WireSchema.Name(field);
            if (own.SequenceEqual(name) || (own.Contains('_') && Of(own) == name))
            {
                return field;
            }
        }
        return -1;
    }

    private static string Of(ReadOnlySpan<char> name)
    {
        if (!name.Contains('_'))
        {
            return name.ToString();
        }
        Span<char> letters = stackalloc char[name.Length];
        int count = 0;
        bool upper = false;
        foreach (char letter in name)
        {
            if (letter == '_')
            {
                upper = true;
                continue;
            }
            letters[count++] = upper ? char.ToUpperInvariant(letter) : letter;
            upper = false;
        }
        return letters[..count].ToString();
    }
}
