using System.Runtime.InteropServices;
using CoreML.Format;
using CoreML.Mil;
using CoreML.Tests;

namespace CoreML.Quantization.Tests;

public class SchemeTests
{
    public static TheoryData<string> All => [.. Schemes.Keys];

    internal static readonly Dictionary<string, CompressionScheme> Schemes = new()
    {
        ["int8"] = Quantize.Int8(),
        ["uint4 per block"] = Quantize.UInt4().Asymmetric().PerBlock(16),
        ["int4 per block on both axes"] = Quantize.Int4().PerBlock([2, 0]),
        ["k-means"] = Palettize.Bits(4),
        ["k-means, groups of the last axis"] = Palettize.Bits(3).PerGroupedChannel(8, axis: -1),
        ["k-means, groups of odd size"] = Palettize.Bits(1).PerGroupedChannel(1),
        ["uniform"] = Palettize.Bits(6).Uniform(),
        ["scaled"] = Palettize.Bits(4).WithPerChannelScale(),
        ["scaled, groups of the last axis"] = Palettize.Bits(4).PerGroupedChannel(8, axis: 1).WithPerChannelScale(),
        ["vectors"] = Palettize.Bits(4).Vectors(2),
        ["vectors, groups of the last axis"] = Palettize.Bits(2).PerGroupedChannel(8, axis: 1).Vectors(4),
        ["quantized table"] = Palettize.Bits(4).PerGroupedChannel(16).WithQuantizedTable(Quantize.UInt8().Asymmetric()),
        ["weighted"] = Palettize.Bits(2).WeightedBy(weight => new float[weight.Shape[0]].Select((_, i) => i + 1f).ToArray()),
        ["caller's table"] = Palettize.Custom(2, weights => [weights.Span[0], -1, 1]),
        ["pruned"] = Prune.Magnitude(0.4),
        ["pruned in blocks"] = Prune.Magnitude(0.5).Blocks(4, dim: 1),
        ["pruned 2 of 4"] = Prune.NOfM(2, 4),
        ["pruned and quantized"] = Prune.Magnitude(0.6).Then(Quantize.Int8()),
        ["pruned and palettized"] = Prune.NOfM(3, 4).Then(Palettize.Bits(4)),
    };

    [Theory]
    [MemberData(nameof(All))]
    public void Report_tells_the_error_of_what_is_decoded_and_threads_change_nothing(string name)
    {
        foreach (bool half in (bool[])[true, false])
        {
            using var fixture = new WeightFixture();
            float[] weights = WeightFixture.Random(96 * 64, seed: 21);
            using CoreMLModel model = CoreMLModel.Open(fixture.Save("CoreML8", "linear", "weight", [96, 64], weights, half));
            byte[][] files = [.. new[] { 1, 3 }.Select(threads =>
            {
                string output = fixture.At($"{threads}.mlpackage");
                var options = new CompressionOptions { Default = Schemes[name], Threads = threads, Strict = true };
                WeightReport report = Assert.Single(model.CompressTo(output, options).Weights);
                using CoreMLModel result = CoreMLModel.Open(output);
                Assert.Empty(result.ReadProgram().Verify());
                ModelWeight weight = Assert.Single(result.ReadWeights());
                Assert.Equal(weight.SizeInBytes, report.BytesAfter);
                CheckErrors(weights, weight, report);
                return File.ReadAllBytes(Path.Combine(output, "Data", "com.apple.CoreML", "weights", "weight.bin"));
            })];
            Assert.Equal(files[0], files[1]);
        }
    }

    // Rows of vectors longer and shorter than a run, runs that end inside of rows, vectors that lie in one piece, and ones longer than
    // a run.
    [Theory]
    [InlineData("linear", "weight", new long[] { 8, 3000 }, 0, 2)]
    [InlineData("conv", "weight", new long[] { 64, 5, 3 }, 0, 4)]
    [InlineData("linear", "weight", new long[] { 700, 12 }, 1, 3)]
    [InlineData("conv", "weight", new long[] { 6, 8, 50, 3 }, 1, 2)]
    [InlineData("linear", "weight", new long[] { 3, 6000 }, 1, 3000)]
    public void Vectors_of_every_layout_are_assigned_where_they_are_decoded(string operation, string input, long[] shape, int axis, int size)
    {
        foreach (bool half in (bool[])[true, false])
        {
            using var fixture = new WeightFixture();
            float[] weights = WeightFixture.Random((int)shape.Aggregate((a, b) => a * b), seed: 31);
            using CoreMLModel model = CoreMLModel.Open(fixture.Save("CoreML8", operation, input, shape, weights, half));
            CompressionScheme scheme = Palettize.Bits(2).PerGroupedChannel((int)shape[axis], axis).Vectors(size);
            string output = fixture.At("vectors.mlpackage");
            WeightReport report = Assert.Single(model.CompressTo(output, new CompressionOptions { Default = scheme, Strict = true }).Weights);
            using CoreMLModel result = CoreMLModel.Open(output);
            CheckErrors(weights, Assert.Single(result.ReadWeights()), report);
        }
    }

    private static void CheckErrors(float[] weights, ModelWeight weight, WeightReport report)
    {
        float[] decoded = new float[weights.Length];
        NumericConversion.Widen(weight.ElementType, weight.Decode().Span, 0, decoded);
        double signal = weights.Sum(value => (double)value * value);
        double noise = weights.Zip(decoded, (a, b) => ((double)a - b) * ((double)a - b)).Sum();
        Assert.Equal(10 * Math.Log10(signal / noise), report.Snr, 0.01);
        Assert.Equal(weights.Zip(decoded, (a, b) => Math.Abs(a - b)).Max(), report.WorstError, 1e-3);
    }

    [Theory]
    [InlineData("uint4 per block")]
    [InlineData("vectors")]
    [InlineData("scaled")]
    [InlineData("quantized table")]
    [InlineData("pruned and quantized")]
    public void Scheme_that_the_target_lacks_is_an_error_that_names_both(string name)
    {
        using var fixture = new WeightFixture();
        using CoreMLModel model = CoreMLModel.Open(fixture.Save("CoreML7", "linear", "weight", [96, 64], WeightFixture.Random(96 * 64, seed: 22), half: true));
        CoreMLException exception = Assert.Throws<CoreMLException>(
            () => model.CompressTo(fixture.At("out.mlpackage"), new CompressionOptions { Default = Schemes[name] }));
        Assert.Equal("CML5005", exception.Code);
        Assert.Contains("CoreML8", exception.Diagnostics[0].Expected, StringComparison.Ordinal);
        Assert.Equal("CoreML7", exception.Diagnostics[0].Found);
    }

    [Fact]
    public void Scheme_that_does_not_fit_a_weight_is_reported_and_strict_makes_it_an_error()
    {
        using var fixture = new WeightFixture();
        using CoreMLModel model = CoreMLModel.Open(fixture.Save("CoreML8", "add", "y", [90, 70], WeightFixture.Random(90 * 70, seed: 23), half: true));
        foreach (CompressionScheme scheme in (CompressionScheme[])
            [Quantize.Int8().PerBlock(32), Palettize.Bits(4).PerGroupedChannel(32), Palettize.Bits(4).Vectors(4), Palettize.Unique(), Prune.NOfM(2, 4)])
        {
            WeightReport weight = Assert.Single(model.CompressTo(fixture.At("out.mlpackage"), new CompressionOptions { Default = scheme }).Weights);
            Assert.Null(weight.Scheme);
            Assert.NotEqual("", weight.Reason);
        }
        CoreMLException exception = Assert.Throws<CoreMLException>(() => model.CompressTo(
            fixture.At("strict.mlpackage"), new CompressionOptions { Default = Quantize.Int8().PerBlock(32), Strict = true }));
        Assert.Equal("CML5004", exception.Code);
    }

    [Fact]
    public void Pruning_that_does_not_pay_keeps_the_weight_dense_with_its_zeros()
    {
        using var fixture = new WeightFixture();
        using CoreMLModel model = CoreMLModel.Open(fixture.Save("CoreML8", "linear", "weight", [96, 64], WeightFixture.Random(96 * 64, seed: 24), half: true));
        model.CompressTo(fixture.At("out.mlpackage"), new CompressionOptions { Default = Prune.Magnitude(0.03) });
        using CoreMLModel result = CoreMLModel.Open(fixture.At("out.mlpackage"));
        ModelWeight weight = Assert.Single(result.ReadWeights());
        Assert.Equal("dense", weight.Storage);
        Assert.InRange(MemoryMarshal.Cast<byte, Half>(weight.Decode().Span).ToArray().Count(value => value == Half.Zero), 180, 260);
    }

    [Fact]
    public void Single_precision_weight_can_be_kept_in_half_precision()
    {
        using var fixture = new WeightFixture();
        float[] weights = [.. Enumerable.Range(0, 96 * 64).Select(i => MathF.Sin(i))];
        foreach (string opset in (string[])["CoreML6", "CoreML8"])
        {
            using CoreMLModel model = CoreMLModel.Open(fixture.Save(opset, "linear", "weight", [96, 64], weights, half: false));
            WeightReport report = Assert.Single(model.CompressTo(fixture.At("out.mlpackage"), new CompressionOptions { Default = Storage.Float16() }).Weights);
            Assert.Equal(96 * 64 * 2, report.BytesAfter);
            using CoreMLModel result = CoreMLModel.Open(fixture.At("out.mlpackage"));
            ModelWeight weight = Assert.Single(result.ReadWeights());
            Assert.Equal("constexpr_cast", weight.Storage);
            Assert.Equal(weights.Select(value => (float)(Half)value), MemoryMarshal.Cast<byte, float>(weight.Decode().Span).ToArray());
        }
    }

    [Theory]
    [InlineData(70000f, "element 5 is 70000")]
    [InlineData(-65505f, "element 5 is -65505")]
    [InlineData(float.MaxValue, "element 5 is 3.4028235E+38")]
    public void Element_that_half_precision_does_not_hold_is_named_and_strict_makes_it_an_error(float large, string found)
    {
        using var fixture = new WeightFixture();
        float[] weights = WeightFixture.Random(96 * 64, seed: 26);
        weights[5] = large;
        weights[77] = large;
        using CoreMLModel model = CoreMLModel.Open(fixture.Save("CoreML8", "linear", "weight", [96, 64], weights, half: false));
        var options = new CompressionOptions { Default = Storage.Float16() };
        WeightReport report = Assert.Single(model.CompressTo(fixture.At("out.mlpackage"), options).Weights);
        Assert.Null(report.Scheme);
        Assert.StartsWith(found, report.Reason, StringComparison.Ordinal);
        using CoreMLModel kept = CoreMLModel.Open(fixture.At("out.mlpackage"));
        Assert.Equal(weights, MemoryMarshal.Cast<byte, float>(Assert.Single(kept.ReadWeights()).Decode().Span).ToArray());
        CoreMLException exception = Assert.Throws<CoreMLException>(() => model.CompressTo(fixture.At("strict.mlpackage"), options with { Strict = true }));
        Assert.Equal("CML5004", exception.Code);
        Assert.EndsWith("w", exception.Diagnostics[0].Path, StringComparison.Ordinal);
        Assert.StartsWith(found, exception.Diagnostics[0].Found, StringComparison.Ordinal);
        Assert.False(Directory.Exists(fixture.At("strict.mlpackage")));
    }

    [Fact]
    public void Elements_that_are_too_small_for_half_precision_are_counted()
    {
        using var fixture = new WeightFixture();
        float[] weights = WeightFixture.Random(96 * 64, seed: 27);
        Assert.DoesNotContain(weights, weight => weight != 0 && MathF.Abs(weight) < 1e-4f);
        (weights[1], weights[2], weights[3], weights[4]) = (65504, 1e-9f, -2e-8f, 3.3e-5f);
        (weights[6], weights[7], weights[8]) = (-0f, float.Epsilon, 1f / (1 << 20));
        using CoreMLModel model = CoreMLModel.Open(fixture.Save("CoreML8", "linear", "weight", [96, 64], weights, half: false));
        var options = new CompressionOptions { Default = Storage.Float16(), Strict = true };
        WeightReport report = Assert.Single(model.CompressTo(fixture.At("out.mlpackage"), options).Weights);
        Assert.Equal("float16", report.Scheme);
        // Three lost, one coarse; 2^-20 is exact.
        Assert.Equal("3 elements are too small for half precision and become 0; 1 are below 6.1e-5, where it has fewer digits", report.Reason);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Largest_halves_decode_to_finite_weights(string name)
    {
        using var fixture = new WeightFixture();
        float[] weights = WeightFixture.Random(96 * 64, seed: 28);
        for (int i = 0; i < weights.Length; i += 7)
        {
            weights[i] = i % 2 == 0 ? 65504 : -65504;
        }
        using CoreMLModel model = CoreMLModel.Open(fixture.Save("CoreML8", "linear", "weight", [96, 64], weights, half: true));
        CompressionReport report = model.CompressTo(fixture.At("out.mlpackage"), new CompressionOptions { Default = Schemes[name], Strict = true });
        Assert.Equal(1, report.CompressedCount);
        using CoreMLModel result = CoreMLModel.Open(fixture.At("out.mlpackage"));
        Half[] decoded = MemoryMarshal.Cast<byte, Half>(result.ReadWeights()[0].Decode().Span).ToArray();
        Assert.All(decoded, weight => Assert.True(Half.IsFinite(weight)));
    }

    [Fact]
    public void Too_many_distinct_values_are_an_error_when_strict()
    {
        using var fixture = new WeightFixture();
        using CoreMLModel model = CoreMLModel.Open(fixture.Save("CoreML8", "linear", "weight", [96, 64], WeightFixture.Random(96 * 64, seed: 29), half: true));
        CoreMLException exception = Assert.Throws<CoreMLException>(
            () => model.CompressTo(fixture.At("out.mlpackage"), new CompressionOptions { Default = Palettize.Unique(), Strict = true }));
        Assert.Equal("CML5004", exception.Code);
        Assert.Contains("256", exception.Diagnostics[0].Found, StringComparison.Ordinal);
        // That a weight has few zeros is not a failure of the scheme, which says when it wants to be applied.
        var threshold = new CompressionOptions { Default = Prune.Threshold(1e-6f), Strict = true };
        Assert.Equal(0, model.CompressTo(fixture.At("out.mlpackage"), threshold).CompressedCount);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Non_finite_weight_is_named(string name)
    {
        using var fixture = new WeightFixture();
        float[] weights = WeightFixture.Random(96 * 64, seed: 25);
        weights[4321] = float.NegativeInfinity;
        using CoreMLModel model = CoreMLModel.Open(fixture.Save("CoreML8", "linear", "weight", [96, 64], weights, half: true));
        CoreMLException exception = Assert.Throws<CoreMLException>(
            () => model.CompressTo(fixture.At("out.mlpackage"), new CompressionOptions { Default = Schemes[name] }));
        Assert.Equal("CML5002", exception.Code);
        Assert.Equal(["in.mlpackage"], Directory.GetFileSystemEntries(fixture.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public void Schemes_are_equal_by_value_and_say_what_they_are()
    {
        Assert.Equal(Quantize.Int4().PerBlock([1, 32]), Quantize.Int4().PerBlock([1, 32]));
        Assert.NotEqual(Quantize.Int4().PerBlock(16), Quantize.Int4().PerBlock(32));
        Assert.Equal("int4 symmetric per block of 32", Quantize.Int4().PerBlock(32).ToString());
        Assert.Equal("4-bit k-means of vectors of 2 per 16 channels", Palettize.Bits(4).PerGroupedChannel(16).Vectors(2).ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => Palettize.Bits(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Prune.NOfM(5, 4));
        Assert.Throws<ArgumentException>(() => Prune.Magnitude(0.5).Then(Palettize.Unique()));
    }
}
