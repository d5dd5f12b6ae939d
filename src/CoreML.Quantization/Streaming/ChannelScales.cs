using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using CoreML.Format;

namespace CoreML.Quantization;

/// <summary>
/// Scales along the channel axis: <c>scale = max |w|</c> over the channels, 1 where all are 0, so that a scale has the weight's shape
/// with 1 on that axis. coremltools calls them per-channel scales.
/// </summary>
internal sealed class ChannelScales
{
    private readonly WeightSource _source;
    private readonly GroupLayout _layout;
    private readonly byte[] _packed;
    private readonly long _channels;
    private readonly float[] _scales;

    public ChannelScales(WeightSource source, GroupLayout layout)
    {
        (_source, _layout) = (source, layout);
        _channels = layout.Shape[layout.Axis];
        _packed = source.ReadAll();
        source.CheckFinite(0, _packed);
        _scales = new float[layout.Outer * layout.Inner];
    }

    /// <summary>Divides the weights by their scales, each quotient rounded to the weights' type.</summary>
    /// <param name="workers">The threads.</param>
    /// <param name="destination">Takes the scales.</param>
    /// <returns>The quotients, in memory.</returns>
    public WeightSource Divide(Workers workers, PendingContent destination)
    {
        byte[] quotients = GC.AllocateUninitializedArray<byte>(_packed.Length);
        ForEachColumn(workers, (scales, first, scratch) =>
        {
            ForEachRow(first, scales.Length, scratch, (_, weights) =>
            {
                for (int i = 0; i < weights.Length; i++)
                {
                    scales.Span[i] = Math.Max(scales.Span[i], MathF.Abs(weights[i]));
                }
            });
            scales.Span.Replace(0f, 1f);
            ForEachRow(first, scales.Length, scratch, (element, weights) =>
            {
                TensorPrimitives.Divide(weights, scales.Span, weights);
                NumericConversion.Narrow(
                    _source.ElementType, weights, quotients.AsSpan(element * _source.Width, weights.Length * _source.Width));
            });
        });
        var bytes = new byte[destination.SizeInBytes];
        NumericConversion.Narrow(_source.ElementType, _scales, bytes);
        destination.Write(0, bytes);
        return _source.With(quotients);
    }

    /// <summary>Compares table entries times scales with the original weights.</summary>
    /// <param name="indices">The indices, packed.</param>
    /// <param name="bits">Bits of an index.</param>
    /// <param name="tables">The tables.</param>
    /// <param name="workers">The threads.</param>
    public ErrorSums Compare(byte[] indices, int bits, PaletteTables tables, Workers workers)
    {
        var gate = new Lock();
        var sums = new SortedDictionary<int, ErrorSums>();
        ForEachColumn(workers, (scales, first, scratch) =>
        {
            ErrorAccumulator errors = default;
            ForEachRow(first, scales.Length, scratch, (element, weights) =>
            {
                Span<byte> part = scratch.Bytes.AsSpan(0, weights.Length);
                BitPacking.Unpack(indices, bits, part, element);
                ReadOnlySpan<float> table = tables[(int)(element / _layout.Inner % _channels / _layout.GroupChannels)];
                float worst = 0;
                for (int i = 0; i < weights.Length; i++)
                {
                    float decoded = table[part[i]] * scales.Span[i];
                    float difference = MathF.Abs(weights[i] - (_source.IsHalf ? (float)(Half)decoded : decoded));
                    worst = Math.Max(worst, difference);
                    errors.Add(weights[i], difference);
                }
                errors.Flush(worst);
            });
            lock (gate)
            {
                sums.Add(first, errors.Sums);
            }
        });
        return sums.Values.Aggregate(default(ErrorSums), (sum, column) => sum + column);
    }

    // A column is what is beside each other for all channels: as many elements as a kernel takes, of one outer index.
    private void ForEachColumn(Workers workers, Action<Memory<float>, int, Scratch> action)
    {
        int perOuter = (int)((_layout.Inner + Scratch.KernelElements - 1) / Scratch.KernelElements);
        workers.ForEach(checked((int)(_layout.Outer * perOuter)), (number, scratch) =>
        {
            (int outer, int part) = Math.DivRem(number, perOuter);
            int start = part * Scratch.KernelElements;
            int count = (int)Math.Min(Scratch.KernelElements, _layout.Inner - start);
            action(
                _scales.AsMemory((int)(outer * _layout.Inner) + start, count), (int)(outer * _channels * _layout.Inner) + start, scratch);
        });
    }

    private void ForEachRow(int first, int count, Scratch scratch, RowAction action)
    {
        Span<float> weights = scratch.Weights.AsSpan(0, count);
        for (long channel = 0; channel < _channels; channel++)
        {
            int element = (int)(first + channel * _layout.Inner);
            _source.Widen(_packed, element, weights);
            action(element, weights);
        }
    }

    private delegate void RowAction(int element, Span<float> weights);
}
