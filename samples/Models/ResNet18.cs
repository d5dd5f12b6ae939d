using CoreML.Builder;
using CoreML.Format;

namespace Models;

/// <summary>ResNet-18: pairs of convolutions with a way around them, for images of 224×224.</summary>
internal static class ResNet18
{
    public static CoreMLModel Build() => ProgramBuilder.Build(DeploymentTarget.IOS16, p =>
    {
        var weights = new RandomWeights(2);
        Var x = p.Input("image", ImageType.Rgb(224, 224, 1 / 58f, -2.1f, -2.0f, -1.8f)).Cast(ElementType.Float16);
        x = Convolve(x, 64, 7, 2).Relu().MaxPool([3, 3], PadType.Same, strides: [2, 2]);
        foreach (int channels in (ReadOnlySpan<int>)[64, 128, 256, 512])
        {
            x = Block(Block(x, channels, channels == 64 ? 1 : 2), channels, 1);
        }
        x = x.ReduceMean([2, 3]).Linear(weights.Next(1000, 512), RandomWeights.Zeros(1000)).Softmax();
        p.Classify(x.Cast(ElementType.Float32), [.. Enumerable.Range(0, 1000).Select(i => $"class {i}")]);

        Var Block(Var input, int channels, int stride)
        {
            Var y = Convolve(Convolve(input, channels, 3, stride).Relu(), channels, 3, 1);
            Var around = stride == 1 ? input : Convolve(input, channels, 1, stride);
            return (y + around).Relu();
        }

        Var Convolve(Var input, int channels, int kernel, int stride)
        {
            Var y = input.Conv(
                weights.Next(channels, input.Dimensions[1].Size, kernel, kernel), strides: [stride, stride], padType: PadType.Same);
            return y.BatchNorm(
                RandomWeights.Zeros(channels), RandomWeights.Ones(channels), RandomWeights.Ones(channels), RandomWeights.Zeros(channels), 1e-4);
        }
    });
}
