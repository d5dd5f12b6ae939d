using CoreML.Specification;
using Google.Protobuf;

namespace CoreML.Validation.Tests;

/// <summary>Weights and parameters of layers.</summary>
internal static class LayerCases
{
    public static readonly RuleCase[] All =
    [
        new("CML8621", "neuralNetwork.layers[0].convolution.weights", NetworkCases.Sound, model => Convolution(model).Weights = null),
        new("CML8621", "neuralNetwork.layers[0].convolution.bias", NetworkCases.Sound, model => Convolution(model).HasBias = true),
        new("CML8621", "neuralNetwork.layers[1].batchnorm.mean", NetworkCases.Sound,
            model => Put(model, new NeuralNetworkLayer { Batchnorm = new() { Channels = 2, Gamma = NetworkCases.Weights(2), Beta = NetworkCases.Weights(2) } })),
        new("CML8621", "neuralNetwork.layers[1].uniDirectionalLSTM.weightParams", NetworkCases.Sound,
            model => Put(model, new NeuralNetworkLayer { UniDirectionalLSTM = new() })),
        new("CML8622", "neuralNetwork.layers[4].innerProduct.bias", NetworkCases.Sound, model => Product(model).Bias = NetworkCases.Halves(4)),
        new("CML8623", "neuralNetwork.layers[0].convolution.weights", NetworkCases.Sound,
            model => Convolution(model).Weights = new() { Int8RawValue = ByteString.CopyFrom(new byte[54]) }),
        new("CML8623", "neuralNetwork.layers[4].innerProduct.weights", NetworkCases.Sound, model => Product(model).Int8DynamicQuantize = true),
        new("CML8623", "neuralNetwork.layers[1].layerNormalization.gamma", NetworkCases.Sound, model => Put(model, new NeuralNetworkLayer
        {
            LayerNormalization = new() { NormalizedShape = { 2 }, Gamma = NetworkCases.Halves(2), Beta = NetworkCases.Weights(2) },
        })),
        new("CML8624", "neuralNetwork.layers[4].innerProduct.weights", NetworkCases.Sound, model => Product(model).Weights = null),
        new("CML8625", "neuralNetwork.layers[0].convolution.weights.floatValue", NetworkCases.Sound, model => Convolution(model).Weights.FloatValue[3] = float.NaN),
        new("CML8625", "neuralNetwork.layers[0].convolution.weights.floatValue", NetworkCases.Sound, model => Convolution(model).Weights.FloatValue[3] = float.NegativeInfinity),
        new("CML8625", "neuralNetwork.layers[0].convolution.weights.float16Value", NetworkCases.Sound,
            model => Convolution(model).Weights = new() { Float16Value = ByteString.CopyFrom(0x00, 0xFC) }),
        new("CML8625", "neuralNetwork.layers[0].convolution.weights.quantization.linearQuantization.scale", NetworkCases.Sound,
            model => Convolution(model).Weights.Quantization = new() { LinearQuantization = new() { Scale = { float.NaN } } }),
        new("CML8625", "neuralNetwork.layers[0].convolution.weights.quantization.linearQuantization.bias", NetworkCases.Sound,
            model => Convolution(model).Weights.Quantization = new() { LinearQuantization = new() { Bias = { float.NaN } } }),
        new("CML8625", "neuralNetwork.layers[0].convolution.weights.quantization.lookupTableQuantization.floatValue", NetworkCases.Sound,
            model => Convolution(model).Weights.Quantization = new() { LookupTableQuantization = new() { FloatValue = { 1, float.PositiveInfinity } } }),
        new("CML8626", "neuralNetwork.layers[0].convolution.weights.floatValue", NetworkCases.Sound, model => Convolution(model).Weights.FloatValue[3] = -1e6f),
        new("CML3101", "neuralNetwork.layers[0].convolution.weights", NetworkCases.Sound,
            model => Convolution(model).Weights.Float16Value = ByteString.CopyFrom(1, 2)),
        new("CML3102", "neuralNetwork.layers[0].convolution.weights", NetworkCases.Sound, model => Convolution(model).KernelChannels = 4),
        new("CML3102", "neuralNetwork.layers[4].innerProduct.bias", NetworkCases.Sound, model => Product(model).Bias.FloatValue.Add(1)),
        new("CML3102", "neuralNetwork.layers[0].convolution.weights", NetworkCases.Sound,
            model => (Convolution(model).KernelChannels, Convolution(model).OutputChannels) = (1UL << 62, 1UL << 62)),
        new("CML3103", "neuralNetwork.layers[4].innerProduct.weights", NetworkCases.Sound, model => Product(model).Weights = NetworkCases.Quantized(8, 7, 1)),
        new("CML3104", "neuralNetwork.layers[4].innerProduct.weights", NetworkCases.Sound, model => Product(model).Weights = NetworkCases.Quantized(9, 9, 1)),
        new("CML3105", "neuralNetwork.layers[4].innerProduct.weights", NetworkCases.Sound, model => Product(model).Weights = NetworkCases.Quantized(8, 8, 1, 1, 1)),
        new("CML3106", "neuralNetwork.layers[4].innerProduct.weights", NetworkCases.Sound, model =>
        {
            Product(model).Weights = NetworkCases.Quantized(8, 8);
            Product(model).Weights.Quantization.LookupTableQuantization = new() { FloatValue = { 1, 2, 3 } };
        }),

        new("CML8631", "neuralNetwork.layers[0].convolution.convolutionPaddingType", NetworkCases.Sound,
            model => Convolution(model).ClearConvolutionPaddingType()),
        new("CML8631", "neuralNetwork.layers[2].pooling.poolingPaddingType", NetworkCases.Sound,
            model => NetworkCases.Layer(model, 2).Pooling.ClearPoolingPaddingType()),
        new("CML8631", "neuralNetwork.layers[1].custom.className", NetworkCases.Sound, model => Put(model, new NeuralNetworkLayer { Custom = new() })),
        new("CML8631", "neuralNetwork.layers[1].padding.paddingType", NetworkCases.Sound, model => Put(model, new NeuralNetworkLayer { Padding = new() })),
        new("CML8633", "neuralNetwork.layers[1].activation", NetworkCases.Sound, model => Put(model, new NeuralNetworkLayer { Activation = new() })),
        new("CML8633", "neuralNetwork.layers[1].simpleRecurrent.activation", NetworkCases.Sound,
            model => Put(model, new NeuralNetworkLayer { SimpleRecurrent = new() { Activation = new() { ELU = new() } } })),
        new("CML8633", "neuralNetwork.layers[1].uniDirectionalLSTM.activations", NetworkCases.Sound,
            model => Put(model, new NeuralNetworkLayer { UniDirectionalLSTM = new() })),
        new("CML8634", "neuralNetwork.layers[0].convolution.kernelSize", NetworkCases.Sound, model => Convolution(model).KernelSize.Add(3)),
        new("CML8634", "neuralNetwork.layers[0].convolution.nGroups", NetworkCases.Sound, model => Convolution(model).NGroups = 5),
        .. Invalid("bias.shape", new() { Bias = new() { Shape = { 1, 1 } } }),
        .. Invalid("scale.shapeBias", new() { Scale = new() { ShapeScale = { 1 }, HasBias = true } }),
        .. Invalid("loadConstant.shape", new() { LoadConstant = new() { Shape = { 1 } } }),
        .. Invalid("crop.cropAmounts", new() { Crop = new() }),
        .. Invalid("resizeBilinear.targetSize", new() { ResizeBilinear = new() { TargetSize = { 1 } } }),
        .. Invalid("lrn.k", new() { Lrn = new() { K = float.NaN } }),
        .. Invalid("permute.axis", new() { Permute = new() { Axis = { 0, 1, 2 } } }),
        .. Invalid("reshape.targetShape", new() { Reshape = new() }),
        .. Invalid("reorganizeData.blockSize", new() { ReorganizeData = new() { BlockSize = 1 } }),
        .. Invalid("slice.endIndex", new() { Slice = new() { StartIndex = 5, EndIndex = 3, Stride = 1 } }),
        .. Invalid("slice.stride", new() { Slice = new() { EndIndex = 3 } }),
        .. Invalid("upsample.linearUpsampleMode", new() { Upsample = new() { LinearUpsampleMode = UpsampleLayerParams.Types.LinearUpsampleMode.AlignCornersTrue } }),
        .. Invalid("upsample.fractionalScalingFactor", new() { Upsample = new() { FractionalScalingFactor = { 2, 2 } } }),
        .. Invalid("clip.minVal", new() { Clip = new() { MinVal = 2, MaxVal = 1 } }),
        .. Invalid("constantPad.padAmounts", new() { ConstantPad = new() { PadAmounts = { 1 } } }),
        .. Invalid("convolution3d.strideDepth", new() { Convolution3D = new() }),
        .. Invalid("pooling3d.kernelDepth", new() { Pooling3D = new() }),
        .. Invalid("expandDims.axes", new() { ExpandDims = new() { Axes = { 0, 0 } } }),
        .. Invalid("splitND.numSplits", new() { SplitND = new() { NumSplits = 3 } }),
        .. Invalid("randomUniformLike.minVal", new() { RandomUniformLike = new() { MinVal = 2 } }),
        .. Invalid("randomBernoulliLike.prob", new() { RandomBernoulliLike = new() { Prob = 2 } }),
        .. Missing("transpose.axes", new() { Transpose = new() }),
        .. Missing("reshapeStatic.targetShape", new() { ReshapeStatic = new() }),
        .. Missing("sliceStatic.endMasks", new() { SliceStatic = new() }),
        .. Missing("layerNormalization.normalizedShape", new() { LayerNormalization = new() }),
        .. Missing("randomNormalStatic.outputShape", new() { RandomNormalStatic = new() }),
        .. Missing("squeeze.axes", new() { Squeeze = new() }),
    ];

    private static RuleCase[] Invalid(string field, NeuralNetworkLayer layer) =>
        [new("CML8632", $"neuralNetwork.layers[1].{field}", NetworkCases.Sound, model => Put(model, layer))];

    private static RuleCase[] Missing(string field, NeuralNetworkLayer layer) =>
        [new("CML8631", $"neuralNetwork.layers[1].{field}", NetworkCases.Sound, model => Put(model, layer))];

    // In place of the activation.
    private static void Put(Model model, NeuralNetworkLayer layer)
    {
        layer = layer.Clone();
        layer.Name = "put";
        layer.Input.Add("c");
        layer.Output.Add("r");
        model.NeuralNetwork.Layers[1] = layer;
    }

    private static ConvolutionLayerParams Convolution(Model model) => NetworkCases.Layer(model, 0).Convolution;

    private static InnerProductLayerParams Product(Model model) => NetworkCases.Layer(model, 4).InnerProduct;
}
