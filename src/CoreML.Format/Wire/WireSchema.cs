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

/// <summary>What kind of number a field is.</summary>
internal enum WireScalar
{
    None,
    Bool,
    Int32,
    Int64,
    UInt32,
    UInt64,
    Enum,
    Single,
    Double,
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
    private const int MapFlag = 0x40;
    private const int OneofFlag = 0x80;

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

    /// <summary>Whether a repeated field is a map, whose entries have a key and a value.</summary>
    public static bool IsMap(int field) => (Kinds[field] & MapFlag) != 0;

    /// <summary>Whether a field is one of several of which one is set, so that it counts even if it is 0.</summary>
    public static bool IsInOneof(int field) => (Kinds[field] & OneofFlag) != 0;

    public static WireScalar Scalar(int field) => (WireScalar)Scalars[field];

    public static int Number(int field) => Numbers[field];

    /// <summary>The index after that of a message's last field.</summary>
    public static int EndField(int message) => Starts[message + 1];

    /// <summary>The name of an enumeration's value; empty for a number that it does not have.</summary>
    public static ReadOnlySpan<char> EnumName(int field, long number)
    {
        int child = Children[field];
        for (int i = EnumStarts[child]; i < EnumStarts[child + 1]; i++)
        {
            if (EnumNumbers[i] == number)
            {
                return EnumNames.AsSpan()[EnumNameStarts[i]..EnumNameStarts[i + 1]];
            }
        }
        return [];
    }

    /// <summary>The number of an enumeration's value.</summary>
    public static bool TryGetEnumNumber(int field, ReadOnlySpan<char> name, out int number)
    {
        int child = Children[field];
        for (int i = EnumStarts[child]; i < EnumStarts[child + 1]; i++)
        {
            if (name.SequenceEqual(EnumNames.AsSpan()[EnumNameStarts[i]..EnumNameStarts[i + 1]]))
            {
                number = EnumNumbers[i];
                return true;
            }
        }
        number = 0;
        return false;
    }

    public static bool IsModelType(int field) => (Kinds[field] & ModelTypeFlag) != 0;

    public static int Child(int field) => Children[field];

    public static int EstimatedBytes(int message) => message == Unknown ? 64 : ObjectBytes[message];

    public static ReadOnlySpan<char> Name(int field) => Names.AsSpan()[NameStarts[field]..NameStarts[field + 1]];
}
