using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Builder;

/// <summary>
/// A value of a program that is being built: an input, or what an operation makes. Its methods append operations to the block that
/// the builder is in, whatever block the value is from: <c>x.Conv(weight).Relu()</c>.
/// </summary>
public readonly partial struct Var : IEquatable<Var>
{
    private readonly ProgramBuilder? _builder;
    private readonly MilValue? _value;

    internal Var(ProgramBuilder builder, MilValue value)
    {
        _builder = builder;
        _value = value;
    }

    /// <summary>Whether this is no value: an output that an operation does not have in this version or form.</summary>
    public bool IsEmpty => _value is null;

    /// <summary>The name.</summary>
    public string Name => Value.Name;

    /// <summary>The type.</summary>
    public MilType Type => Value.Type;

    /// <summary>The type of the elements of a tensor, or of the tensor in a state.</summary>
    /// <exception cref="InvalidOperationException">It is no tensor.</exception>
    public ElementType ElementType => Tensor.ElementType;

    /// <summary>The shape of a tensor, or of the tensor in a state. The operation <see cref="Shape"/> makes a value of it.</summary>
    /// <exception cref="InvalidOperationException">It is no tensor.</exception>
    public TensorShape Dimensions => Tensor.Shape;

    internal ProgramBuilder Builder => _builder ?? throw Nothing();

    internal MilValue Value => _value ?? throw Nothing();

    private TensorType Tensor => Type as TensorType ?? (Type as StateType)?.Wrapped as TensorType
        ?? throw new InvalidOperationException($"'{Name}' is no tensor but {Type}.");

    /// <summary>Whether both are the same value.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(Var left, Var right) => left.Equals(right);

    /// <summary>Whether both are different values; <see cref="NotEqual"/> compares what they are when the program runs.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(Var left, Var right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Var other) => ReferenceEquals(_value, other._value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Var other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value?.GetHashCode() ?? 0;

    /// <summary>Name and type.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => _value?.ToString() ?? "nothing";

    internal Operand ToOperand() => _value is null ? throw Nothing() : new(_builder!, _value);

    private static InvalidOperationException Nothing() => new("This is no value: no builder has made it.");
}
