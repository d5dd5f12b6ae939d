using CoreML.Specification;

namespace CoreML.Format.Tests;

/// <summary>The forms in which a weight is kept, and how each is decoded.</summary>
public sealed class StorageTests
{
    [Fact]
    public void Single_precision()
    {
        NetworkWeight weight = Network.InnerProduct(Network.Floats(6));
        Assert.Equal("dense", weight.Storage);
        Assert.Equal(24, weight.SizeInBytes);
        Assert.Equal([0, 1, 2, 3, 4, 5], Network.Decode(weight));
    }

    [Fact]
    public void Half_precision_is_handed_on()
    {
        NetworkWeight weight = Network.Custom(Network.Halves(0x00, 0x3C, 0x00, 0xC0));
        Assert.Equal("dense", weight.Storage);
        Assert.Equal(ElementType.Float16, weight.ElementType);
        Assert.Equal([2], weight.Shape);
        Assert.Equal(4, weight.SizeInBytes);
        Assert.Equal([0x00, 0x3C, 0x00, 0xC0], weight.Decode().ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Any_width_with_scales_or_a_table(int bits)
    {
        // Long enough for several chunks, with a rest that does not fill its last byte.
        const int Rows = 3, Columns = 4097;
        var random = new Random(bits);
        byte[] values = [.. Enumerable.Range(0, Rows * Columns).Select(_ => (byte)random.Next(1 << bits))];
        float[] scales = [0.1f, -3, 1e-3f];
        float[] biases = [1 / 3f, 0, 1e3f];
        float[] table = [.. Enumerable.Range(0, 1 << bits).Select(_ => random.NextSingle())];

        NetworkWeight linear = Embedding(Network.Linear(bits, values, scales, biases));
        Assert.Equal("linear_quantized", linear.Storage);
        Assert.Equal((values.Length * bits + 7) / 8 + 24, linear.SizeInBytes);
        Assert.Equal([.. values.Select((q, i) => q * scales[i / Columns] + biases[i / Columns])], Network.Decode(linear));

        NetworkWeight looked = Embedding(Network.Table(bits, values, table));
        Assert.Equal("lookup_table_quantized", looked.Storage);
        Assert.Equal((values.Length * bits + 7) / 8 + 4 * table.Length, looked.SizeInBytes);
        Assert.Equal([.. values.Select(q => table[q])], Network.Decode(looked));

        static NetworkWeight Embedding(WeightParams weight) => Assert.Single(Network.Weights(new NeuralNetworkLayer
        {
            EmbeddingND = new EmbeddingNDLayerParams { EmbeddingSize = Rows, VocabSize = Columns, Weights = weight },
        }));
    }

    [Fact]
    public void Product_and_sum_are_rounded_one_after_the_other()
    {
        // The sum nearly cancels the product, so it shows the product's rounding.
        float scale = 0.1f, bias = -0.3f;
        float product = 3 * scale;
        Assert.NotEqual((float)(3 * (double)scale + bias), product + bias);
        Assert.Equal([product + bias], Network.Decode(Network.Custom(Network.Linear(8, [3], [scale], bias))));
    }

    [Fact]
    public void Bits_are_taken_from_the_top()
    {
        NetworkWeight weight = Network.Custom(Network.Linear(3, [0b101, 0b001, 0b110], [1]));
        Assert.Equal([0b101_001_11, 0b0_0000000], weight.Specification.RawValue.ToByteArray());
        Assert.Equal([5, 1, 6, 0, 0], Network.Decode(weight));
    }

    [Fact]
    public void Bytes_beyond_the_declared_elements_are_ignored()
    {
        NetworkWeight weight = Network.InnerProduct(Network.Linear(4, [1, 2, 3, 4, 5, 6, 7, 8, 9], [1]));
        Assert.Equal([1, 2, 3, 4, 5, 6], Network.Decode(weight));
    }

    [Fact]
    public void Signed_bytes()
    {
        NetworkWeight weight = Network.InnerProduct(Network.Int8([-128, -1, 0, 1, 2, 127], 0.5f));
        Assert.Equal("linear_quantized", weight.Storage);
        Assert.Equal(10, weight.SizeInBytes);
        Assert.Equal([-64, -0.5f, 0, 0.5f, 1, 63.5f], Network.Decode(weight));
    }
}
