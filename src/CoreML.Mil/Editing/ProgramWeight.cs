using CoreML.Format;

namespace CoreML.Mil;

/// <summary>
/// A weight of an ML program: a constant that an ordinary operation uses, dense or compressed. Constants are weights if
/// they are in the weight file, are decoded by a <c>constexpr_*</c> operation, or are floating-point tensors of rank 1 or
/// more; strides, axes and other settings are not.
/// </summary>
public sealed partial class ProgramWeight : ModelWeight
{
    private readonly string _stage;
    private readonly string? _name;
    private readonly TensorType _type;

    private ProgramWeight(string stage, MilFunction function, MilValue value)
    {
        _stage = stage;
        MilFunction = function;
        Value = value;
        _type = (TensorType)value.Type;
    }

    private ProgramWeight(string stage, MilFunction function, string name, TensorConstant immediate)
    {
        _stage = stage;
        _name = name;
        MilFunction = function;
        Immediate = immediate;
        _type = immediate.Type;
    }

    /// <summary>The function that has the weight.</summary>
    public MilFunction MilFunction { get; }

    /// <summary>The value in the graph; <see langword="null"/> for a weight that is written in place of an argument.</summary>
    public MilValue? Value { get; private set; }

    /// <summary>The constant in place of an argument; <see langword="null"/> for a weight that is a value.</summary>
    public TensorConstant? Immediate { get; private set; }

    /// <inheritdoc/>
    public override string Name => _name ?? Value!.Name;

    /// <inheritdoc/>
    public override string? Function => MilFunction.Name;

    /// <inheritdoc/>
    public override string Path
    {
        get
        {
            string path = Value?.Path ?? $"{Function}/{_name}";
            return _stage.Length == 0 ? path : $"{_stage}/{path}";
        }
    }

    /// <inheritdoc/>
    public override ElementType ElementType => _type.ElementType;

    /// <inheritdoc/>
    /// <exception cref="CoreMLException">CML4007: the type of a constant in place of an argument does not say its shape.</exception>
    public override IReadOnlyList<long> Shape => _type.Shape.IsKnown
        ? _type.Shape.ToSizes()
        : throw MilDiagnostics.ConstantShape.Error(path: Path, found: _type.ToString());

    /// <inheritdoc/>
    public override string Storage => Value?.Operation is { Type: not "const" } operation ? operation.Type : "dense";

    /// <inheritdoc/>
    public override long SizeInBytes
    {
        get
        {
            long bytes = 0;
            // Joint compression refers to one mask twice.
            var counted = new HashSet<object>();
            ForEachStored(constant => bytes += counted.Add(constant.WeightLocation ?? (object)constant.Storage) ? constant.SizeInBytes : 0);
            return bytes;
        }
    }

    /// <inheritdoc/>
    public override void Check()
    {
        RequireTensor();
        if ((Immediate ?? Value!.Constant) is TensorConstant constant)
        {
            RequireDeclaredType(constant);
        }
        ForEachStored(stored => stored.Check());
    }

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Decode()
    {
        RequireTensor();
        TensorConstant constant = Immediate ?? ConstexprDecoder.Decode(Value!);
        RequireDeclaredType(constant);
        return constant.ToPacked();
    }

    // What is declared as a tensor may be kept as something else.
    private void RequireTensor()
    {
        if (Value?.Constant is { } constant and not TensorConstant)
        {
            throw MilDiagnostics.ConstantMismatch.Error(path: Path, expected: _type.ToString(), found: constant.Type.ToString());
        }
    }

    private void RequireDeclaredType(TensorConstant constant)
    {
        if (constant.ElementType != ElementType || constant.Shape != _type.Shape)
        {
            throw MilDiagnostics.ConstantMismatch.Error(path: Path, expected: _type.ToString(), found: constant.Type.ToString());
        }
    }

    /// <summary>Where the first of the weight's constants is that are in a weight file; <see langword="null"/> if none is.</summary>
    internal WeightLocation? FindStored()
    {
        WeightLocation? location = null;
        ForEachStored(constant => location ??= constant.WeightLocation);
        return location;
    }

    /// <summary>The weight that a constant value is.</summary>
    internal static ProgramWeight Of(MilValue value) => new("", value.Function, value);

    /// <summary>Every weight of a program, function by function, in the order of their operations.</summary>
    /// <param name="program">The program.</param>
    /// <param name="stage">Where the program is in its model, for paths; empty for a model that is a program.</param>
    /// <returns>The weights.</returns>
    public static IReadOnlyList<ProgramWeight> Enumerate(MilProgram program, string stage = "")
    {
        ArgumentNullException.ThrowIfNull(program);
        var weights = new List<ProgramWeight>();
        foreach (MilFunction function in program.Functions)
        {
            foreach (MilBlock block in function.Blocks)
            {
                Enumerate(block, function, stage, weights);
            }
        }
        return weights;
    }

    private static void Enumerate(MilBlock block, MilFunction function, string stage, List<ProgramWeight> weights)
    {
        foreach (MilOperation operation in block.Operations)
        {
            bool constexpr = ConstexprDecoder.IsConstexpr(operation);
            if (constexpr || operation.Type == "const")
            {
                foreach (MilValue value in operation.Outputs)
                {
                    if (IsWeight(value, constexpr))
                    {
                        weights.Add(new ProgramWeight(stage, function, value));
                    }
                }
                continue;
            }
            foreach (MilInput input in operation.Inputs)
            {
                if (input.Arguments is [{ Immediate: TensorConstant { WeightLocation: not null } immediate }])
                {
                    weights.Add(new ProgramWeight(stage, function, $"{operation.Name}.{input.Name}", immediate));
                }
            }
            foreach (MilBlock nested in operation.Blocks)
            {
                Enumerate(nested, function, stage, weights);
            }
        }
    }

    private static bool IsWeight(MilValue value, bool constexpr)
    {
        if (value.Type is not TensorType { Shape.IsKnown: true } type || (value.Constant is null && !constexpr))
        {
            return false;
        }
        // What only other constexpr operations use is part of their weight.
        bool used = false;
        bool usedByOthers = false;
        foreach (MilUse use in value.Uses)
        {
            used = true;
            usedByOthers |= use.Operation is not { } user || !ConstexprDecoder.IsConstexpr(user);
        }
        return (usedByOthers || (!used && !constexpr))
            && (constexpr || value.Constant is TensorConstant { WeightLocation: not null }
                || (type.ElementType.IsFloat && type.Shape.Rank > 0));
    }

    private void ForEachStored(Action<TensorConstant> action)
    {
        if (Immediate is not null)
        {
            action(Immediate);
        }
        else
        {
            ForEachStored(Value!, action, 0);
        }
    }

    private static void ForEachStored(MilValue value, Action<TensorConstant> action, int nesting)
    {
        if (value.Constant is TensorConstant constant)
        {
            action(constant);
            return;
        }
        if (value.Operation is not { } operation || nesting > ConstexprDecoder.MaxNesting)
        {
            return;
        }
        foreach ((string name, MilConstant attribute) in operation.Attributes)
        {
            if (name != "name" && attribute is TensorConstant tensor)
            {
                action(tensor);
            }
        }
        foreach (MilInput input in operation.Inputs)
        {
            foreach (MilArgument argument in input.Arguments)
            {
                if (argument.Immediate is TensorConstant immediate)
                {
                    action(immediate);
                }
                else if (argument.Value is { } parameter)
                {
                    ForEachStored(parameter, action, nesting + 1);
                }
            }
        }
    }
}
