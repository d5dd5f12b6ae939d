namespace CoreML.Format;

/// <summary>
/// A weight file that does not exist yet: its blobs have their places, and its bytes are put together when they are
/// read. So a specification can refer to it at once, and nothing is copied before the model is saved.
/// </summary>
internal sealed class PlannedWeightFile : RandomAccessSource
{
    private readonly WeightFileLayout _layout = new();
    private readonly List<long> _records = [];
    private readonly List<WeightContent> _contents = [];

    public override long Length => _layout.Length;

    /// <summary>Adds a blob.</summary>
    /// <returns>The position of its record, for the specification.</returns>
    public long Add(WeightContent content)
    {
        long record = _layout.Add(content.ElementType, content.ElementCount);
        _records.Add(record);
        _contents.Add(content);
        return record;
    }

    public override void Read(long position, Span<byte> destination)
    {
        if (position < 0 || position > Length - destination.Length)
        {
            throw new EndOfStreamException();
        }
        destination.Clear();
        Span<byte> structure = stackalloc byte[WeightRecord.Size];
        new WeightHeader(_layout.Count, WeightHeader.CurrentVersion).Write(structure);
        CopyOverlap(structure, 0, position, destination);

        int first = _records.BinarySearch(position);
        for (int i = Math.Max(first >= 0 ? first : ~first - 1, 0); i < _records.Count; i++)
        {
            long record = _records[i];
            if (record >= position + destination.Length)
            {
                break;
            }
            WeightContent content = _contents[i];
            long data = record + WeightRecord.Size;
            var metadata = WeightRecord.Of(content.ElementType, content.ElementCount, data);
            metadata.Write(structure);
            CopyOverlap(structure, record, position, destination);
            long from = Math.Max(data, position);
            long to = Math.Min(data + content.SizeInBytes, position + destination.Length);
            if (from < to)
            {
                Span<byte> part = destination[(int)(from - position)..(int)(to - position)];
                content.Read(from - data, part);
                if (to == data + content.SizeInBytes)
                {
                    part[^1] &= metadata.LastByteMask;
                }
            }
        }
    }

    private static void CopyOverlap(ReadOnlySpan<byte> part, long partPosition, long position, Span<byte> destination)
    {
        long from = Math.Max(partPosition, position);
        long to = Math.Min(partPosition + part.Length, position + destination.Length);
        if (from < to)
        {
            part[(int)(from - partPosition)..(int)(to - partPosition)].CopyTo(destination[(int)(from - position)..]);
        }
    }

    public override void Dispose()
    {
    }
}
