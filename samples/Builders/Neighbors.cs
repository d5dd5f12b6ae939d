using CoreML.Builder;
using CoreML.Format;

namespace CoreML.Builders;

internal static class Neighbors
{
    /// <summary>Colours by their nearest names; applications add colours of their own.</summary>
    public static CoreMLModel Build() => new NearestNeighborsBuilder(dimensions: 3)
        .Input("color", Feature.Array([3]))
        .Sample([1, 0, 0], "red")
        .Sample([0, 1, 0], "green")
        .Sample([0, 0, 1], "blue")
        .Neighbors(Parameter.InRange(1, 1, 3))
        .WeightedByDistance()
        .Updatable()
        .Predicts("name", "votes")
        .Build();
}
