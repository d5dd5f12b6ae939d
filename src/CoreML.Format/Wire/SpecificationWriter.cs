using CoreML.Specification;
using Google.Protobuf;

namespace CoreML.Format;

/// <summary>Serializes specifications: fields in order of their numbers, maps in order of insertion, so that the same
/// specification always gives the same bytes.</summary>
internal static class SpecificationWriter
{
    public static byte[] Write(Model model)
    {
        byte[] bytes = GC.AllocateUninitializedArray<byte>(model.CalculateSize());
        model.WriteTo(bytes.AsSpan());
        return bytes;
    }
}
