using System.Security.Cryptography;
using System.Text;

namespace CoreML.Format;

/// <summary>
/// Item identifiers that follow from an item's name instead of chance, so that saving the same model twice gives the
/// same bytes. The form is a name-based UUID (RFC 9562, version 8: a hash of our own choice).
/// </summary>
internal static class DeterministicIdentifier
{
    public static string For(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes("CoreML.Net/" + name), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true).ToString("D").ToUpperInvariant();
    }
}
