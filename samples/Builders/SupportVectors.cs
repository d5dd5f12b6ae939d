using CoreML.Builder;
using CoreML.Format;

namespace CoreML.Builders;

internal static class SupportVectors
{
    /// <summary>Inside or outside of a circle.</summary>
    public static CoreMLModel Build() => new SupportVectorClassifierBuilder(SupportVectorKernel.Rbf(gamma: 0.5))
        .Input("point", Feature.Array([2]))
        .Labels("inside", "outside")
        .Vector([0, 0], 1)
        .Vector([2, 0], -0.5)
        .Vector([0, 2], -0.5)
        .VectorsPerClass(1, 2)
        .Rho(0.1)
        .Predicts("side")
        .Build();
}
