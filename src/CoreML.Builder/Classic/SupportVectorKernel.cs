using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>The functions that compare the input <c>x</c> of a support vector machine with a support vector <c>v</c>.</summary>
public static class SupportVectorKernel
{
    /// <summary><c>dot(x, v)</c>.</summary>
    public static Kernel Linear => new() { LinearKernel = new LinearKernel() };

    /// <summary><c>exp(−gamma · |x − v|²)</c>.</summary>
    /// <param name="gamma">How fast similarity falls with distance; not negative.</param>
    /// <returns>The kernel.</returns>
    /// <exception cref="CoreMLException">CML7006: <paramref name="gamma"/> is negative.</exception>
    public static Kernel Rbf(double gamma)
    {
        Vectors.CheckNotNegative(gamma, "kernel.rbfKernel.gamma");
        return new() { RbfKernel = new RBFKernel { Gamma = gamma } };
    }

    /// <summary><c>(gamma · dot(x, v) + c)^degree</c>.</summary>
    /// <param name="degree">The exponent; not negative.</param>
    /// <param name="c">The constant.</param>
    /// <param name="gamma">The factor of the product; not negative.</param>
    /// <returns>The kernel.</returns>
    /// <exception cref="CoreMLException">CML7006: <paramref name="degree"/> or <paramref name="gamma"/> is negative.</exception>
    public static Kernel Poly(int degree, double c, double gamma)
    {
        Vectors.CheckNotNegative(degree, "kernel.polyKernel.degree");
        Vectors.CheckNotNegative(gamma, "kernel.polyKernel.gamma");
        return new() { PolyKernel = new PolyKernel { Degree = degree, C = c, Gamma = gamma } };
    }

    /// <summary><c>tanh(gamma · dot(x, v) + c)</c>.</summary>
    /// <param name="gamma">The factor of the product; not negative.</param>
    /// <param name="c">The constant.</param>
    /// <returns>The kernel.</returns>
    /// <exception cref="CoreMLException">CML7006: <paramref name="gamma"/> is negative.</exception>
    public static Kernel Sigmoid(double gamma, double c)
    {
        Vectors.CheckNotNegative(gamma, "kernel.sigmoidKernel.gamma");
        return new() { SigmoidKernel = new SigmoidKernel { Gamma = gamma, C = c } };
    }
}
