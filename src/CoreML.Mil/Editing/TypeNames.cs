using CoreML.Format;

namespace CoreML.Mil;

/// <summary>Element types as operations spell them in their parameters.</summary>
internal static class TypeNames
{
    /// <summary>The name: <c>fp16</c>, <c>fp32</c>, <c>int32</c>.</summary>
    public static string Of(ElementType type) => type switch
    {
        ElementType.Float16 => "fp16",
        ElementType.Float32 => "fp32",
        ElementType.Float64 => "fp64",
        _ => type.Name,
    };
}
