using Google.Protobuf;

namespace CoreML.Builder;

/// <summary>Checks what the models of the system's language framework have in common.</summary>
internal static class LanguageModelData
{
    /// <summary>Takes the data.</summary>
    public static ByteString Of(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
        {
            throw new ArgumentException("The data is empty.", nameof(data));
        }
        return ByteString.CopyFrom(data);
    }

    /// <summary>Makes sure that a revision exists.</summary>
    public static uint Revision(int revision, int least, string type)
    {
        if (revision < least)
        {
            throw BuilderDiagnostics.ValueNotAllowed.Error(path: type + ".revision", expected: $"{least} or more", found: $"{revision}");
        }
        return (uint)revision;
    }
}
