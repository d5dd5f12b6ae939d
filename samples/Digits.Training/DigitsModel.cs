using System.Runtime.InteropServices;
using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;
using MilProgramMessage = CoreML.Specification.MILSpec.Program;

namespace Digits.Training;

/// <summary>A network as a Core ML model for iOS 16 and macOS 13 or later.</summary>
public static class DigitsModel
{
    internal const string Input = "x";
    internal const string Label = "classLabel";
    internal const string LabelProbabilities = "classLabel_probs";

    // The one that goes with the opset.
    private const int SpecificationVersion = 7;

    /// <summary>Saves a network, over an older package at the same place.</summary>
    public static void Save(DigitsNetwork network, string packagePath)
    {
        using CoreMLModel model = CoreMLModel.Create(new Model
        {
            SpecificationVersion = SpecificationVersion,
            Description = Describe(),
            MlProgram = new MilProgramMessage(),
        });
        model.WriteProgram(DigitsProgram.Build(network));
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

    private static ModelDescription Describe() => new()
    {
        Input =
        {
            new FeatureDescription
            {
                Name = Input,
                ShortDescription = "Image of 8×8 values from 0 (paper) to 16 (ink), row by row from the top.",
                Type = new FeatureType
                {
                    MultiArrayType = new ArrayFeatureType
                    {
                        Shape = { 1, 1, Dataset.Side, Dataset.Side },
                        DataType = ArrayFeatureType.Types.ArrayDataType.Float32,
                    },
                },
            },
        },
        Output =
        {
            new FeatureDescription
            {
                Name = Label,
                ShortDescription = "The most probable digit, \"0\" to \"9\".",
                Type = new FeatureType { StringType = new StringFeatureType() },
            },
            new FeatureDescription
            {
                Name = LabelProbabilities,
                ShortDescription = "The probability of each digit.",
                Type = new FeatureType
                {
                    DictionaryType = new DictionaryFeatureType { StringKeyType = new StringFeatureType() },
                },
            },
        },
        PredictedFeatureName = Label,
        PredictedProbabilitiesName = LabelProbabilities,
        Metadata = new Metadata
        {
            Author = "CoreML.Net contributors",
            ShortDescription = "Recognizes a handwritten digit.",
            License = "MIT; data CC BY 4.0",
            VersionString = "1.0",
        },
    };
}
