namespace CoreML.Format;

/// <summary>The checksum of zip archives: CRC-32 with the reflected polynomial 0xEDB88320.</summary>
internal struct Crc32()
{
    // Eight bytes a step: Tables[k] is the effect of a byte that k further ones follow.
    private static readonly uint[][] Tables = MakeTables();

    private uint _state = uint.MaxValue;

    /// <summary>The checksum of all bytes so far.</summary>
    public readonly uint Value => ~_state;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        uint state = _state;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            state = Tables[7][bytes[0] ^ (byte)state]
                ^ Tables[6][bytes[1] ^ (byte)(state >> 8)]
                ^ Tables[5][bytes[2] ^ (byte)(state >> 16)]
                ^ Tables[4][bytes[3] ^ (byte)(state >> 24)]
                ^ Tables[3][bytes[4]]
                ^ Tables[2][bytes[5]]
                ^ Tables[1][bytes[6]]
                ^ Tables[0][bytes[7]];
        }
        foreach (byte value in bytes)
        {
            state = Tables[0][(byte)state ^ value] ^ (state >> 8);
        }
        _state = state;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[8][];
        for (int table = 0; table < 8; table++)
        {
            tables[table] = new uint[256];
            for (uint i = 0; i < 256; i++)
            {
                uint value = table == 0 ? i : tables[table - 1][i];
                for (int bit = 0; bit < 8; bit++)
                {
                    value = (value >> 1) ^ ((value & 1) * 0xEDB88320);
                }
                tables[table][i] = value;
            }
        }
        return tables;
    }
}
