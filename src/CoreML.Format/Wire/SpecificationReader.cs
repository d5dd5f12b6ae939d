using CoreML.Specification;
using Google.Protobuf;

namespace CoreML.Format;

/// <summary>Parses serialized specifications that the scanner has passed.</summary>
internal static class SpecificationReader
{
    // The parser's own limit where none can be set.
    private const int DefaultNesting = 100;

    public static Model Parse(ReadOnlyMemory<byte> bytes, ReadLimits limits, string? file)
    {
        try
        {
            if (limits.MaxNesting <= DefaultNesting)
            {
                return Model.Parser.ParseFrom(bytes.Span);
            }
            using var stream = new MemoryStream(bytes.ToArray(), writable: false);
            using var input = CodedInputStream.CreateWithLimits(stream, int.MaxValue, limits.MaxNesting);
            return Model.Parser.ParseFrom(input);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw FormatDiagnostics.SpecificationMalformed.Error(file: file, found: exception.Message, inner: exception);
        }
    }
}
