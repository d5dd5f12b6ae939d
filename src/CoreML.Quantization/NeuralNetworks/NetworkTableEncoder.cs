using System.Numerics;
using System.Runtime.InteropServices;
using CoreML.Format;
using CoreML.Specification;
using Google.Protobuf;

namespace CoreML.Quantization;

/// <summary>Gives elements the nearest entry of a table that follows from the weight, or that the caller makes.</summary>
internal sealed class NetworkTableEncoder(NetworkQuantization scheme) : NetworkEncoder
{
    private float[] _used = [];

    public override string? Encode(NetworkWeight weight, float[] values, Scratch scratch, WeightParams result)
    {
        var table = new float[Palettization.MostEntries];
        int count = MakeTable(weight, values, table, scratch);
        if (scheme.Mode == NetworkQuantizationMode.Unique && count > table.Length)
        {
            return $"it has more than {table.Length} distinct values";
        }
        int bits = scheme.NBits > 0 ? scheme.NBits : Math.Max(1, BitOperations.Log2((uint)Math.Max(1, count - 1)) + 1);
        if (count < 1 || count > 1 << bits)
        {
            throw new ArgumentException($"A table of {count} entries was made for {weight.Path}; there is room for {1 << bits}.");
        }
        _used = table[..count];
        if (!_used.All(float.IsFinite))
        {
            throw new ArgumentException($"A table with an entry that is not finite was made for {weight.Path}.");
        }
        Span<float> starts = stackalloc float[count - 1];
        ClusterStarts.Nearest(_used, starts);
        scratch.Singles.Set(starts);
        var indices = new byte[values.Length];
        scratch.Singles.Assign(values, indices);
        result.RawValue = UnsafeByteOperations.UnsafeWrap(BitPacking.PackHighFirst(indices, bits));
        result.Quantization = new QuantizationParams
        {
            NumberOfBits = (ulong)bits,
            LookupTableQuantization = new LookUpTableQuantizationParams { FloatValue = { table[..(1 << bits)] } },
        };
        return null;
    }

    public override int FindWrong(ReadOnlySpan<float> values, ReadOnlySpan<float> decoded)
    {
        for (int i = 0; i < values.Length; i++)
        {
            int at = Array.BinarySearch(_used, values[i]);
            int above = Math.Min(at < 0 ? ~at : at, _used.Length - 1);
            int below = Math.Max(above - 1, 0);
            double nearest = Math.Min(Distance(values[i], _used[above]), Distance(values[i], _used[below]));
            if (Distance(values[i], decoded[i]) != nearest)
            {
                return i;
            }
        }
        return -1;
    }

    private int MakeTable(NetworkWeight weight, float[] values, Span<float> table, Scratch scratch)
    {
        Palettization how = scheme.Mode switch
        {
            NetworkQuantizationMode.KMeans => new Palettization(PalettizationMode.KMeans),
            NetworkQuantizationMode.Unique => new Palettization(PalettizationMode.Unique),
            _ => new Palettization(PalettizationMode.Custom) { Table = elements => scheme.Table!(weight, elements) },
        };
        float[]? sensitivity = Sensitivity(weight);
        TableBuilder builder = TableBuilder.Create(how, half: false, values.Length, 1 << scheme.NBits, weighted: sensitivity is not null);
        do
        {
            builder.Begin(builder);
            builder.Add(MemoryMarshal.AsBytes(values.AsSpan()), sensitivity);
        }
        while (builder.EndPass(scratch.Clustering));
        return builder.Finish(table, scratch.Clustering);
    }

    private float[]? Sensitivity(NetworkWeight weight) => scheme.Sensitivity is null ? null
        : new GroupLayout([.. weight.Shape], weight.Layout.ChannelAxis ?? 0, groups: 1).Spread(scheme.Sensitivity(weight));

    private static double Distance(float left, float right) => Math.Abs((double)left - right);
}
