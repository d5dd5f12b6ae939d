using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Builder;

/// <summary>Numbers of the caller that take the element type which is asked for.</summary>
/// <param name="Source">The caller's object, by which equal weights are recognized.</param>
/// <param name="Natural">The numbers in the type that the caller has them in.</param>
internal sealed record NumberArray(object Source, TensorConstant Natural)
{
    public bool IsInteger => Natural.ElementType.IsInteger;
}
