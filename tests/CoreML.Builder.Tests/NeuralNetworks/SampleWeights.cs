using CoreML.Specification;
using CoreML.Tests;

namespace CoreML.Builder.Tests;

/// <summary>Weights for networks whose weights do not matter.</summary>
internal static class SampleWeights
{
    /// <summary>So many numbers.</summary>
    public static Weights Make(int count, string? field = null)
    {
        var values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = (i % 7 - 3) * 0.25f;
        }
        return values;
    }

    /// <summary>The model of a sample.</summary>
    public static Model Model(LayerSample sample) => sample.Start(Make).Builder.BuildSpecification();
}
