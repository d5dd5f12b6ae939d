using CoreML.Specification;

namespace CoreML.Builder;

// Functions of two blobs. Shapes are broadcast: compared from their last dimensions on, sizes are equal or one of them is 1.
public sealed partial class Blob
{
    /// <summary>The sum. Without exact shapes a layer of iOS 11.</summary>
    public Blob Add(Blob other) => Network.HasExactShapes
        ? Layer(new() { AddBroadcastable = new() }, other) : Network.Sum(this, other);

    /// <summary>The product. Without exact shapes a layer of iOS 11.</summary>
    public Blob Multiply(Blob other) => Network.HasExactShapes
        ? Layer(new() { MultiplyBroadcastable = new() }, other) : Network.Product(this, other);

    /// <summary>The difference.</summary>
    public Blob Subtract(Blob other) => Layer(new() { SubtractBroadcastable = new() }, other);

    /// <summary>The quotient.</summary>
    public Blob Divide(Blob other) => Layer(new() { DivideBroadcastable = new() }, other);

    /// <summary>The quotient, rounded down.</summary>
    public Blob FloorDivide(Blob other) => Layer(new() { FloorDivBroadcastable = new() }, other);

    /// <summary>The remainder of the quotient that is rounded down; it has the divisor's sign.</summary>
    public Blob Modulo(Blob other) => Layer(new() { ModBroadcastable = new() }, other);

    /// <summary>This to the power of the other.</summary>
    public Blob Pow(Blob exponent) => Layer(new() { PowBroadcastable = new() }, exponent);

    /// <summary>The smaller one. Without exact shapes a layer of iOS 11.</summary>
    public Blob Min(Blob other) => Network.HasExactShapes ? Layer(new() { MinBroadcastable = new() }, other) : Network.Minimum(this, other);

    /// <summary>The larger one. Without exact shapes a layer of iOS 11.</summary>
    public Blob Max(Blob other) => Network.HasExactShapes ? Layer(new() { MaxBroadcastable = new() }, other) : Network.Maximum(this, other);

    /// <summary>Where they are equal: 1, everywhere else 0.</summary>
    public Blob Equal(Blob other) => Layer(new() { Equal = new() }, other);

    /// <summary>Where elements have this value: 1, everywhere else 0.</summary>
    public Blob Equal(float value) => Layer(new() { Equal = new() { Alpha = value } });

    /// <summary>Where they differ: 1, everywhere else 0.</summary>
    public Blob NotEqual(Blob other) => Layer(new() { NotEqual = new() }, other);

    /// <summary>Where elements have another value: 1, everywhere else 0.</summary>
    public Blob NotEqual(float value) => Layer(new() { NotEqual = new() { Alpha = value } });

    /// <summary>Where this is smaller: 1, everywhere else 0.</summary>
    public Blob Less(Blob other) => Layer(new() { LessThan = new() }, other);

    /// <summary>Where elements are below a value: 1, everywhere else 0.</summary>
    public Blob Less(float value) => Layer(new() { LessThan = new() { Alpha = value } });

    /// <summary>Where this is not larger: 1, everywhere else 0.</summary>
    public Blob LessOrEqual(Blob other) => Layer(new() { LessEqual = new() }, other);

    /// <summary>Where elements are not above a value: 1, everywhere else 0.</summary>
    public Blob LessOrEqual(float value) => Layer(new() { LessEqual = new() { Alpha = value } });

    /// <summary>Where this is larger: 1, everywhere else 0.</summary>
    public Blob Greater(Blob other) => Layer(new() { GreaterThan = new() }, other);

    /// <summary>Where elements are above a value: 1, everywhere else 0.</summary>
    public Blob Greater(float value) => Layer(new() { GreaterThan = new() { Alpha = value } });

    /// <summary>Where this is not smaller: 1, everywhere else 0.</summary>
    public Blob GreaterOrEqual(Blob other) => Layer(new() { GreaterEqual = new() }, other);

    /// <summary>Where elements are not below a value: 1, everywhere else 0.</summary>
    public Blob GreaterOrEqual(float value) => Layer(new() { GreaterEqual = new() { Alpha = value } });

    /// <summary>Where both are not 0: 1, everywhere else 0.</summary>
    public Blob And(Blob other) => Layer(new() { LogicalAnd = new() }, other);

    /// <summary>Where one is not 0: 1, everywhere else 0.</summary>
    public Blob Or(Blob other) => Layer(new() { LogicalOr = new() }, other);

    /// <summary>Where exactly one is not 0: 1, everywhere else 0.</summary>
    public Blob Xor(Blob other) => Layer(new() { LogicalXor = new() }, other);

    /// <summary>Elements of one blob where this is not 0, of another one elsewhere. All three are broadcast.</summary>
    public Blob Where(Blob then, Blob otherwise) => Layer(new() { WhereBroadcastable = new() }, then, otherwise);

    /// <summary>The sum.</summary>
    public static Blob operator +(Blob left, Blob right) => NotNull(left).Add(right);

    /// <summary>The difference.</summary>
    public static Blob operator -(Blob left, Blob right) => NotNull(left).Subtract(right);

    /// <summary>The product.</summary>
    public static Blob operator *(Blob left, Blob right) => NotNull(left).Multiply(right);

    /// <summary>The quotient.</summary>
    public static Blob operator /(Blob left, Blob right) => NotNull(left).Divide(right);

    /// <summary>The remainder; see <see cref="Modulo"/>.</summary>
    public static Blob operator %(Blob left, Blob right) => NotNull(left).Modulo(right);

    private static Blob NotNull(Blob blob)
    {
        ArgumentNullException.ThrowIfNull(blob);
        return blob;
    }
}
