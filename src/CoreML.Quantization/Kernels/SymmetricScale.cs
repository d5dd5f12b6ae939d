using CoreML.Format;

namespace CoreML.Quantization;

/// <summary>The scale of a block of weights from its largest magnitude.</summary>
internal static class SymmetricScale
{
    // From −127 to 127.
    private const float Steps = 254;

    /// <summary><c>(max − min) / 254</c> with <c>min = −max</c>, every step rounded to the weights' type.</summary>
    /// <remarks>In half precision the range of magnitudes above 32,752 is infinite; there it is kept in single precision, so
    /// that the weight still decodes.</remarks>
    public static float Of(float max, ElementType type)
    {
        float range = 2 * max;
        if (type != ElementType.Float16)
        {
            return float.IsFinite(range) ? range / Steps : max / (Steps / 2);
        }
        float rounded = (float)(Half)range;
        return (float)(Half)((float.IsFinite(rounded) ? rounded : range) / Steps);
    }
}
