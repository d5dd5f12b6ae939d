namespace CoreML.Format;

/// <summary>What is known of each <see cref="ElementType"/>: width, kind, name, and code in weight storage.</summary>
public static class ElementTypeFacts
{
    private enum Kind
    {
        Other,
        Float,
        Signed,
        Unsigned,
    }

    // One row per member of ElementType, in its order. Code: the type's number in a weight file, 0 for types that
    // weight storage does not know (coremltools' StorageFormat).
    private static readonly (string Name, byte Bits, Kind Kind, byte Code)[] Rows =
    [
        ("bool", 8, Kind.Other, 0),
        ("string", 0, Kind.Other, 0),
        ("float16", 16, Kind.Float, 1),
        ("float32", 32, Kind.Float, 2),
        ("float64", 64, Kind.Float, 0),
        ("bfloat16", 16, Kind.Float, 5),
        ("float8e4m3fn", 8, Kind.Float, 16),
        ("float8e5m2", 8, Kind.Float, 17),
        ("int4", 4, Kind.Signed, 8),
        ("int8", 8, Kind.Signed, 4),
        ("int16", 16, Kind.Signed, 6),
        ("int32", 32, Kind.Signed, 14),
        ("int64", 64, Kind.Signed, 0),
        ("uint1", 1, Kind.Unsigned, 9),
        ("uint2", 2, Kind.Unsigned, 10),
        ("uint3", 3, Kind.Unsigned, 12),
        ("uint4", 4, Kind.Unsigned, 11),
        ("uint6", 6, Kind.Unsigned, 13),
        ("uint8", 8, Kind.Unsigned, 3),
        ("uint16", 16, Kind.Unsigned, 7),
        ("uint32", 32, Kind.Unsigned, 15),
        ("uint64", 64, Kind.Unsigned, 0),
    ];

    extension(ElementType type)
    {
        /// <summary>The name in lower case, as MIL text and coremltools write it: <c>float16</c>, <c>uint4</c>.</summary>
        public string Name => Rows[(int)type].Name;

        /// <summary>Width of one packed element in bits: 1 to 64, 8 for <see cref="ElementType.Bool"/>, 0 for
        /// <see cref="ElementType.String"/>, which has no fixed width.</summary>
        public int BitWidth => Rows[(int)type].Bits;

        /// <summary>Whether elements are narrower than a byte and are therefore kept packed.</summary>
        public bool IsSubByte => Rows[(int)type].Bits is > 0 and < 8;

        /// <summary>Whether the type is a floating-point type.</summary>
        public bool IsFloat => Rows[(int)type].Kind == Kind.Float;

        /// <summary>Whether the type is an integer type of any width.</summary>
        public bool IsInteger => Rows[(int)type].Kind is Kind.Signed or Kind.Unsigned;

        /// <summary>Whether the type is an integer type that has negative values.</summary>
        public bool IsSignedInteger => Rows[(int)type].Kind == Kind.Signed;

        /// <summary>Whether weight storage can hold the type: all but bool, string, float64, int64 and uint64.</summary>
        public bool IsStorable => Rows[(int)type].Code != 0;

        /// <summary>The type's number in a weight file; 0 if <see cref="get_IsStorable"/> is false.</summary>
        internal int StorageCode => Rows[(int)type].Code;

        /// <summary>Bytes that <paramref name="count"/> packed elements take: <c>ceil(count · bits / 8)</c>.</summary>
        /// <param name="count">Number of elements, not negative.</param>
        /// <returns>The number of bytes.</returns>
        /// <exception cref="OverflowException">The number does not fit 63 bits.</exception>
        /// <exception cref="InvalidOperationException">The type has no fixed width.</exception>
        public long ByteCount(long count)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count);
            int bits = Rows[(int)type].Bits;
            if (bits == 0)
            {
                throw new InvalidOperationException($"{type} has no fixed width.");
            }
            return bits >= 8 ? checked(count * (bits / 8)) : count / 8 * bits + ((count % 8 * bits) + 7) / 8;
        }
    }

    /// <summary>The element type with the given number in a weight file.</summary>
    /// <param name="code">The number, 1 to 17.</param>
    /// <param name="type">The type, if there is one.</param>
    /// <returns>Whether there is one.</returns>
    internal static bool TryFromStorageCode(uint code, out ElementType type)
    {
        for (int i = 0; i < Rows.Length; i++)
        {
            if (code != 0 && Rows[i].Code == code)
            {
                type = (ElementType)i;
                return true;
            }
        }
        type = default;
        return false;
    }

    /// <summary>The element type of the given lower-case name.</summary>
    /// <param name="name">The name, for example <c>float16</c>.</param>
    /// <param name="type">The type, if there is one.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryParse(string name, out ElementType type)
    {
        int index = Array.FindIndex(Rows, row => row.Name == name);
        type = (ElementType)Math.Max(index, 0);
        return index >= 0;
    }
}
