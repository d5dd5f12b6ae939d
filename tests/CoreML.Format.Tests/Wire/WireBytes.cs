using System.Text;

namespace CoreML.Format.Tests;

/// <summary>Puts wire format together byte by byte, also what no serializer would write.</summary>
internal sealed class WireBytes
{
    private readonly List<byte> _bytes = [];

    public static WireBytes Of(params byte[] bytes) => new WireBytes().Raw(bytes);

    public WireBytes Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public WireBytes Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _bytes.Add((byte)(value | 0x80));
        }
        _bytes.Add((byte)value);
        return this;
    }

    public WireBytes Tag(int number, int wireType) => Varint(((ulong)(uint)number << 3) | (uint)wireType);

    public WireBytes Number(int number, ulong value) => Tag(number, 0).Varint(value);

    public WireBytes Bytes(int number, params ReadOnlySpan<byte> content) =>
        Tag(number, 2).Varint((ulong)content.Length).Raw(content);

    public WireBytes Text(int number, string text) => Bytes(number, Encoding.UTF8.GetBytes(text));

    public WireBytes Message(int number, WireBytes content) => Bytes(number, content.ToArray());

    public WireBytes Repeat(int count, Action<WireBytes> add)
    {
        for (int i = 0; i < count; i++)
        {
            add(this);
        }
        return this;
    }

    public byte[] ToArray() => [.. _bytes];
}
