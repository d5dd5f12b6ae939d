using System.Runtime.InteropServices;
using CoreML.Specification;
using Google.Protobuf;

namespace CoreML.Format;

public sealed partial class NetworkWeight
{
    /// <summary>Replaces the elements. A quantized weight becomes a dense one of single precision.</summary>
    /// <param name="packed">The elements in row-major order, of the weight's <see cref="ElementType"/>, little endian; as many
    /// as it has.</param>
    /// <exception cref="ArgumentException"><paramref name="packed"/> has another length.</exception>
    public void Replace(ReadOnlyMemory<byte> packed)
    {
        bool half = ElementType == ElementType.Float16;
        if (packed.Length != ElementType.ByteCount(ElementCount))
        {
            throw new ArgumentException($"The weight has {ElementCount} elements of {ElementType.Name}, not {packed.Length} bytes.", nameof(packed));
        }
        var parameters = new WeightParams();
        if (half)
        {
            parameters.Float16Value = ByteString.CopyFrom(packed.Span);
        }
        else
        {
            parameters.FloatValue.Add(MemoryMarshal.Cast<byte, float>(packed.Span).ToArray());
        }
        Store(parameters);
    }

    /// <summary>The same weight with other contents, which are not stored.</summary>
    internal NetworkWeight With(WeightParams parameters) => new(Layer, _layerName, _layerPath, _field, parameters, Layout);

    /// <summary>Takes over contents of any form, elements and quantization; the weight has as many elements as before. What else
    /// is said of it stays.</summary>
    internal void Store(WeightParams parameters)
    {
        // An empty list keeps its array otherwise.
        Specification.FloatValue.Clear();
        Specification.FloatValue.Capacity = 0;
        Specification.FloatValue.Add(parameters.FloatValue);
        Specification.Float16Value = parameters.Float16Value;
        Specification.RawValue = parameters.RawValue;
        Specification.Int8RawValue = parameters.Int8RawValue;
        Specification.Quantization = parameters.Quantization;
        // The layer quantizes what comes in exactly for a matrix of signed bytes.
        bool multipliesBytes = !parameters.Int8RawValue.IsEmpty;
        switch (Layer.LayerCase)
        {
            case NeuralNetworkLayer.LayerOneofCase.InnerProduct when ReferenceEquals(Specification, Layer.InnerProduct.Weights):
                Layer.InnerProduct.Int8DynamicQuantize = multipliesBytes;
                break;
            case NeuralNetworkLayer.LayerOneofCase.BatchedMatmul when ReferenceEquals(Specification, Layer.BatchedMatmul.Weights):
                Layer.BatchedMatmul.Int8DynamicQuantize = multipliesBytes;
                break;
        }
    }
}
