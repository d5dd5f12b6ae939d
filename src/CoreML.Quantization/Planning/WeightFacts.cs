using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>What a scheme needs to know about a weight to decide about it.</summary>
internal sealed class WeightFacts
{
    /// <summary>Why a scheme that needs channels cannot be applied.</summary>
    public const string AxesDiffer = "the operations that use it have their channels on different axes";

    private static readonly string[] OlderThanBlockwise = ["CoreML5", "CoreML6", "CoreML7"];

    private readonly ProgramWeight _weight;
    private readonly ChannelAxis? _axes;

    public WeightFacts(ProgramWeight weight, TensorConstant constant)
    {
        _weight = weight;
        Value = weight.Value!;
        Shape = constant.Shape.ToSizes();
        Source = new WeightSource(constant.ToContent(), Shape, weight.Path);
        _axes = ChannelAxis.Of(Value, Shape.Length);
        HasBlockwise = OpsetHasBlockwise(Value);
    }

    /// <summary>The weight's value in the graph.</summary>
    public MilValue Value { get; }

    /// <summary>The weight's dimensions.</summary>
    public long[] Shape { get; }

    /// <summary>Where its elements come from.</summary>
    public WeightSource Source { get; }

    /// <summary>Whether the opset has the operations of iOS 18, which work by blocks.</summary>
    public bool HasBlockwise { get; }

    /// <summary>The input channel axis; <see langword="null"/> if the users of the weight disagree.</summary>
    public int? InputAxis => _axes?.Input;

    /// <summary>The operations that use the weight, with the inputs they use it as.</summary>
    public IEnumerable<MilUse> Consumers => ChannelAxis.Consumers(Value);

    /// <summary>The axis that was asked for, or else the output channel axis.</summary>
    /// <returns>Why there is none; <see langword="null"/> if there is.</returns>
    public string? FindAxis(int? wanted, out int axis)
    {
        axis = wanted ?? _axes?.Output ?? 0;
        axis += axis < 0 ? Shape.Length : 0;
        return axis < 0 || axis >= Shape.Length ? $"it has no axis {wanted}"
            : wanted is null && _axes is null ? AxesDiffer : null;
    }

    /// <summary>The error for a scheme that the opset has no operation for.</summary>
    public CoreMLException NeedsNewerOpset(string what) => QuantizationDiagnostics.SchemeNeedsNewerOpset.Error(
        path: _weight.Path, expected: $"an opset of iOS 18 (CoreML8) or later for {what}", found: OpsetOf(Value));

    /// <summary>Whether the opset that a weight is written for has the operations of iOS 18.</summary>
    public static bool OpsetHasBlockwise(MilValue weight) => !OlderThanBlockwise.Contains(OpsetOf(weight));

    private static string OpsetOf(MilValue weight) => weight.Operation!.Block.Opset ?? weight.Function.Opset;
}
