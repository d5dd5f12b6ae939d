using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace CoreML.Format;

/// <summary>Bytes that can be read at any position from several threads at once.</summary>
internal abstract class RandomAccessSource : IDisposable
{
    private const int CopyBytes = 4 << 20;

    /// <summary>Number of bytes.</summary>
    public abstract long Length { get; }

    /// <summary>The open file that holds exactly these bytes, if there is one; it can be mapped.</summary>
    public virtual SafeFileHandle? Handle => null;

    /// <summary>Fills the destination from the position on.</summary>
    /// <exception cref="EndOfStreamException">There are fewer bytes than that.</exception>
    public abstract void Read(long position, Span<byte> destination);

    /// <summary>Fills the destination from the position on without blocking a thread.</summary>
    public virtual ValueTask ReadAsync(long position, Memory<byte> destination, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Read(position, destination.Span);
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes everything to a stream.</summary>
    public void CopyTo(Stream destination, CancellationToken cancellation)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(CopyBytes, Math.Max(Length, 1)));
        try
        {
            for (long position = 0; position < Length;)
            {
                cancellation.ThrowIfCancellationRequested();
                int count = (int)Math.Min(buffer.Length, Length - position);
                Read(position, buffer.AsSpan(0, count));
                destination.Write(buffer, 0, count);
                position += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    public abstract void Dispose();
}
