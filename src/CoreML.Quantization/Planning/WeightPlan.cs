using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>What is to be done with one weight: a scheme and the axis it works along, or the reason why it stays as it is.</summary>
/// <param name="Weight">The weight.</param>
/// <param name="Scheme">The scheme; <see langword="null"/> if the weight stays.</param>
/// <param name="Axis">The output channel axis.</param>
/// <param name="Reason">Why the weight stays; <see langword="null"/> if it is compressed.</param>
/// <param name="IsRefused">Whether the weight stays although a scheme was meant for it.</param>
internal sealed record WeightPlan(
    ProgramWeight Weight, LinearQuantization? Scheme, int Axis, string? Reason, bool IsRefused)
{
    // Taken before the graph is edited: afterwards the weight is another value.
    public string Name { get; } = Weight.Name;

    public string Path { get; } = Weight.Path;

    public long BytesBefore { get; } = Weight.SizeInBytes;

    /// <summary>Decides about every weight of a program.</summary>
    /// <exception cref="CoreMLException">A weight that is to be compressed is not what the model declares.</exception>
    public static List<WeightPlan> Create(MilProgram program, string stage, CompressionOptions options) =>
        [.. ProgramWeight.Enumerate(program, stage).Select(weight => Decide(weight, options))];

    private static WeightPlan Decide(ProgramWeight weight, CompressionOptions options)
    {
        WeightRule? rule = options.Rules.FirstOrDefault(rule => rule.Matches(weight));
        CompressionScheme? scheme = rule is null ? options.Default : rule.Scheme;
        if (scheme is null)
        {
            return Stays(rule is null ? "no scheme was given" : $"left alone by the rule '{rule.Description}'");
        }
        if (weight.Value is not { Constant: TensorConstant constant })
        {
            return Stays(weight.Value is null ? "it is written in place of an argument" : $"it is compressed already ({weight.Storage})");
        }
        if (constant.ElementType is not (ElementType.Float16 or ElementType.Float32))
        {
            return Stays($"its elements are {constant.ElementType.Name}");
        }
        if (constant.Shape.Rank < 2)
        {
            return Stays($"its rank is {constant.Shape.Rank}, below 2");
        }
        if (constant.ElementCount <= options.WeightThreshold)
        {
            return Stays($"it has {constant.ElementCount} elements, not more than {options.WeightThreshold}");
        }
        if (!weight.Value.Uses.Any(use => use.Operation is not null))
        {
            return Stays("only outputs of its block use it");
        }
        weight.Check();
        return ChannelAxis.Output(weight.Value, constant.Shape.Rank) is { } axis
            ? new WeightPlan(weight, (LinearQuantization)scheme, axis, null, IsRefused: false)
            : new WeightPlan(weight, null, 0, "the operations that use it have their output channels on different axes", IsRefused: true);

        WeightPlan Stays(string reason) => new(weight, null, 0, reason, IsRefused: false);
    }
}
