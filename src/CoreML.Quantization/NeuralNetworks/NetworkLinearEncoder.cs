using System.Numerics.Tensors;
using CoreML.Format;
using CoreML.Specification;
using Google.Protobuf;

namespace CoreML.Quantization;

/// <summary>Rounds elements to equal steps, of each channel or of the whole weight; the steps are kept as scale and bias, or as a
/// table.</summary>
internal sealed class NetworkLinearEncoder(NetworkQuantization scheme) : NetworkEncoder
{
    private readonly int _levels = (1 << scheme.NBits) - 1;
    private ScaleMap _map;
    private (double Bias, double Step)[] _channels = [];

    /// <summary>How much rounding to single precision can add to the error of a number that is made of parts up to a magnitude.</summary>
    public static double Rounding(double magnitude) => magnitude * 5e-7 + 256 * (double)float.Epsilon;

    public override string? Encode(NetworkWeight weight, float[] values, Scratch scratch, WeightParams result)
    {
        int scales = scheme.Granularity == Granularity.PerChannel ? NetworkLayers.ScalesOf(weight) : 1;
        _map = weight.Layout.Scales(values.Length, scales) ?? new ScaleMap(values.Length, 1, values.Length);
        _channels = Measure(values);
        if (_channels.Any(channel => !(channel.Step * _levels < float.MaxValue / 2)))
        {
            return "its range is too wide for steps in single precision";
        }
        var integers = new byte[values.Length];
        ForEachRun(values.Length, (first, count, channel) => Round(values.AsSpan(first, count), _channels[channel], integers.AsSpan(first)));
        result.RawValue = UnsafeByteOperations.UnsafeWrap(BitPacking.PackHighFirst(integers, scheme.NBits));
        result.Quantization = new QuantizationParams { NumberOfBits = (ulong)scheme.NBits };
        if (scheme.Mode == NetworkQuantizationMode.LinearTable)
        {
            (double bias, double step) = _channels[0];
            result.Quantization.LookupTableQuantization = new LookUpTableQuantizationParams
            {
                FloatValue = { Enumerable.Range(0, _levels + 1).Select(i => (float)(i * step + bias)) },
            };
        }
        else
        {
            result.Quantization.LinearQuantization = new LinearQuantizationParams
            {
                Scale = { _channels.Select(channel => (float)channel.Step) },
                Bias = { _channels.Select(channel => (float)channel.Bias) },
            };
        }
        return null;
    }

    public override int FindWrong(ReadOnlySpan<float> values, ReadOnlySpan<float> decoded)
    {
        for (long first = 0; first < values.Length;)
        {
            (double bias, double step) = _channels[_map[first]];
            double limit = step / 2 + Rounding(Math.Abs(bias) + step * _levels);
            int end = (int)EndOfRun(first, values.Length);
            for (int i = (int)first; i < end; i++)
            {
                if (!(Math.Abs((double)decoded[i] - values[i]) <= limit))
                {
                    return i;
                }
            }
            first = end;
        }
        return -1;
    }

    private (double Bias, double Step)[] Measure(float[] values)
    {
        // The largest number of a channel's last element is that of the last channel.
        int count = _map[values.Length - 1] + 1;
        var ranges = new (double Min, double Max)[count];
        Array.Fill(ranges, (double.PositiveInfinity, double.NegativeInfinity));
        ForEachRun(values.Length, (first, length, channel) =>
        {
            ReadOnlySpan<float> run = values.AsSpan(first, length);
            (double min, double max) = ranges[channel];
            ranges[channel] = (Math.Min(min, TensorPrimitives.Min(run)), Math.Max(max, TensorPrimitives.Max(run)));
        });
        return [.. ranges.Select(range =>
        {
            (double min, double max) = range;
            if (scheme.Mode != NetworkQuantizationMode.LinearSymmetric)
            {
                return (min, (max - min) / _levels);
            }
            int most = _levels / 2;
            double step = Math.Max(-min, max) / most;
            return (0 - (most + 1) * step, step);
        })];
    }

    private void Round(ReadOnlySpan<float> values, (double Bias, double Step) channel, Span<byte> integers)
    {
        // Steps that single precision rounds to zero say nothing.
        if ((float)channel.Step == 0)
        {
            return;
        }
        for (int i = 0; i < values.Length; i++)
        {
            integers[i] = (byte)Math.Clamp(Math.Round((values[i] - channel.Bias) / channel.Step), 0, _levels);
        }
    }

    private void ForEachRun(int count, Action<int, int, int> action)
    {
        for (long first = 0; first < count;)
        {
            long end = EndOfRun(first, count);
            action((int)first, (int)(end - first), _map[first]);
            first = end;
        }
    }

    private long EndOfRun(long first, long count) => Math.Min(first + _map.Run, count);
}
