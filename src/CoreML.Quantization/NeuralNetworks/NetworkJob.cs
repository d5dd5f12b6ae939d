using System.Diagnostics;
using System.Runtime.InteropServices;
using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Quantization;

/// <summary>One weight of a neural network on its way through a compression.</summary>
internal sealed class NetworkJob
{
    private readonly CompressionScheme? _scheme;
    private readonly WeightReport _before;
    private WeightParams? _result;
    private ErrorSums _error;
    private TimeSpan _elapsed;

    private NetworkJob(NetworkWeight weight, CompressionScheme? scheme, string? reason, bool isRefused)
    {
        Weight = weight;
        _scheme = scheme;
        Reason = reason;
        IsRefused = isRefused;
        Form = WeightForms.Of(weight.Specification);
        _before = new WeightReport
        {
            Name = weight.Name,
            Path = weight.Path,
            Shape = weight.Shape,
            ElementType = weight.ElementType,
            BytesBefore = weight.SizeInBytes,
            BytesAfter = weight.SizeInBytes,
        };
    }

    public NetworkWeight Weight { get; }

    /// <summary>Why the weight stays as it is; <see langword="null"/> if it does not.</summary>
    public string? Reason { get; private set; }

    /// <summary>Whether a scheme that was meant for the weight cannot be applied.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>Whether there is something to do.</summary>
    public bool IsPlanned => Reason is null;

    /// <summary>The form of the weight as it is going to be.</summary>
    public WeightForm Form { get; private set; }

    /// <summary>The form of the weight as it was.</summary>
    public WeightForm FormBefore => WeightForms.Of(Weight.Specification);

    /// <summary>Bytes of the weight as it was.</summary>
    public long BytesBefore => _before.BytesBefore;

    public static NetworkJob Do(NetworkWeight weight, CompressionScheme scheme) => new(weight, scheme, null, isRefused: false);

    public static NetworkJob Stay(NetworkWeight weight, string reason) => new(weight, null, reason, isRefused: false);

    public static NetworkJob Refuse(NetworkWeight weight, string reason) => new(weight, null, reason, isRefused: true);

    /// <summary>Makes the new contents and checks what they decode to. The weight itself is not changed yet.</summary>
    /// <exception cref="CoreMLException">CML5002, CML5003, or the weight cannot be read.</exception>
    public void Execute(Scratch scratch)
    {
        var watch = Stopwatch.StartNew();
        float[] values = Widen(Weight);
        NetworkEncoder encoder = NetworkEncoder.Create(_scheme!);
        if (encoder.NeedsFinite && WeightRange.FirstNonFinite(ElementType.Float32, MemoryMarshal.AsBytes(values.AsSpan())) is >= 0 and int index)
        {
            throw QuantizationDiagnostics.NonFiniteWeight.Error(
                path: Weight.Path, expected: "finite numbers", found: $"infinity or not-a-number at element {index}");
        }
        var result = new WeightParams();
        if (encoder.Encode(Weight, values, scratch, result) is { } reason)
        {
            Withdraw(reason);
            return;
        }
        float[] decoded = Widen(Weight.With(result));
        if (decoded.Length != values.Length && Weight.Layout.ElementCount is null)
        {
            Withdraw("its layer does not say how many elements it has, and they do not fill whole bytes");
            return;
        }
        int wrong = decoded.Length == values.Length ? encoder.FindWrong(values, decoded) : 0;
        if (wrong >= 0)
        {
            throw QuantizationDiagnostics.VerificationFailed.Error(
                path: Weight.Path, expected: $"{_scheme}", found: $"a larger difference at element {wrong}");
        }
        _error = Measure(values, decoded);
        _result = result;
        Form = WeightForms.Of(result);
        _elapsed = watch.Elapsed;
    }

    /// <summary>Leaves the weight as it is after all.</summary>
    public void Withdraw(string reason)
    {
        (Reason, IsRefused, _result) = (reason, true, null);
        Form = FormBefore;
    }

    /// <summary>Puts the new contents, if there are any, in the place of the old ones.</summary>
    /// <returns>The version of the specification that brought the form of the contents and the kind of their layer; 0 if there are
    /// none.</returns>
    public int Store()
    {
        if (_result is null)
        {
            return 0;
        }
        Weight.Store(_result);
        int version = Form switch { WeightForm.Float16 => 2, WeightForm.Packed => 3, WeightForm.Int8 => 5, _ => 0 };
        return version == 0 ? 0 : Math.Max(version, LayerKinds.VersionOf(Weight.Layer.LayerCase));
    }

    public WeightReport Report() => _result is null ? _before with { Reason = Reason } : _before with
    {
        Scheme = _scheme!.ToString(),
        BytesAfter = WeightForms.SizeInBytes(_result),
        Snr = _error.Decibels,
        WorstError = _error.Worst,
        Elapsed = _elapsed,
    };

    private static float[] Widen(NetworkWeight weight)
    {
        ReadOnlySpan<byte> packed = weight.Decode().Span;
        var values = new float[packed.Length / (weight.ElementType.BitWidth / 8)];
        NumericConversion.Widen(weight.ElementType, packed, 0, values);
        return values;
    }

    private static ErrorSums Measure(ReadOnlySpan<float> values, ReadOnlySpan<float> decoded)
    {
        ErrorAccumulator sums = default;
        for (int start = 0; start < values.Length; start += Scratch.KernelElements)
        {
            int count = Math.Min(Scratch.KernelElements, values.Length - start);
            DenseCheck.Compare(decoded.Slice(start, count), values.Slice(start, count), ref sums);
        }
        return sums.Sums;
    }
}
