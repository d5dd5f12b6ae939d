using CoreML.Builder;
using CoreML.Format;
using CoreML.Mil;

namespace Digits.Training;

/// <summary>Builds a network as an ML program with fp16 weights.</summary>
internal static class DigitsProgram
{
    /// <summary>Defines the program: from an image to a label and the probability of each.</summary>
    public static void Define(ProgramBuilder p, DigitsNetwork network)
    {
        Var image = p.Input(
            DigitsModel.Input, [1, 1, Dataset.Side, Dataset.Side],
            description: "Image of 8×8 values from 0 (paper) to 16 (ink), row by row from the top.");
        Var x = image.Cast(ElementType.Float16, "x_to_fp16").Mul(DigitsNetwork.PixelScale, "scaled");
        x = Convolve("conv1", x, network.Conv1Weight, network.Conv1Bias);
        x = Convolve("conv2", x, network.Conv2Weight, network.Conv2Bias);
        x = x.MaxPool([2, 2], PadType.Valid, strides: [2, 2], name: "pool").Reshape([1, DigitsNetwork.Features], "flat");
        x = Connect("linear1", x, network.Linear1Weight, network.Linear1Bias).Relu("linear1_relu");
        x = Connect("linear2", x, network.Linear2Weight, network.Linear2Bias).Softmax(name: "softmax");
        p.Classify(
            x.Cast(ElementType.Float32, "probabilities"), [.. Enumerable.Range(0, DigitsNetwork.ClassCount).Select(digit => $"{digit}")],
            DigitsModel.Label, DigitsModel.LabelProbabilities);
    }

    private static Var Convolve(string name, Var x, float[] weight, float[] bias)
    {
        const int kernel = Convolution.Kernel;
        TensorConstant filters = Weight.Of(weight, [bias.Length, weight.Length / bias.Length / kernel / kernel, kernel, kernel]);
        return x.Conv(filters.As(ElementType.Float16), bias, padType: PadType.Same, name: name).Relu($"{name}_relu");
    }

    private static Var Connect(string name, Var x, float[] weight, float[] bias) =>
        x.Linear(Weight.Of(weight, [bias.Length, weight.Length / bias.Length]).As(ElementType.Float16), bias, name);
}
