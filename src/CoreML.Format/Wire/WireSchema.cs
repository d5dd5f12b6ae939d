namespace CoreML.Format;

/// <summary>How a field is encoded on the wire.</summary>
internal enum WireKind
{
    Varint,
    Fixed32,
    Fixed64,
    Text,
    Bytes,
    Message,
}

/// <summary>The specification as the scanner sees it: which fields a message has and how they are encoded. Messages are
/// numbers; <c>Model</c> is 0. The tables are generated.</summary>
internal static partial class WireSchema
{
    public const int Model = 0;

    /// <summary>A message of which nothing is known.</summary>
    public const int Unknown = 0xFFFF;

    private const int KindMask = 0x0F;
    private const int RepeatedFlag = 0x10;
    private const int ModelTypeFlag = 0x20;

    /// <summary>The index of a field, −1 if the message has no such field.</summary>
    /// <param name="message">The message.</param>
    /// <param name="number">The field's number.</param>
    /// <param name="guess">An index to try first; fields mostly come in ascending order or in runs.</param>
    public static int Find(int message, int number, int guess)
    {
        if (message == Unknown)
        {
            return -1;
        }
        int first = Starts[message];
        int end = Starts[message + 1];
        for (int i = guess; i >= first && i < end && i <= guess + 1; i++)
        {
            if (Numbers[i] == number)
            {
                return i;
            }
        }
        int found = number > ushort.MaxValue ? -1 : Numbers[first..end].BinarySearch((ushort)number);
        return found < 0 ? -1 : first + found;
    }

    public static int FirstField(int message) => message == Unknown ? 0 : Starts[message];

    public static WireKind Kind(int field) => (WireKind)(Kinds[field] & KindMask);

    public static bool IsRepeated(int field) => (Kinds[field] & RepeatedFlag) != 0;

    /// <summary>Whether a field may be encoded with a wire type: that of its kind, or packed if it is repeated.</summary>
    public static bool Accepts(int field, int wireType)
    {
        int own = Kind(field) switch
        {
            WireKind.Varint => 0,
            WireKind.Fixed64 => 1,
            WireKind.Fixed32 => 5,
            _ => 2,
        };
        return wireType == own || (wireType == 2 && IsRepeated(field));
    }

    public static bool IsModelType(int field) => (Kinds[field] & ModelTypeFlag) != 0;

    public static int Child(int field) => Children[field];

    public static int EstimatedBytes(int message) => message == Unknown ? 64 : ObjectBytes[message];

    public static ReadOnlySpan<char> Name(int field) => Names.AsSpan()[NameStarts[field]..NameStarts[field + 1]];
}
