using CoreML.Format;
using CoreML.Mil;

namespace Digits.Training;

/// <summary>Builds a network as an ML program with fp16 weights.</summary>
internal sealed class DigitsProgram
{
    /// <summary>The opset of iOS 16 and macOS 13.</summary>
    public const string Opset = "CoreML6";

    private const int Half = Dataset.Side / 2;

    private readonly MilBlock _body;

    private DigitsProgram(MilBlock body) => _body = body;

    /// <summary>The program: one function, from an image to a label and the probability of each.</summary>
    public static MilProgram Build(DigitsNetwork network)
    {
        MilProgram program = new();
        MilFunction main = program.AddFunction("main", Opset);
        MilValue image = main.AddInput(
            DigitsModel.Input, new TensorType(ElementType.Float32, [1, 1, Dataset.Side, Dataset.Side]));
        DigitsProgram build = new(main.Body);
        build.Classify(build.Probabilities(build.Features(image, network), network));
        return program;
    }

    private MilValue Features(MilValue image, DigitsNetwork network)
    {
        MilType pixels = Tensor(1, 1, Dataset.Side, Dataset.Side);
        MilValue value = Apply("cast", "x_to_fp16", pixels, image, ("dtype", TensorConstant.Scalar("fp16")));
        value = Apply("mul", "scaled", pixels, value, ("y", TensorConstant.Scalar((System.Half)DigitsNetwork.PixelScale)));
        value = Convolve("conv1", value, network.Conv1Weight, network.Conv1Bias, inputChannels: 1);
        value = Convolve("conv2", value, network.Conv2Weight, network.Conv2Bias, DigitsNetwork.Channels1);
        value = Apply(
            "max_pool",
            "pool",
            Tensor(1, DigitsNetwork.Channels2, Half, Half),
            value,
            ("kernel_sizes", TensorConstant.Vector(2, 2)),
            ("strides", TensorConstant.Vector(2, 2)),
            ("pad_type", TensorConstant.Scalar("valid")),
            ("pad", TensorConstant.Vector(0, 0, 0, 0)),
            ("ceil_mode", TensorConstant.Scalar(false)));
        return Apply(
            "reshape", "flat", Tensor(1, DigitsNetwork.Features), value,
            ("shape", TensorConstant.Vector(1, DigitsNetwork.Features)));
    }

    private MilValue Probabilities(MilValue features, DigitsNetwork network)
    {
        MilValue value = Connect("linear1", features, network.Linear1Weight, network.Linear1Bias);
        value = Apply("relu", "linear1_relu", value.Type, value);
        value = Connect("linear2", value, network.Linear2Weight, network.Linear2Bias);
        value = Apply("softmax", "softmax", value.Type, value, ("axis", TensorConstant.Scalar(-1)));
        return Apply(
            "cast", "probabilities", new TensorType(ElementType.Float32, [1, DigitsNetwork.ClassCount]), value,
            ("dtype", TensorConstant.Scalar("fp32")));
    }

    // The labels are bound as they are, not through a constant of their own.
    private void Classify(MilValue probabilities)
    {
        TensorType text = TensorType.Scalar(ElementType.String);
        ListConstant labels = new(
            new ListType(text, DigitsNetwork.ClassCount),
            [.. Enumerable.Range(0, DigitsNetwork.ClassCount).Select(digit => TensorConstant.Scalar($"{digit}"))]);
        MilOperation classify = _body.Append(
            "classify",
            [("probabilities", probabilities), ("classes", labels)],
            [
                (DigitsModel.Label, text),
                (DigitsModel.LabelProbabilities, new DictionaryType(text, TensorType.Scalar(ElementType.Float64))),
            ],
            "classify");
        _body.SetOutputs(classify.Outputs[0], classify.Outputs[1]);
    }

    private MilValue Convolve(string name, MilValue input, float[] weight, float[] bias, int inputChannels)
    {
        MilValue value = Apply(
            "conv",
            name,
            Tensor(1, bias.Length, Dataset.Side, Dataset.Side),
            input,
            ("weight", Weight(weight, bias.Length, inputChannels, Convolution.Kernel, Convolution.Kernel)),
            ("bias", Weight(bias, bias.Length)),
            ("strides", TensorConstant.Vector(1, 1)),
            ("pad_type", TensorConstant.Scalar("same")),
            ("pad", TensorConstant.Vector(0, 0, 0, 0)),
            ("dilations", TensorConstant.Vector(1, 1)),
            ("groups", TensorConstant.Scalar(1)));
        return Apply("relu", $"{name}_relu", value.Type, value);
    }

    private MilValue Connect(string name, MilValue input, float[] weight, float[] bias) => Apply(
        "linear", name, Tensor(1, bias.Length), input,
        ("weight", Weight(weight, bias.Length, weight.Length / bias.Length)), ("bias", Weight(bias, bias.Length)));

    // An operation on x whose parameters become constants of their own in front of it.
    private MilValue Apply(
        string type, string name, MilType output, MilValue x, params ReadOnlySpan<(string Input, TensorConstant Value)> parameters)
    {
        List<MilBinding> inputs = [("x", x)];
        foreach ((string input, TensorConstant value) in parameters)
        {
            inputs.Add((input, _body.AppendConst($"{name}_{input}", value)));
        }

        return _body.Append(type, [.. inputs], [(name, output)]).Output;
    }

    private static TensorType Tensor(params int[] shape) => new(ElementType.Float16, Shape(shape));

    private static TensorConstant Weight(float[] values, params int[] shape) =>
        TensorConstant.Create<System.Half>(Shape(shape), Array.ConvertAll(values, value => (System.Half)value));

    private static TensorShape Shape(int[] sizes) => TensorShape.FromSizes(Array.ConvertAll(sizes, size => (long)size));
}
