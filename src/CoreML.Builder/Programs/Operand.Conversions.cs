using System.Numerics.Tensors;
using CoreML.Mil;

namespace CoreML.Builder;

public readonly partial struct Operand
{
    /// <summary>A value of the program.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator Operand(Var value) => value.ToOperand();

    /// <summary>A number of the type that the operation asks for.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Operand(int value) => new(IntegerMark, value);

    /// <summary>A number of the type that the operation asks for.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Operand(long value) => new(IntegerMark, value);

    /// <summary>A number of the type that the operation asks for.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Operand(float value) => new(RealMark, value);

    /// <summary>A number of the type that the operation asks for.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Operand(double value) => new(RealMark, value);

    /// <summary>A number in half precision.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Operand(Half value) => new((MilConstant)value);

    /// <summary>A truth value.</summary>
    /// <param name="value">The truth value.</param>
    public static implicit operator Operand(bool value) => new((MilConstant)value);

    /// <summary>A text.</summary>
    /// <param name="value">The text; nothing if it is <see langword="null"/>.</param>
    public static implicit operator Operand(string? value) => new(value is null ? null : (MilConstant)value);

    /// <summary>A constant of any type, also one that lies in a file or in another model.</summary>
    /// <param name="value">The constant; nothing if it is <see langword="null"/>.</param>
    public static implicit operator Operand(MilConstant? value) => new(value);

    /// <summary>A vector of the type that the operation asks for.</summary>
    /// <param name="values">The numbers; nothing if it is <see langword="null"/>.</param>
    public static implicit operator Operand(int[]? values) => Adapting(values, values);

    /// <inheritdoc cref="op_Implicit(int[])"/>
    public static implicit operator Operand(long[]? values) => Adapting(values, values);

    /// <inheritdoc cref="op_Implicit(int[])"/>
    public static implicit operator Operand(float[]? values) => Adapting(values, values);

    /// <inheritdoc cref="op_Implicit(int[])"/>
    public static implicit operator Operand(double[]? values) => Adapting(values, values);

    /// <summary>A vector of numbers in half precision.</summary>
    /// <param name="values">The numbers; nothing if it is <see langword="null"/>.</param>
    public static implicit operator Operand(Half[]? values) => new(values is null ? null : Weight.Of(values));

    /// <summary>A vector of truth values.</summary>
    /// <param name="values">The truth values; nothing if it is <see langword="null"/>.</param>
    public static implicit operator Operand(bool[]? values) => new(values is null ? null : TensorConstant.Vector<bool>(values));

    /// <summary>A vector of texts.</summary>
    /// <param name="values">The texts; nothing if it is <see langword="null"/>.</param>
    public static implicit operator Operand(string[]? values) =>
        new(values is null ? null : TensorConstant.Create([values.Length], values));

    /// <summary>A tensor of the type that the operation asks for.</summary>
    /// <param name="tensor">The tensor; nothing if it is <see langword="null"/>.</param>
    public static implicit operator Operand(Tensor<float>? tensor) => Adapting(tensor);

    /// <inheritdoc cref="op_Implicit(Tensor{float})"/>
    public static implicit operator Operand(Tensor<double>? tensor) => Adapting(tensor);

    /// <inheritdoc cref="op_Implicit(Tensor{float})"/>
    public static implicit operator Operand(Tensor<int>? tensor) => Adapting(tensor);

    /// <inheritdoc cref="op_Implicit(Tensor{float})"/>
    public static implicit operator Operand(Tensor<long>? tensor) => Adapting(tensor);

    /// <summary>A tensor in half precision.</summary>
    /// <param name="tensor">The tensor; nothing if it is <see langword="null"/>.</param>
    public static implicit operator Operand(Tensor<Half>? tensor) => new(tensor is null ? null : Weight.Of(tensor));

    /// <summary>A tensor of integers of 8 bits.</summary>
    /// <param name="tensor">The tensor; nothing if it is <see langword="null"/>.</param>
    public static implicit operator Operand(Tensor<sbyte>? tensor) => new(tensor is null ? null : Weight.Of(tensor));

    /// <summary>A tensor of unsigned integers of 8 bits.</summary>
    /// <param name="tensor">The tensor; nothing if it is <see langword="null"/>.</param>
    public static implicit operator Operand(Tensor<byte>? tensor) => new(tensor is null ? null : Weight.Of(tensor));

    /// <summary>A tensor of truth values.</summary>
    /// <param name="tensor">The tensor; nothing if it is <see langword="null"/>.</param>
    public static implicit operator Operand(Tensor<bool>? tensor) => new(tensor is null ? null : Weight.Of(tensor));

    // For generated methods, whose parameters that are left out are null.
    internal static Operand Of(int? value) => value is { } number ? number : default(Operand);

    internal static Operand Of(bool? value) => value is { } flag ? flag : default(Operand);

    private static Operand Adapting<T>(T[]? values, object? source)
        where T : unmanaged => new(values is null ? null : new NumberArray(source!, Weight.Of(values)));

    private static Operand Adapting<T>(Tensor<T>? tensor)
        where T : unmanaged => new(tensor is null ? null : new NumberArray(tensor, Weight.Of(tensor)));
}
