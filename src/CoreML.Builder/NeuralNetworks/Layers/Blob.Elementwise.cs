using CoreML.Specification;

namespace CoreML.Builder;

// Functions of each element, from iOS 13 on; the shape stays.
public sealed partial class Blob
{
    /// <summary>The sine of each element.</summary>
    public Blob Sin() => Layer(new() { Sin = new() });

    /// <summary>The cosine of each element.</summary>
    public Blob Cos() => Layer(new() { Cos = new() });

    /// <summary>The tangent of each element.</summary>
    public Blob Tan() => Layer(new() { Tan = new() });

    /// <summary>The inverse sine of each element.</summary>
    public Blob Asin() => Layer(new() { Asin = new() });

    /// <summary>The inverse cosine of each element.</summary>
    public Blob Acos() => Layer(new() { Acos = new() });

    /// <summary>The inverse tangent of each element.</summary>
    public Blob Atan() => Layer(new() { Atan = new() });

    /// <summary>The hyperbolic sine of each element.</summary>
    public Blob Sinh() => Layer(new() { Sinh = new() });

    /// <summary>The hyperbolic cosine of each element.</summary>
    public Blob Cosh() => Layer(new() { Cosh = new() });

    /// <summary>The hyperbolic tangent of each element. Without exact shapes, which this layer needs, it is the activation of the same
    /// name.</summary>
    public Blob Tanh() => Network.HasExactShapes ? Layer(new() { Tanh = new() }) : Activation(Activations.Tanh);

    /// <summary>The inverse hyperbolic sine of each element.</summary>
    public Blob Asinh() => Layer(new() { Asinh = new() });

    /// <summary>The inverse hyperbolic cosine of each element.</summary>
    public Blob Acosh() => Layer(new() { Acosh = new() });

    /// <summary>The inverse hyperbolic tangent of each element.</summary>
    public Blob Atanh() => Layer(new() { Atanh = new() });

    /// <summary>2 to the power of each element.</summary>
    public Blob Exp2() => Layer(new() { Exp2 = new() });

    /// <summary>Each element rounded up.</summary>
    public Blob Ceil() => Layer(new() { Ceil = new() });

    /// <summary>Each element rounded down.</summary>
    public Blob Floor() => Layer(new() { Floor = new() });

    /// <summary>Each element rounded to the nearest integer.</summary>
    public Blob Round() => Layer(new() { Round = new() });

    /// <summary>−1, 0 or 1 by the sign of each element.</summary>
    public Blob Sign() => Layer(new() { Sign = new() });

    /// <summary>The error function of each element.</summary>
    public Blob Erf() => Layer(new() { Erf = new() });

    /// <summary><c>x · Φ(x)</c>, with the normal distribution function Φ: exact, or approximated with a hyperbolic tangent or a sigmoid.</summary>
    public Blob Gelu(GeluLayerParams.Types.GeluMode mode = GeluLayerParams.Types.GeluMode.Exact) => Layer(new() { Gelu = new() { Mode = mode } });

    /// <summary>Each element, but not below <paramref name="least"/> nor above <paramref name="most"/>.</summary>
    public Blob Clip(float least, float most) => Layer(new() { Clip = new() { MinVal = least, MaxVal = most } });

    /// <summary><c>x</c> if it is not negative, else <c>alpha · x</c>, and not above <c>beta</c>. Specification version 5.</summary>
    public Blob ClampedRelu(float alpha, float beta) => Layer(new() { ClampedReLU = new() { Alpha = alpha, Beta = beta } });

    /// <summary>A copy under another name.</summary>
    public Blob Copy() => Layer(new() { Copy = new() });

    /// <summary>Copies the elements over an existing blob, which keeps its name: how a loop changes what the next round sees.</summary>
    /// <param name="target">The blob that is written to, visible here and not an input.</param>
    /// <param name="name">The layer's name; one is made by default.</param>
    public void CopyTo(Blob target, string? name = null) => Network.AddCopy(this, target, name);

    /// <summary>Where elements are not 0: 0, everywhere else 1.</summary>
    public Blob Not() => Layer(new() { LogicalNot = new() });

    /// <summary>A blob of this shape with one value everywhere.</summary>
    public Blob FillLike(float value) => Layer(new() { FillLike = new() { Value = value } });
}
