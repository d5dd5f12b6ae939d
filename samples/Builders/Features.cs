using CoreML.Builder;
using CoreML.Format;

namespace CoreML.Builders;

internal static class Features
{
    /// <summary>From a city and a temperature to an array: a one-hot vector and a number, joined and scaled.</summary>
    public static CoreMLModel Build() => new PipelineBuilder()
        .Input("city", Feature.String)
        .Input("celsius", Feature.Double)
        .Stage(new OneHotEncoderBuilder().Input("city", Feature.String).Categories("Oslo", "Paris", "Rome").Output("cities").Build())
        .Stage(new FeatureVectorizerBuilder()
            .Input("cities", Feature.Array([3], ElementType.Float64)).Input("celsius", Feature.Double).Output("joined").Build())
        .Stage(new ScalerBuilder()
            .Input("joined", Feature.Array([4], ElementType.Float64)).Shift(0, 0, 0, -15).Scale(1, 1, 1, 0.1).Output("features").Build())
        .Output("features")
        .Build();
}
