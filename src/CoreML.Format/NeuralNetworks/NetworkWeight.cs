using CoreML.Specification;

namespace CoreML.Format;

/// <summary>
/// A weight of a layer of a neural network. It shows the specification that it was listed from; after its layer was
/// edited the weights have to be listed again, since shapes are taken then.
/// </summary>
public sealed partial class NetworkWeight : ModelWeight
{
    private readonly string _layerName;
    private readonly string _layerPath;
    private readonly string _field;

    internal NetworkWeight(
        NeuralNetworkLayer layer, string layerName, string layerPath, string field, WeightParams specification, WeightLayout layout)
    {
        Layer = layer;
        Specification = specification;
        _layerName = layerName;
        _layerPath = layerPath;
        _field = field;
        Layout = layout;
        long capacity = WeightForms.Capacity(specification);
        bool packed = WeightForms.Of(specification) == WeightForm.Packed;
        Shape = layout.Fits(capacity, packed) ? layout.Shape! : [capacity];
    }

    /// <summary>The layer that has the weight.</summary>
    public NeuralNetworkLayer Layer { get; }

    /// <summary>What the layer's parameters say about the weight.</summary>
    internal WeightLayout Layout { get; }

    /// <summary>The weight's own part of the specification.</summary>
    public WeightParams Specification { get; }

    /// <summary>The layer's name and the field: <c>conv1.weights</c>, <c>lstm.weightParams.inputGateWeightMatrix</c>,
    /// <c>custom.weights[0]</c>. A layer without a name is called by its position, <c>layers[3]</c>. Names need not be
    /// unique; paths are.</summary>
    public override string Name => $"{_layerName}.{_field}";

    /// <summary>Always <see langword="null"/>.</summary>
    public override string? Function => null;

    /// <summary>Where the weight is in the specification, for example
    /// <c>neuralNetwork.layers[3].convolution.weights</c>.</summary>
    public override string Path => $"{_layerPath}.{_field}";

    /// <summary><see cref="ElementType.Float16"/> if the weight is kept so, else
    /// <see cref="ElementType.Float32"/>.</summary>
    public override ElementType ElementType =>
        WeightForms.Of(Specification) == WeightForm.Float16 ? ElementType.Float16 : ElementType.Float32;

    /// <summary>The shape that the layer's parameters declare, as the elements are stored: a convolution's
    /// <c>[outputs, inputs / groups, height, width]</c>, a matrix's <c>[outputs, inputs]</c>. Where the layer declares
    /// none, or one that the weight does not have, a single dimension: the number of elements, which for a weight of
    /// less than 8 bits is as many as its bytes can hold.</summary>
    public override IReadOnlyList<long> Shape { get; }

    /// <summary><c>dense</c>, <c>linear_quantized</c> or <c>lookup_table_quantized</c>; <c>invalid</c> if the specification
    /// does not tell which, and then <see cref="Check"/> says why.</summary>
    public override string Storage => WeightForms.Of(Specification) switch
    {
        WeightForm.Float32 or WeightForm.Float16 => "dense",
        WeightForm.Packed or WeightForm.Int8 => Specification.Quantization?.QuantizationTypeCase switch
        {
            QuantizationParams.QuantizationTypeOneofCase.LinearQuantization => "linear_quantized",
            QuantizationParams.QuantizationTypeOneofCase.LookupTableQuantization => "lookup_table_quantized",
            _ => "invalid",
        },
        _ => "invalid",
    };

    /// <inheritdoc/>
    public override long SizeInBytes => WeightForms.SizeInBytes(Specification);

    /// <inheritdoc/>
    /// <exception cref="CoreMLException">The weight does not fit its layer or its quantization: CML3101 to CML3106.</exception>
    public override void Check()
    {
        if (WeightCheck.Find(Specification, Layout, Path) is { } diagnostic)
        {
            throw new CoreMLException(diagnostic);
        }
    }

    /// <summary>Checks the weight and decodes it. A quantized element is <c>q · scale + bias</c> in single
    /// precision, product and sum rounded one after the other, or the entry <c>q</c> of its table.</summary>
    /// <returns>Its elements in row-major order, packed and little endian. A weight in half precision is not copied.</returns>
    /// <exception cref="CoreMLException">What <see cref="Check"/> says, or the elements take more than one array can
    /// hold: CML3107.</exception>
    public override ReadOnlyMemory<byte> Decode()
    {
        Check();
        return WeightDecoder.Decode(Specification, ElementCount, Layout, Path);
    }
}
