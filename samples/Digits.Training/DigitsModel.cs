using System.Runtime.InteropServices;
using CoreML.Builder;
using CoreML.Format;
using CoreML.Mil;

namespace Digits.Training;

/// <summary>A network as a Core ML model for iOS 16 and macOS 13 or later.</summary>
public static class DigitsModel
{
    internal const string Input = "x";
    internal const string Label = "classLabel";
    internal const string LabelProbabilities = "classLabel_probs";

    /// <summary>Saves a network, over an older package at the same place.</summary>
    public static void Save(DigitsNetwork network, string packagePath)
    {
        using CoreMLModel model = ProgramBuilder.Build(DeploymentTarget.IOS16, p => DigitsProgram.Define(p, network));
        model.Outputs[Label].Description = "The most probable digit, \"0\" to \"9\".";
        model.Outputs[LabelProbabilities].Description = "The probability of each digit.";
        model.Metadata.Author = "CoreML.Net contributors";
        model.Metadata.ShortDescription = "Recognizes a handwritten digit.";
        model.Metadata.License = "MIT; data CC BY 4.0";
        model.Metadata.VersionString = "1.0";
        model.Save(packagePath);
    }

    /// <summary>Reads the weights of a saved network.</summary>
    public static DigitsNetwork Load(string packagePath)
    {
        using CoreMLModel model = CoreMLModel.Open(packagePath);
        DigitsNetwork network = new();
        foreach ((ModelWeight weight, float[] parameter) in model.ReadWeights().Zip(network.Parameters))
        {
            ReadOnlySpan<Half> values = MemoryMarshal.Cast<byte, Half>(weight.Decode().Span);
            for (int i = 0; i < parameter.Length; i++)
            {
                parameter[i] = (float)values[i];
            }
        }

        return network;
    }
}
