using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Builder.Tests;

/// <summary>The forms of weights decode to what they were made of.</summary>
public class WeightsTests
{
    private static readonly float[] Values = [-1, -0.5f, 0, 0.25f, 0.5f, 1, 2, 3, 10, 20, 30, 40];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(8)]
    public void Quantized_weights_are_as_near_as_their_steps(int bits)
    {
        float[] decoded = Decode(Weights.Quantized(Values, bits, channels: 3));
        for (int i = 0; i < Values.Length; i++)
        {
            ReadOnlySpan<float> channel = Values.AsSpan(i / 4 * 4, 4);
            float step = (channel[3] - channel[0]) / ((1 << bits) - 1);
            Assert.InRange(Math.Abs(decoded[i] - Values[i]), 0, step / 2 * 1.001f);
        }
    }

    [Fact]
    public void Equal_weights_stay_equal() => Assert.Equal(Enumerable.Repeat(0.75f, 12), Decode(Weights.Quantized([.. Enumerable.Repeat(0.75f, 12)], 2)));

    [Fact]
    public void Linear_weights_are_scaled_and_shifted() => Assert.Equal(
        [1, 3, 5, 7, 9, 11, 13, 15, 1, 3, 5, 7],
        Decode(Weights.Linear([0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3], 3, [2], [1])));

    [Fact]
    public void Indices_are_looked_up() => Assert.Equal(
        [4, 3, 2, 1, 4, 3, 2, 1, 1, 1, 1, 1], Decode(Weights.LookupTable([3, 2, 1, 0, 3, 2, 1, 0, 0, 0, 0, 0], [1, 2, 3, 4])));

    [Fact]
    public void Half_precision_rounds() => Assert.Equal(
        Array.ConvertAll(Values, value => (float)(Half)(value + 0.1f)), Decode(Weights.Float16(Array.ConvertAll(Values, value => value + 0.1f))));

    [Fact]
    public void A_tensor_is_taken_in_its_order()
    {
        var tensor = System.Numerics.Tensors.Tensor.Create(Values, [3, 4]);
        Assert.Equal(Values, Decode(Weights.FromTensor(tensor)));
    }

    private static float[] Decode(Weights weights)
    {
        var network = new NeuralNetworkBuilder();
        network.Output("y", network.Input("x", Feature.Array([4])).InnerProduct(weights, 3));
        using CoreMLModel model = network.Build();
        ModelWeight weight = Assert.Single(model.ReadWeights());
        Assert.Equal([3, 4], weight.Shape);
        ReadOnlySpan<byte> bytes = weight.Decode().Span;
        return weight.ElementType == ElementType.Float16
            ? Array.ConvertAll(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, Half>(bytes).ToArray(), half => (float)half)
            : System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes).ToArray();
    }
}
