using CoreML.Specification;
using CoreML.Specification.MILSpec;
using Google.Protobuf;
using MilProgram = CoreML.Specification.MILSpec.Program;
using MilType = CoreML.Specification.MILSpec.ValueType;

namespace Digits.Training;

/// <summary>Writes a network as an ML program with fp16 weights, for iOS 16 and macOS 13 or later.</summary>
public static class ModelWriter
{
    private const string Opset = "CoreML6";
    private const int SpecificationVersion = 7;
    private const string Input = "x";
    private const string Label = "classLabel";
    private const string LabelProbabilities = "classLabel_probs";

    // The identifiers only have to differ; fixed ones keep the package the same from run to run.
    private const string Manifest = """
        {
            "fileFormatVersion": "1.0.0",
            "itemInfoEntries": {
                "6B0F5C0E-5D0B-4C55-9B0B-2D1C8B1F7A01": {
                    "author": "com.apple.CoreML",
                    "description": "CoreML Model Specification",
                    "name": "model.mlmodel",
                    "path": "com.apple.CoreML/model.mlmodel"
                },
                "6B0F5C0E-5D0B-4C55-9B0B-2D1C8B1F7A02": {
                    "author": "com.apple.CoreML",
                    "description": "CoreML Model Weights",
                    "name": "weights",
                    "path": "com.apple.CoreML/weights"
                }
            },
            "rootModelIdentifier": "6B0F5C0E-5D0B-4C55-9B0B-2D1C8B1F7A01"
        }

        """;

    /// <summary>Writes the package, over an older one at the same place.</summary>
    public static void Write(DigitsNetwork network, string packagePath)
    {
        WeightFile weights = new();
        Model model = new()
        {
            SpecificationVersion = SpecificationVersion,
            Description = Describe(),
            MlProgram = new MilProgram { Version = 1, Functions = { ["main"] = BuildMain(network, weights) } },
        };

        string data = Path.Combine(packagePath, "Data", "com.apple.CoreML");
        Directory.CreateDirectory(Path.Combine(data, "weights"));
        File.WriteAllBytes(Path.Combine(data, "weights", "weight.bin"), weights.ToArray());
        File.WriteAllBytes(Path.Combine(data, "model.mlmodel"), model.ToByteArray());
        File.WriteAllText(Path.Combine(packagePath, "Manifest.json"), Manifest);
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

    private static Function BuildMain(DigitsNetwork network, WeightFile weights)
    {
        ProgramBuilder program = new(weights);
        MilType image = MilTypes.Tensor(DataType.Float16, 1, 1, Dataset.Side, Dataset.Side);

        string value = program.Apply("cast", "x_to_fp16", image, [("x", Input)], ("dtype", MilTypes.String("fp16")));
        value = program.Apply(
            "mul", "scaled", image, [("x", value)], ("y", MilTypes.Float16(DigitsNetwork.PixelScale)));
        value = Convolve(program, "conv1", value, network.Conv1Weight, network.Conv1Bias, inputChannels: 1);
        value = Convolve(
            program, "conv2", value, network.Conv2Weight, network.Conv2Bias, inputChannels: DigitsNetwork.Channels1);

        const int Half = Dataset.Side / 2;
        value = program.Apply(
            "max_pool",
            "pool",
            MilTypes.Tensor(DataType.Float16, 1, DigitsNetwork.Channels2, Half, Half),
            [("x", value)],
            ("kernel_sizes", MilTypes.Integers(2, 2)),
            ("strides", MilTypes.Integers(2, 2)),
            ("pad_type", MilTypes.String("valid")),
            ("pad", MilTypes.Integers(0, 0, 0, 0)),
            ("ceil_mode", MilTypes.Boolean(false)));
        value = program.Apply(
            "reshape",
            "flat",
            MilTypes.Tensor(DataType.Float16, 1, DigitsNetwork.Features),
            [("x", value)],
            ("shape", MilTypes.Integers(1, DigitsNetwork.Features)));

        value = Connect(program, "linear1", value, network.Linear1Weight, network.Linear1Bias);
        value = Relu(program, "linear1", value, MilTypes.Tensor(DataType.Float16, 1, DigitsNetwork.Hidden));
        value = Connect(program, "linear2", value, network.Linear2Weight, network.Linear2Bias);
        value = program.Apply(
            "softmax",
            "softmax",
            MilTypes.Tensor(DataType.Float16, 1, DigitsNetwork.ClassCount),
            [("x", value)],
            ("axis", MilTypes.Integer(-1)));
        value = program.Apply(
            "cast",
            "probabilities",
            MilTypes.Tensor(DataType.Float32, 1, DigitsNetwork.ClassCount),
            [("x", value)],
            ("dtype", MilTypes.String("fp32")));
        program.Classify(
            value,
            MilTypes.Strings(Enumerable.Range(0, DigitsNetwork.ClassCount).Select(digit => $"{digit}")),
            Label,
            LabelProbabilities);

        MilType input = MilTypes.Tensor(DataType.Float32, 1, 1, Dataset.Side, Dataset.Side);
        return new Function
        {
            Inputs = { new NamedValueType { Name = Input, Type = input } },
            Opset = Opset,
            BlockSpecializations = { [Opset] = program.Block },
        };
    }

    private static string Convolve(
        ProgramBuilder program, string name, string input, float[] weight, float[] bias, int inputChannels)
    {
        MilType output = MilTypes.Tensor(DataType.Float16, 1, bias.Length, Dataset.Side, Dataset.Side);
        string weightName = program.Weight(
            $"{name}_weight", weight, bias.Length, inputChannels, Convolution.Kernel, Convolution.Kernel);
        string biasName = program.Weight($"{name}_bias", bias, bias.Length);
        string value = program.Apply(
            "conv",
            name,
            output,
            [("x", input), ("weight", weightName), ("bias", biasName)],
            ("strides", MilTypes.Integers(1, 1)),
            ("pad_type", MilTypes.String("same")),
            ("pad", MilTypes.Integers(0, 0, 0, 0)),
            ("dilations", MilTypes.Integers(1, 1)),
            ("groups", MilTypes.Integer(1)));
        return Relu(program, name, value, output);
    }

    private static string Connect(ProgramBuilder program, string name, string input, float[] weight, float[] bias)
    {
        string weightName = program.Weight($"{name}_weight", weight, bias.Length, weight.Length / bias.Length);
        string biasName = program.Weight($"{name}_bias", bias, bias.Length);
        return program.Apply(
            "linear",
            name,
            MilTypes.Tensor(DataType.Float16, 1, bias.Length),
            [("x", input), ("weight", weightName), ("bias", biasName)]);
    }

    private static string Relu(ProgramBuilder program, string name, string input, MilType type) =>
        program.Apply("relu", $"{name}_relu", type, [("x", input)]);
}
