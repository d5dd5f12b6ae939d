using CoreML.Format;

namespace CoreML.Quantization;

/// <summary>The tables of a weight, one for each group, with places for 256 entries each; with what is written of them.</summary>
/// <param name="groups">Number of groups.</param>
/// <param name="entries">Entries of a table that are written.</param>
/// <param name="vector">Elements of an entry.</param>
/// <param name="type">The weight's type.</param>
/// <param name="quantization">How tables are quantized; <see langword="null"/> to keep them in the weight's type.</param>
internal sealed class PaletteTables(int groups, int entries, int vector, ElementType type, LinearQuantization? quantization)
{
    /// <summary>Entries that each table has a place for in memory.</summary>
    public const int Places = 256;

    private readonly float[] _values = new float[groups * Places * vector];
    private readonly int[] _used = new int[groups];

    /// <summary>The places of a group's table.</summary>
    public Span<float> this[int group] => _values.AsSpan(group * Places * vector, Places * vector);

    /// <summary>The entries of a group's table that indices may stand for, ascending.</summary>
    public ReadOnlySpan<float> Used(int group) => this[group][..(_used[group] * vector)];

    /// <summary>Takes over a table: rounds its entries to the weight's type.</summary>
    public void Set(int group, int used)
    {
        _used[group] = Math.Max(used, 1);
        if (type == ElementType.Float16)
        {
            foreach (ref float value in this[group][..(used * vector)])
            {
                // A mean of finite halves is finite.
                value = (float)(Half)value;
            }
        }
    }

    /// <summary>Writes the tables, and leaves in memory what they decode to.</summary>
    /// <param name="tables">Takes the entries, of the weight's type or of that of the quantization.</param>
    /// <param name="parameters">Takes the scale, and the zero point if there is one; empty if tables are not quantized.</param>
    public void Write(PendingContent tables, params ReadOnlySpan<PendingContent> parameters)
    {
        int size = entries * vector;
        var values = new float[groups * size];
        for (int group = 0; group < groups; group++)
        {
            this[group][..size].CopyTo(values.AsSpan(group * size));
        }
        if (quantization is null)
        {
            var packed = new byte[tables.SizeInBytes];
            NumericConversion.Narrow(type, values, packed);
            tables.Write(0, packed);
            return;
        }
        tables.Write(0, Quantize(values, type, quantization, parameters[0], parameters.Length > 1 ? parameters[1] : null));
        for (int group = 0; group < groups; group++)
        {
            values.AsSpan(group * size, size).CopyTo(this[group]);
        }
    }

    /// <summary>Quantizes the entries of all tables of a weight.</summary>
    /// <param name="values">The entries; they become what the integers decode to.</param>
    /// <param name="type">The weight's type.</param>
    /// <param name="quantization">How to quantize them.</param>
    /// <param name="scale">Takes the scale.</param>
    /// <param name="zeroPoint">Takes the zero point, if there is one.</param>
    /// <returns>The integers.</returns>
    public static byte[] Quantize(float[] values, ElementType type, LinearQuantization quantization, PendingContent scale, PendingContent? zeroPoint)
    {
        var range = new LinearRange(quantization.ElementType, quantization.Mode, type);
        var shared = new BlockParameters();
        shared.Resize(1);
        shared.Mins[0] = values.Min();
        shared.Maxs[0] = values.Max();
        shared.Compute(range);
        shared.Write(0, 1, scale, zeroPoint);
        return Quantize(values, shared.Scales[0], shared.ZeroPoints[0], range, type == ElementType.Float16);
    }

    /// <summary>Quantizes numbers with a given scale and zero point.</summary>
    public static byte[] Quantize(float[] values, float scale, float zeroPoint, in LinearRange range, bool half)
    {
        var integers = new byte[values.Length];
        LinearKernel.Quantize(values, scale, zeroPoint, range, half, integers);
        for (int i = 0; i < values.Length; i++)
        {
            float value = scale * ((range.IsSigned ? (sbyte)integers[i] : integers[i]) - zeroPoint);
            values[i] = half ? (float)(Half)value : value;
        }
        return integers;
    }

    /// <summary>How far a weight can be from its entry in a group's table: half of the widest gap, or what lies outside of the
    /// entries.</summary>
    /// <param name="group">The group.</param>
    /// <param name="weights">The range of its weights.</param>
    /// <param name="slack">Parts of a gap that rounding adds where indices are computed in half precision.</param>
    public float Limit(int group, WeightRange weights, float slack)
    {
        ReadOnlySpan<float> table = Used(group);
        float gap = 0;
        for (int i = 1; i < table.Length; i++)
        {
            gap = Math.Max(gap, table[i] - table[i - 1]);
        }
        float outside = Math.Max(table[0] - weights.Min, weights.Max - table[^1]);
        // The middle of two entries is rounded, too.
        return Math.Max(gap * (0.5f + slack), outside) * (1 + 1e-3f) + weights.Magnitude * 1e-3f;
    }
}
