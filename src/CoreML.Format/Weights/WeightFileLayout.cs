namespace CoreML.Format;

/// <summary>
/// Where the blobs of a weight file go: each record behind the data before it, its data right behind the record, both
/// aligned to 64 bytes, no padding at the end of the file.
/// </summary>
internal sealed class WeightFileLayout
{
    /// <summary>Size of the file so far, in bytes.</summary>
    public long Length { get; private set; } = WeightHeader.Size;

    /// <summary>Number of blobs so far.</summary>
    public uint Count { get; private set; }

    /// <summary>Finds the place of the next blob.</summary>
    /// <returns>Position of its record; its data follows it.</returns>
    public long Add(ElementType type, long elementCount)
    {
        long record = WeightRecord.Align(Length);
        Length = checked(record + WeightRecord.Size + type.ByteCount(elementCount));
        Count = checked(Count + 1);
        return record;
    }
}
