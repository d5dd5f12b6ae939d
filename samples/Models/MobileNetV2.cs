using CoreML.Builder;
using CoreML.Format;

namespace Models;

/// <summary>MobileNetV2: inverted residual blocks with depthwise convolutions, for images of 224×224.</summary>
internal static class MobileNetV2
{
    // Expansion, channels, blocks, stride of the first block.
    private static readonly (int Expansion, int Channels, int Count, int Stride)[] Stages =
        [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];

    public static CoreMLModel Build() => ProgramBuilder.Build(DeploymentTarget.IOS16, p =>
    {
        var weights = new RandomWeights(1);
        Var x = p.Input("image", ImageType.Rgb(224, 224, 1 / 127.5f, -1)).Cast(ElementType.Float16);
        x = Convolve(x, 32, 3, 2).Relu6();
        foreach ((int expansion, int channels, int count, int stride) in Stages)
        {
            for (int i = 0; i < count; i++)
            {
                x = Block(x, expansion, channels, i == 0 ? stride : 1);
            }
        }
        x = Convolve(x, 1280, 1, 1).Relu6().ReduceMean([2, 3]);
        x = x.Linear(weights.Next(1000, 1280), RandomWeights.Zeros(1000)).Softmax();
        p.Classify(x.Cast(ElementType.Float32), [.. Enumerable.Range(0, 1000).Select(i => $"class {i}")]);

        Var Block(Var input, int expansion, int channels, int stride)
        {
            int inside = Channels(input) * expansion;
            Var y = expansion == 1 ? input : Convolve(input, inside, 1, 1).Relu6();
            y = Convolve(y, inside, 3, stride, groups: inside).Relu6();
            y = Convolve(y, channels, 1, 1);
            return stride == 1 && Channels(input) == channels ? y + input : y;
        }

        Var Convolve(Var input, int channels, int kernel, int stride, int groups = 1) => input.Conv(
            weights.Next(channels, Channels(input) / groups, kernel, kernel), RandomWeights.Zeros(channels),
            strides: [stride, stride], padType: PadType.Same, groups: groups);
    });

    private static int Channels(Var x) => (int)x.Dimensions[1].Size;
}
