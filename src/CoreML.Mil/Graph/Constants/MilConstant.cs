namespace CoreML.Mil;

/// <summary>A constant of an ML program: an attribute, or an argument written in place. Immutable; may be used in
/// several places.</summary>
public abstract class MilConstant
{
    private protected MilConstant(MilType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        Type = type;
    }

    /// <summary>The type.</summary>
    public MilType Type { get; }

    /// <summary>Documentation for people. Empty in most constants.</summary>
    public string DocString { get; internal init; } = "";

    /// <summary>The message this constant was read from, if that has fields this version does not know.</summary>
    internal object? Source { get; init; }

    /// <summary>The operation for which the constant was read, if any; for messages about it.</summary>
    internal MilOperation? Origin { get; init; }

    /// <summary>Where the constant was read, for example <c>main/block[0]/conv_3.weight</c>; <see langword="null"/> if
    /// that is not known.</summary>
    internal string? Path
    {
        get
        {
            if (Origin is null)
            {
                return null;
            }
            foreach (MilInput input in Origin.InputSpan)
            {
                foreach (MilArgument argument in input.Span)
                {
                    if (ReferenceEquals(argument.Immediate, this))
                    {
                        return $"{Origin.Path}.{input.Name}";
                    }
                }
            }
            foreach (KeyValuePair<string, MilConstant> attribute in Origin.Attributes)
            {
                if (ReferenceEquals(attribute.Value, this))
                {
                    return $"{Origin.Path}.{attribute.Key}";
                }
            }
            return Origin.Path;
        }
    }

    /// <summary>A truth value.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator MilConstant(bool value) => TensorConstant.Scalar(value);

    /// <summary>A scalar of type int32.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator MilConstant(int value) => TensorConstant.Scalar(value);

    /// <summary>A scalar of type fp16.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator MilConstant(Half value) => TensorConstant.Scalar(value);

    /// <summary>A scalar of type fp32.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator MilConstant(float value) => TensorConstant.Scalar(value);

    /// <summary>A text.</summary>
    /// <param name="value">The text.</param>
    public static implicit operator MilConstant(string value) => TensorConstant.Scalar(value);

    /// <summary>The type.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Type.ToString();
}
