namespace CoreML.Format;

/// <summary>A message that the scanner is inside of.</summary>
internal struct WireFrame(int message, int start, int end, int group)
{
    /// <summary>The message, by <see cref="WireSchema"/>.</summary>
    public readonly int Message = message;

    /// <summary>Where its content starts.</summary>
    public readonly int Start = start;

    /// <summary>Where its content ends.</summary>
    public readonly int End = end;

    /// <summary>The field number of a group, which is closed by a tag and not by a length; 0 for others.</summary>
    public readonly int Group = group;

    /// <summary>The known field that was read last.</summary>
    public int Field = WireSchema.FirstField(message);

    /// <summary>The number of the unknown field that was read last; 0 if there was none.</summary>
    public int UnknownNumber;
}
