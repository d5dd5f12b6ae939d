using CoreML.Format;
using CoreML.Specification;
using CoreML.Tests;
using CsCheck;

namespace CoreML.Quantization.Tests;

public class NetworkCompressionTests
{
    private static readonly CompressionOptions Everything = new() { WeightThreshold = 0, Strict = true };

    public static TheoryData<CompressionScheme> Schemes =>
    [
        .. Enumerable.Range(1, 8).SelectMany(bits => (CompressionScheme[])
        [
            QuantizeNetwork.Linear(bits),
            QuantizeNetwork.Linear(bits).PerTensor(),
            QuantizeNetwork.LinearTable(bits),
            QuantizeNetwork.KMeans(bits),
            QuantizeNetwork.Custom(bits, (_, weights) => [weights.Span[0], 0.5f]),
        ]),
        .. Enumerable.Range(2, 7).Select(QuantizeNetwork.LinearSymmetric),
        QuantizeNetwork.Unique(),
        Storage.Float16(),
    ];

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Every_weight_of_every_kind_is_compressed_and_decoded_again(CompressionScheme scheme)
    {
        using CoreMLModel model = NetworkFixture.Model(NetworkFixture.EveryKind());
        IReadOnlyList<NetworkWeight> before = NetworkFixture.WeightsOf(model);
        Model untouched = model.Specification.Clone();

        using CoreMLModel result = model.Compress(out CompressionReport report, Everything with { Default = scheme });

        Assert.True(untouched.Equals(model.Specification));
        IReadOnlyList<NetworkWeight> after = NetworkFixture.WeightsOf(result);
        // embeddingND and its like came with version 4.
        Assert.Equal(4, result.Specification.SpecificationVersion);
        Assert.Equal(before.Select(weight => weight.Path), after.Select(weight => weight.Path));
        Assert.Equal(before.Count, report.CompressedCount);
        foreach ((NetworkWeight from, NetworkWeight to, WeightReport weight) in before.Zip(after, report.Weights))
        {
            to.Check();
            float[] meant = NetworkFixture.Decode(from);
            double noise = meant.Zip(NetworkFixture.Decode(to), (w, d) => ((double)w - d) * ((double)w - d)).Sum();
            double signal = meant.Sum(w => (double)w * w);
            Assert.Equal(noise == 0 ? double.PositiveInfinity : 10 * Math.Log10(signal / noise), weight.Snr, 1e-2);
            Assert.Equal((to.SizeInBytes, from.SizeInBytes), (weight.BytesAfter, weight.BytesBefore));
        }
        using CoreMLModel dense = result.Compress(Everything with { Default = Storage.Dense() });
        foreach ((NetworkWeight compressed, NetworkWeight decoded) in after.Zip(NetworkFixture.WeightsOf(dense)))
        {
            Assert.Equal(NetworkFixture.Decode(compressed), decoded.Specification.FloatValue);
            Assert.Null(decoded.Specification.Quantization);
        }
    }

    [Fact]
    public void Scales_are_per_output_channel_where_a_layer_has_them()
    {
        using CoreMLModel model = NetworkFixture.Model(NetworkFixture.EveryKind());
        using CoreMLModel result = model.Compress(Everything with { Default = Quantize.Int8() });
        Dictionary<string, int> scales = NetworkFixture.WeightsOf(result)
            .Where(weight => weight.Name is not ("bilstm.weightParams[1]" or "inside.bias"))
            .ToDictionary(weight => weight.Path, weight => weight.Specification.Quantization.LinearQuantization.Scale.Count);
        Assert.Equal(4, scales["neuralNetwork.layers[0].convolution.weights"]);
        Assert.Equal(1, scales["neuralNetwork.layers[0].convolution.bias"]);
        Assert.Equal(6, scales["neuralNetwork.layers[1].convolution.weights"]);
        Assert.Equal(3, scales["neuralNetwork.layers[2].convolution.weights"]);
        Assert.Equal(1, scales["neuralNetwork.layers[7].scale.scale"]);
        Assert.Equal(5, scales["neuralNetwork.layers[11].simpleRecurrent.recursionMatrix"]);
        Assert.Equal(4, scales["neuralNetwork.layers[15].batchedMatmul.weights"]);
    }

    [Fact]
    public void Integers_lie_from_the_highest_bit_downward() => Gen.Select(Gen.Int[1, 8], Gen.Int[1, 70]).Sample((bits, count) =>
    {
        // Whole numbers from 0 to the highest: quantizing changes nothing, and each is its own integer.
        int highest = (1 << bits) - 1;
        float[] numbers = [0, highest, .. Enumerable.Range(0, count).Select(i => (float)(i * 37 % (highest + 1)))];
        using CoreMLModel model = NetworkFixture.Model(NetworkFixture.InnerProduct(numbers, 1));
        using CoreMLModel result = model.Compress(Everything with { Default = QuantizeNetwork.Linear(bits) });
        string stream = string.Concat(NetworkFixture.WeightsOf(result)[0].Specification.RawValue.Select(b => Convert.ToString(b, 2).PadLeft(8, '0')));
        string expected = string.Concat(numbers.Select(number => Convert.ToString((int)number, 2).PadLeft(bits, '0')));
        Assert.Equal(expected.PadRight((expected.Length + 7) / 8 * 8, '0'), stream);
    });

    [Fact]
    public void Number_of_threads_does_not_change_a_byte()
    {
        using CoreMLModel model = NetworkFixture.Model([.. NetworkFixture.EveryKind(), NetworkFixture.InnerProduct(WeightFixture.Random(40000, seed: 9), 40, "large")]);
        foreach (CompressionScheme scheme in (CompressionScheme[])[QuantizeNetwork.KMeans(4), QuantizeNetwork.Linear(3)])
        {
            using CoreMLModel one = model.Compress(Everything with { Default = scheme, Threads = 1 });
            using CoreMLModel two = model.Compress(Everything with { Default = scheme, Threads = 2 });
            Assert.True(one.Specification.Equals(two.Specification));
        }
    }

    [Fact]
    public void Rules_give_each_weight_its_own_scheme()
    {
        using CoreMLModel model = NetworkFixture.Model(NetworkFixture.EveryKind());
        using CoreMLModel result = model.Compress(out CompressionReport report, Everything with
        {
            Rules = [WeightRule.Named("conv.weights", QuantizeNetwork.Linear(3)), WeightRule.UsedBy("gru"), WeightRule.Named("fc.*", Palettize.Bits(2))],
        });
        Assert.Equal("3-bit linear per channel", report.Weights.Single(weight => weight.Name == "conv.weights").Scheme);
        Assert.Equal("8-bit linear symmetric per channel", report.Weights.Single(weight => weight.Name == "deconv.weights").Scheme);
        Assert.All(report.Weights.Where(weight => weight.Name.StartsWith("fc.", StringComparison.Ordinal)), weight => Assert.Equal("2-bit k-means table", weight.Scheme));
        Assert.All(
            report.Weights.Where(weight => weight.Name.StartsWith("gru.", StringComparison.Ordinal)),
            weight => Assert.Equal((null, "left alone by the rule 'gru'"), (weight.Scheme, weight.Reason)));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Number_that_is_not_finite_is_named(float bad)
    {
        float[] weights = WeightFixture.Random(100, seed: 3);
        weights[42] = bad;
        using CoreMLModel model = NetworkFixture.Model(NetworkFixture.InnerProduct(weights, 10));
        foreach (CompressionScheme scheme in (CompressionScheme[])[Quantize.Int8(), Palettize.Bits(4), Storage.Float16(), QuantizeNetwork.Int8Products()])
        {
            Diagnostic found = Assert.Single(Assert.Throws<CoreMLException>(() => model.Compress(Everything with { Default = scheme })).Diagnostics);
            Assert.Equal(("CML5002", "neuralNetwork.layers[0].innerProduct.weights"), (found.Code, found.Path));
            Assert.Contains("element 42", found.Found, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Products_of_bytes_are_for_matrices_of_products()
    {
        using CoreMLModel model = NetworkFixture.Model(NetworkFixture.EveryKind());
        using CoreMLModel result = model.Compress(out CompressionReport report, Everything with { Default = QuantizeNetwork.Int8Products() });
        Assert.Equal(["fc.weights", "matmul.weights", "inside.weights"], report.Weights.Where(weight => weight.Scheme is not null).Select(weight => weight.Name));
        Assert.Equal(5, result.Specification.SpecificationVersion);
        InnerProductLayerParams product = result.Specification.NeuralNetwork.Layers[3].InnerProduct;
        Assert.True(product.Int8DynamicQuantize);
        float[] weights = [.. model.Specification.NeuralNetwork.Layers[3].InnerProduct.Weights.FloatValue];
        float largest = weights.Max(MathF.Abs);
        Assert.Equal(weights.Select(w => (sbyte)(127 * (double)w / largest)), product.Weights.Int8RawValue.Select(b => (sbyte)b));
        Assert.Equal((float)(largest / 127.0), Assert.Single(product.Weights.Quantization.LinearQuantization.Scale));
        // The layer goes on multiplying bytes when something else of it changes.
        NetworkFixture.WeightsOf(result).Single(weight => weight.Name == "fc.bias").Replace(new byte[5 * sizeof(float)]);
        Assert.True(product.Int8DynamicQuantize);
        using CoreMLModel dense = result.Compress(new CompressionOptions { Default = Storage.Dense() });
        Assert.False(dense.Specification.NeuralNetwork.Layers[3].InnerProduct.Int8DynamicQuantize);
        Assert.Equal(5, dense.Specification.SpecificationVersion);
    }

    [Fact]
    public void Elements_that_nobody_could_count_stay()
    {
        using CoreMLModel model = NetworkFixture.Model(new NeuralNetworkLayer { Name = "bias", Bias = new() { Bias = NetworkFixture.Random(5) } });
        using CoreMLModel result = model.Compress(out CompressionReport report, Everything with { Default = QuantizeNetwork.Linear(2), Strict = false });
        Assert.Contains("how many elements", Assert.Single(report.Weights).Reason, StringComparison.Ordinal);
        using CoreMLModel whole = model.Compress(Everything with { Default = QuantizeNetwork.Linear(8) });
        Assert.Equal(5, NetworkFixture.WeightsOf(whole)[0].ElementCount);
    }

    [Fact]
    public void A_layer_has_weights_of_one_precision()
    {
        float[] weights = WeightFixture.Random(100, seed: 3);
        weights[7] = 70000;
        using CoreMLModel model = NetworkFixture.Model(NetworkFixture.InnerProduct(weights, 10), NetworkFixture.InnerProduct(WeightFixture.Random(50, seed: 4), 5));
        using CoreMLModel result = model.Compress(out CompressionReport report, new CompressionOptions { Default = Storage.Float16() });
        Assert.Equal(["70000 is too large for half precision", "another weight of its layer stays in another precision", null, null], report.Weights.Select(weight => weight.Reason));
        Assert.Equal(
            [ElementType.Float32, ElementType.Float32, ElementType.Float16, ElementType.Float16],
            NetworkFixture.WeightsOf(result).Select(weight => weight.ElementType));
    }

    [Fact]
    public void Weights_without_steps_or_with_too_wide_ones_are_kept_right()
    {
        float[] tiny = [.. Enumerable.Range(0, 20).Select(i => i * 1e-9f - 5e-9f)];
        float[] zeros = new float[20];
        float[] wide = [float.MaxValue, -float.MaxValue];
        using CoreMLModel model = NetworkFixture.Model(
            NetworkFixture.InnerProduct(tiny, 1), NetworkFixture.InnerProduct(zeros, 1), NetworkFixture.InnerProduct(wide, 1));
        foreach (CompressionScheme scheme in (CompressionScheme[])[QuantizeNetwork.Linear(8), QuantizeNetwork.LinearSymmetric(8)])
        {
            using CoreMLModel result = model.Compress(out CompressionReport report, Everything with { Default = scheme, Strict = false });
            IReadOnlyList<NetworkWeight> weights = NetworkFixture.WeightsOf(result);
            Assert.True(report.Weights[0].Snr > 35);
            Assert.Equal(zeros, NetworkFixture.Decode(weights[2]));
            Assert.Contains("too wide", report.Weights[4].Reason, StringComparison.Ordinal);
            Assert.Equal(wide, weights[4].Specification.FloatValue);
        }
    }

    [Fact]
    public void Every_stage_of_a_pipeline_is_compressed()
    {
        Model Stage(int seed) => NetworkFixture.Network(NetworkFixture.InnerProduct(WeightFixture.Random(100, seed), 10));
        var inner = new Model
        {
            SpecificationVersion = 1,
            Description = new ModelDescription(),
            PipelineRegressor = new PipelineRegressor { Pipeline = new Pipeline { Models = { Stage(1), new Model { SpecificationVersion = 1, Identity = new Identity() } } } },
        };
        using CoreMLModel model = CoreMLModel.Create(new Model
        {
            SpecificationVersion = 1,
            Description = new ModelDescription(),
            PipelineClassifier = new PipelineClassifier { Pipeline = new Pipeline { Models = { inner, Stage(2) } } },
        });
        using CoreMLModel result = model.Compress(out CompressionReport report, Everything);
        Assert.Equal(4, report.CompressedCount);
        Assert.StartsWith("pipelineClassifier.pipeline.models[0].pipelineRegressor.pipeline.models[0].", report.Weights[0].Path, StringComparison.Ordinal);
        Assert.All(NetworkFixture.WeightsOf(result), weight => Assert.Equal("linear_quantized", weight.Storage));
        Assert.Equal([3, 3, 3, 1, 3], result.Stages.Select(stage => stage.Specification.SpecificationVersion));
    }

    [Fact]
    public void Table_of_the_caller_is_used_or_refused()
    {
        using CoreMLModel model = NetworkFixture.Model(NetworkFixture.InnerProduct([0.1f, 0.9f, -3, 2], 1, "fc"));
        var seen = new System.Collections.Concurrent.ConcurrentBag<string>();
        using CoreMLModel result = model.Compress(Everything with
        {
            Default = QuantizeNetwork.Custom(2, (weight, _) =>
            {
                seen.Add(weight.Name);
                return [1, 0, -1];
            }),
        });
        Assert.Equal(["fc.bias", "fc.weights"], seen.Order(StringComparer.Ordinal));
        Assert.Equal([0, 1, -1, 1], NetworkFixture.Decode(NetworkFixture.WeightsOf(result)[0]));
        Assert.Equal([-1f, 0f, 1f, 0f], NetworkFixture.WeightsOf(result)[0].Specification.Quantization.LookupTableQuantization.FloatValue);
        foreach (float[] table in (float[][])[[1, 2, 3], [], [float.NaN]])
        {
            Assert.Throws<ArgumentException>(() => model.Compress(Everything with { Default = QuantizeNetwork.Custom(1, (_, _) => table) }));
        }
    }

    [Fact]
    public void Sensitivities_draw_entries_to_what_matters()
    {
        float[] weights = [0, 1, 2, 10];
        using CoreMLModel model = NetworkFixture.Model(NetworkFixture.InnerProduct(weights, 1));
        using CoreMLModel result = model.Compress(new CompressionOptions
        {
            WeightThreshold = 1,
            Default = Palettize.Bits(1).WeightedBy(_ => new float[] { 1, 100, 1, 1e-6f }),
        });
        // Without sensitivities 10 would have an entry of its own.
        Assert.InRange(NetworkFixture.Decode(NetworkFixture.WeightsOf(result)[0])[1], 0.98f, 1.02f);
    }
}
