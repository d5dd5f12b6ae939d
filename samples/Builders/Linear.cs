using CoreML.Builder;
using CoreML.Format;

namespace CoreML.Builders;

internal static class Linear
{
    /// <summary>The price of a house, in thousands: 40 and 1.5 for each square metre and 12 for each room.</summary>
    public static CoreMLModel Build() => new LinearRegressorBuilder()
        .Input("area", Feature.Double, "square metres")
        .Input("rooms", Feature.Int64)
        .Result(weights: [1.5, 12], offset: 40)
        .Predicts("price")
        .Describe("Estimates the price of a house.")
        .Build();
}
