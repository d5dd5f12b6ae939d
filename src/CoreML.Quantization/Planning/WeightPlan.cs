using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>What is to be done with one weight.</summary>
/// <param name="Weight">The weight.</param>
/// <param name="Scheme">The scheme that was meant for it; <see langword="null"/> if none.</param>
/// <param name="Decision">What becomes of it.</param>
internal sealed record WeightPlan(ProgramWeight Weight, CompressionScheme? Scheme, Decision Decision)
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
        return new WeightPlan(weight, scheme, Decide(weight, scheme, rule, options));
    }

    private static Decision Decide(ProgramWeight weight, CompressionScheme? scheme, WeightRule? rule, CompressionOptions options)
    {
        if (scheme is null)
        {
            return Decision.Stay(rule is null ? "no scheme was given" : $"left alone by the rule '{rule.Description}'");
        }
        if (weight.Value is null)
        {
            return Decision.Stay("it is written in place of an argument");
        }
        bool isFurther = weight.Storage != "dense" && scheme is not DenseStorage;
        if (isFurther && !options.JointCompression)
        {
            return Decision.Stay($"it is compressed already ({weight.Storage})");
        }
        if (weight.ElementType is not (ElementType.Float16 or ElementType.Float32))
        {
            return Decision.Stay($"its elements are {weight.ElementType.Name}");
        }
        // Rank and size do not matter where nothing can be lost.
        if (weight.Shape.Count < 2 && scheme is not DenseStorage)
        {
            return Decision.Stay($"its rank is {weight.Shape.Count}, below 2");
        }
        if (weight.ElementCount <= options.WeightThreshold && scheme is not DenseStorage)
        {
            return Decision.Stay($"it has {weight.ElementCount} elements, not more than {options.WeightThreshold}");
        }
        if (!weight.Value.Uses.Any(use => use.Operation is not null))
        {
            return Decision.Stay("only outputs of its block use it");
        }
        weight.Check();
        var facts = new WeightFacts(weight, isNamed: rule is { IsByName: true });
        return isFurther ? FurtherCompression.Decide(scheme, facts) : scheme.Decide(facts);
    }
}
