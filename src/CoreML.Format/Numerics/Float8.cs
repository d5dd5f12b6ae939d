namespace CoreML.Format;

/// <summary>The arithmetic that the two 8-bit floating-point types share.</summary>
internal static class Float8
{
    /// <summary>Rounds a number to 8 bits, to nearest, ties to even.</summary>
    /// <param name="value">The number.</param>
    /// <param name="fractionBits">3 or 2.</param>
    /// <param name="bias">The exponent's bias.</param>
    /// <param name="overflow">The magnitude bits of what is too large, the first that is not a number's: infinity, or
    /// not-a-number where there is no infinity.</param>
    public static byte Round(float value, int fractionBits, int bias, byte overflow)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        int sign = (int)(bits >> 24) & 0x80;
        if (float.IsNaN(value))
        {
            return (byte)(sign | 0x7F);
        }
        uint magnitude = bits & 0x7FFF_FFFF;
        int exponent = (int)(magnitude >> 23) - 127 + bias;
        int shift = 23 - fractionBits;
        uint significand = (magnitude & 0x7F_FFFF) | 0x80_0000;
        uint result;
        if (exponent <= 0)
        {
            // Subnormal: the unit is that of exponent 1, so more bits are dropped.
            shift += 1 - exponent;
            result = shift > 25 ? 0 : RoundShift(significand, shift);
        }
        else
        {
            result = RoundShift(((uint)exponent << 23) | (significand & 0x7F_FFFF), shift);
        }
        return (byte)(sign | (int)Math.Min(result, overflow));
    }

    /// <summary>The number of 8 bits in single precision.</summary>
    public static float Widen(byte bits, int fractionBits, int bias, bool isNaN)
    {
        if (isNaN)
        {
            // The sign survives, so that bits come back as they were; float.NaN has one of its own.
            return MathF.CopySign(float.NaN, (sbyte)bits);
        }
        int exponent = (bits & 0x7F) >> fractionBits;
        int fraction = bits & ((1 << fractionBits) - 1);
        float magnitude = exponent == 0
            ? MathF.ScaleB(fraction, 1 - bias - fractionBits)
            : MathF.ScaleB(fraction | (1 << fractionBits), exponent - bias - fractionBits);
        return (bits & 0x80) != 0 ? -magnitude : magnitude;
    }

    private static uint RoundShift(uint value, int shift)
    {
        uint half = 1u << (shift - 1);
        uint odd = (value >> shift) & 1;
        return (value + half - 1 + odd) >> shift;
    }
}
