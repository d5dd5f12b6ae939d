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
        Specification.FloatValue.Clear();
        Specification.Float16Value = half ? ByteString.CopyFrom(packed.Span) : ByteString.Empty;
        Specification.RawValue = ByteString.Empty;
        Specification.Int8RawValue = ByteString.Empty;
        Specification.Quantization = null;
        if (!half)
        {
            Specification.FloatValue.Add(MemoryMarshal.Cast<byte, float>(packed.Span).ToArray());
        }
        // The layer quantizes what comes in only for a quantized weight.
        switch (Layer.LayerCase)
        {
            case NeuralNetworkLayer.LayerOneofCase.InnerProduct:
                Layer.InnerProduct.Int8DynamicQuantize = false;
                break;
            case NeuralNetworkLayer.LayerOneofCase.BatchedMatmul:
                Layer.BatchedMatmul.Int8DynamicQuantize = false;
                break;
        }
    }
}
