using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using CoreML.Format;

namespace CoreML.Quantization.Benchmarks;

/// <summary>The kernels of linear quantization, on as many weights as they take at a time, against a copy of the weights.</summary>
public class LinearBenchmarks
{
    private readonly LinearRange _range = new(ElementType.Int8, QuantizationMode.LinearSymmetric, ElementType.Float16);
    private readonly Half[] _halves = new Half[Scratch.KernelElements];
    private readonly Half[] _copy = new Half[Scratch.KernelElements];
    private readonly float[] _weights = new float[Scratch.KernelElements];
    private readonly byte[] _integers = new byte[Scratch.KernelElements];
    private readonly byte[] _packed = new byte[Scratch.KernelElements / 2];

    public LinearBenchmarks()
    {
        var random = new Random(1);
        foreach (ref Half half in _halves.AsSpan())
        {
            half = (Half)(random.NextSingle() - 0.5f);
        }
        Widen();
        Quantize();
    }

    [Benchmark(Baseline = true)]
    public void Copy() => _halves.AsSpan().CopyTo(_copy);

    [Benchmark]
    public float Range() => WeightRange.Of(ElementType.Float16, MemoryMarshal.AsBytes(_halves.AsSpan())).Max;

    [Benchmark]
    public void Widen() => HalfPrecision.Widen(MemoryMarshal.Cast<Half, ushort>(_halves), _weights);

    [Benchmark]
    public void Quantize() => LinearKernel.Quantize(_weights, 1f / 256, 0, _range, half: true, _integers);

    [Benchmark]
    public void Pack4() => BitPacking.Pack(_integers, 4, _packed);

    [Benchmark]
    public float Check()
    {
        ErrorAccumulator errors = default;
        return LinearCheck.Compare(_integers, signed: true, 1f / 256, 0, half: true, _weights, ref errors);
    }
}
