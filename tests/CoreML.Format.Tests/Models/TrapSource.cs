namespace CoreML.Format.Tests;

/// <summary>A weight file in memory that does something when it is read, as a full disk or an impatient user would.</summary>
internal sealed class TrapSource(Action spring) : RandomAccessSource
{
    private readonly byte[] _bytes = SamplePackage.Weights(9, 9, 9, 9);

    public override long Length => _bytes.Length;

    public override void Read(long position, Span<byte> destination)
    {
        spring();
        _bytes.AsSpan((int)position, destination.Length).CopyTo(destination);
    }

    public override void Dispose()
    {
    }
}
