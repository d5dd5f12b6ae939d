using CoreML.Format;

namespace CoreML.Quantization;

/// <summary>Stands in a graph for elements that are computed while the weight file is written: they go to a place in the
/// file, or are kept in memory where something small or something unfinished is made of them.</summary>
internal sealed class PendingContent(ElementType type, long count) : WeightContent(type, count)
{
    private WeightReservation? _place;
    private byte[]? _kept;

    /// <summary>The bytes, if they are kept in memory.</summary>
    public ReadOnlySpan<byte> Kept => _kept ?? throw new InvalidOperationException("The elements are not in memory.");

    /// <summary>Whether the bytes are kept in memory.</summary>
    public bool IsKept => _kept is not null;

    /// <summary>Lets the bytes go to a place in a weight file.</summary>
    public void Place(WeightReservation place) => _place = place;

    /// <summary>Keeps the bytes in memory.</summary>
    public PendingContent Keep()
    {
        _kept ??= new byte[SizeInBytes];
        return this;
    }

    /// <summary>Gives the memory back.</summary>
    public void Release() => _kept = null;

    /// <summary>Gives the memory back if the bytes went to a weight file.</summary>
    public void ReleasePlaced() => _kept = _place is null ? _kept : null;

    /// <summary>Writes some of the bytes; several threads may do so at once.</summary>
    public void Write(long start, ReadOnlySpan<byte> packed)
    {
        if (_kept is not null)
        {
            packed.CopyTo(_kept.AsSpan((int)start));
        }
        _place?.Write(start, packed);
    }

    public override void Read(long start, Span<byte> destination) => Kept.Slice((int)start, destination.Length).CopyTo(destination);
}
