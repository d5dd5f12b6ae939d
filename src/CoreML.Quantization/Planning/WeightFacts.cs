using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>What a scheme needs to know about a weight to decide about it.</summary>
internal sealed class WeightFacts
{
    /// <summary>Why a scheme that needs channels cannot be applied.</summary>
    public const string AxesDiffer = "the operations that use it have their channels on different axes";

    private readonly ProgramWeight _weight;
    private readonly ChannelAxis? _axes;

    /// <param name="weight">The weight.</param>
    /// <param name="isNamed">Whether a rule named it.</param>
    public WeightFacts(ProgramWeight weight, bool isNamed)
    {
        IsNamed = isNamed;
        _weight = weight;
        Value = weight.Value!;
        var type = (TensorType)Value.Type;
        Shape = type.Shape.ToSizes();
        IsCompressed = Value.Constant is null;
        WeightContent content = Value.Constant is TensorConstant constant ? constant.ToContent() : new DecodedContent(Value, type);
        Source = new WeightSource(content, Shape, weight.Path);
        _axes = ChannelAxis.Of(Value, Shape.Length);
        Features = OpsetFeatures.Of(Value);
    }

    /// <summary>The weight.</summary>
    public ModelWeight Weight => _weight;

    /// <summary>Whether the weight is compressed already; its elements are decoded when they are read.</summary>
    public bool IsCompressed { get; }

    /// <summary>Whether a rule named the weight, so that it is taken even where it would not by its use.</summary>
    public bool IsNamed { get; }

    /// <summary>The weight's value in the graph.</summary>
    public MilValue Value { get; }

    /// <summary>The weight's dimensions.</summary>
    public long[] Shape { get; }

    /// <summary>Where its elements come from.</summary>
    public WeightSource Source { get; }

    /// <summary>What the program's opset has.</summary>
    public OpsetFeatures Features { get; }

    /// <summary>Whether the opset has the operations of iOS 18.</summary>
    public bool HasBlockwise => Features.HasBlockwise;

    /// <summary>The input channel axis; <see langword="null"/> if the users of the weight disagree.</summary>
    public int? InputAxis => _axes?.Input;

    /// <summary>The operations that use the weight, with the inputs they use it as.</summary>
    public IEnumerable<MilUse> Consumers => ChannelAxis.Consumers(Value);

    /// <summary>For weights of convolutions with groups: the first dimension's share of a group.</summary>
    public long? GroupedConvolutionChannels
    {
        get
        {
            foreach (MilUse use in Consumers)
            {
                if (use.Operation is { Type: "conv" or "conv_transpose" } operation && use.Input!.Name == "weight"
                    && operation.Inputs.Find("groups")?.Constant is TensorConstant { ElementType: ElementType.Int32 } groups)
                {
                    return Shape[0] / Math.Max(groups.ToScalar<int>(), 1);
                }
            }
            return null;
        }
    }

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
        path: _weight.Path, expected: $"an opset of iOS 18 (CoreML8) or later for {what}", found: OpsetFeatures.NameOf(Value));
}
