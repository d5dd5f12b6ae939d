using System.Runtime.InteropServices;
using CoreML.Format;
using CoreML.Mil;
using CoreML.Tests;

namespace CoreML.Quantization.Tests;

public class CompressToTests
{
    // Axis 0 in long runs, the last axis in runs of one, an axis in the middle in short runs, and a tensor in two pieces.
    public static TheoryData<string, string, string, long[], int, bool> Weights => new()
    {
        { "CoreML6", "linear", "weight", [64, 128], 0, true },
        { "CoreML8", "linear", "weight", [64, 128], 0, true },
        { "CoreML8", "linear", "weight", [64, 128], 0, false },
        { "CoreML8", "matmul", "y", [128, 64], 1, true },
        { "CoreML7", "matmul", "y", [3, 50, 64], 2, false },
        { "CoreML8", "conv_transpose", "weight", [32, 40, 3, 3], 1, true },
        { "CoreML6", "conv", "weight", [5, 300000], 0, true },
        { "CoreML8", "conv_transpose", "weight", [700, 40, 3], 1, true },
    };

    [Theory]
    [MemberData(nameof(Weights))]
    public void Decoded_weights_are_half_a_step_from_the_original(
        string opset, string operation, string input, long[] shape, int axis, bool half)
    {
        using var fixture = new WeightFixture();
        int count = (int)shape.Aggregate((a, b) => a * b);
        float[] weights = WeightFixture.Random(count, seed: 3);
        string path = fixture.Save(opset, operation, input, shape, weights, half);
        using CoreMLModel model = CoreMLModel.Open(path);

        CompressionReport report = model.CompressTo(fixture.At("out.mlpackage"));

        Assert.Equal(1, report.CompressedCount);
        using CoreMLModel result = CoreMLModel.Open(fixture.At("out.mlpackage"));
        MilProgram program = result.ReadProgram();
        Assert.Empty(program.Verify());
        ModelWeight weight = Assert.Single(result.ReadWeights(), weight => weight.Shape.SequenceEqual(shape));
        Assert.Equal(opset == "CoreML8" ? "constexpr_blockwise_shift_scale" : "constexpr_affine_dequantize", weight.Storage);
        float[] decoded = new float[count];
        NumericConversion.Widen(weight.ElementType, weight.Decode().Span, 0, decoded);
        long inner = shape.Skip(axis + 1).Aggregate(1L, (a, b) => a * b);
        var maxima = new float[shape[axis]];
        for (int i = 0; i < count; i++)
        {
            ref float max = ref maxima[i / inner % shape[axis]];
            max = Math.Max(max, Math.Abs(weights[i]));
        }
        for (int i = 0; i < count; i++)
        {
            float step = maxima[i / inner % shape[axis]] / 127;
            Assert.True(Math.Abs(weights[i] - decoded[i]) <= step * 0.6f + 0.001f, $"element {i}: {weights[i]} became {decoded[i]}");
        }
    }

    [Fact]
    public void New_weights_go_to_the_weight_file()
    {
        using var fixture = new WeightFixture();
        string path = fixture.Save("CoreML8", "linear", "weight", [64, 128], WeightFixture.Random(8192, seed: 11), half: true);
        Assert.True(new FileInfo(Path.Combine(path, "Data", "com.apple.CoreML", "weights", "weight.bin")).Length > 16384);
        Assert.True(new FileInfo(Path.Combine(path, "Data", "com.apple.CoreML", "model.mlmodel")).Length < 1000);
        using CoreMLModel model = CoreMLModel.Open(path);
        Assert.NotNull(((TensorConstant)model.ReadProgram().Functions["main"].FindValue("w")!.Constant!).WeightLocation);
    }

    [Fact]
    public void Number_of_threads_does_not_change_a_byte()
    {
        using var fixture = new WeightFixture();
        string path = fixture.Save("CoreML8", "linear", "weight", [512, 4096], WeightFixture.Random(512 * 4096, seed: 4), half: true);
        using CoreMLModel model = CoreMLModel.Open(path);
        byte[][] files = [.. new[] { 1, 2, 7 }.Select(threads =>
        {
            string output = fixture.At($"{threads}.mlpackage");
            model.CompressTo(output, new CompressionOptions { Threads = threads });
            return File.ReadAllBytes(Path.Combine(output, "Data", "com.apple.CoreML", "weights", "weight.bin"));
        })];
        Assert.Equal(files[0], files[1]);
        Assert.Equal(files[0], files[2]);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Non_finite_weight_is_named_and_nothing_is_saved(float bad)
    {
        using var fixture = new WeightFixture();
        float[] weights = WeightFixture.Random(8192, seed: 5);
        weights[777] = bad;
        using CoreMLModel model = CoreMLModel.Open(fixture.Save("CoreML8", "linear", "weight", [64, 128], weights, half: true));
        CoreMLException exception = Assert.Throws<CoreMLException>(() => model.CompressTo(fixture.At("out.mlpackage")));
        Assert.Equal("CML5002", exception.Code);
        Assert.Contains("element 777", exception.Diagnostics[0].Found, StringComparison.Ordinal);
        Assert.Contains("w", exception.Diagnostics[0].Path, StringComparison.Ordinal);
        Assert.Equal(["in.mlpackage"], Directory.GetFileSystemEntries(fixture.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public void Weight_of_another_shape_than_declared_is_named()
    {
        using var fixture = new WeightFixture();
        using CoreMLModel model = CoreMLModel.Open(
            fixture.Save("CoreML8", "linear", "weight", [64, 128], WeightFixture.Random(8192, seed: 14), half: true));
        model.Specification.MlProgram.Functions["main"].BlockSpecializations["CoreML8"].Operations[0]
            .Outputs[0].Type.TensorType.Dimensions[0].Constant.Size = 32;
        CoreMLException exception = Assert.Throws<CoreMLException>(() => model.CompressTo(fixture.At("out.mlpackage")));
        Assert.Equal(("CML4006", "main/block[0]/w"), (exception.Code, exception.Diagnostics[0].Path));
        Assert.Equal("CML4006", Assert.Throws<CoreMLException>(() => model.ReadWeights()[0].Check()).Code);
    }

    [Fact]
    public void Channel_of_zeros_decodes_to_zeros()
    {
        using var fixture = new WeightFixture();
        float[] weights = WeightFixture.Random(8192, seed: 6);
        weights.AsSpan(0, 128).Clear();
        using CoreMLModel model = CoreMLModel.Open(fixture.Save("CoreML8", "linear", "weight", [64, 128], weights, half: true));
        model.CompressTo(fixture.At("out.mlpackage"));
        using CoreMLModel result = CoreMLModel.Open(fixture.At("out.mlpackage"));
        ReadOnlySpan<Half> decoded = MemoryMarshal.Cast<byte, Half>(result.ReadWeights()[0].Decode().Span);
        Assert.False(decoded[..128].ContainsAnyExcept(Half.Zero));
    }

    [Fact]
    public void Weight_that_stays_is_reported_with_its_reason()
    {
        using var fixture = new WeightFixture();
        using CoreMLModel model = CoreMLModel.Open(fixture.Save("CoreML8", "linear", "weight", [32, 64], WeightFixture.Random(2048, seed: 7), half: true));
        WeightReport weight = Assert.Single(model.CompressTo(fixture.At("out.mlpackage")).Weights);
        Assert.Null(weight.Scheme);
        Assert.Contains("2048", weight.Reason, StringComparison.Ordinal);
        Assert.Equal(1, model.CompressTo(fixture.At("all.mlpackage"), new CompressionOptions { WeightThreshold = 10 }).CompressedCount);
    }

    [Theory]
    [InlineData("CoreML6")]
    [InlineData("CoreML8")]
    public void Reported_size_is_that_of_the_weight_in_the_result(string opset)
    {
        using var fixture = new WeightFixture();
        using CoreMLModel model = CoreMLModel.Open(fixture.Save(opset, "linear", "weight", [64, 128], WeightFixture.Random(8192, seed: 12), half: true));
        CompressionReport report = model.CompressTo(fixture.At("out.mlpackage"));
        using CoreMLModel result = CoreMLModel.Open(fixture.At("out.mlpackage"));
        Assert.Equal(Assert.Single(result.ReadWeights()).SizeInBytes, Assert.Single(report.Weights).BytesAfter);
    }

    [Fact]
    public void Weights_stay_in_the_file_that_the_program_has()
    {
        using var fixture = new WeightFixture();
        string path = fixture.Save("CoreML8", "linear", "weight", [64, 128], WeightFixture.Random(8192, seed: 13), half: true);
        string folder = Path.Combine(path, "Data", "com.apple.CoreML", "weights");
        File.Move(Path.Combine(folder, "weight.bin"), Path.Combine(folder, "0-weight.bin"));
        using CoreMLModel model = CoreMLModel.Open(path);
        model.Specification.MlProgram.Functions["main"].BlockSpecializations["CoreML8"].Operations[0]
            .Attributes["val"].BlobFileValue.FileName = "@model_path/weights/0-weight.bin";
        model.CompressTo(fixture.At("out.mlpackage"));
        using CoreMLModel result = CoreMLModel.Open(fixture.At("out.mlpackage"));
        Assert.Equal(["Data/com.apple.CoreML/weights/0-weight.bin"], result.PackageFiles);
        Assert.True(result.SizeInBytes < 10_000);
    }

    [Fact]
    public void Rule_leaves_a_weight_as_it_is()
    {
        using var fixture = new WeightFixture();
        using CoreMLModel model = CoreMLModel.Open(fixture.Save("CoreML8", "linear", "weight", [64, 128], WeightFixture.Random(8192, seed: 8), half: true));
        CompressionReport report = model.CompressTo(fixture.At("out.mlpackage"), new CompressionOptions { Rules = [WeightRule.Named("w*")] });
        Assert.Equal(0, report.CompressedCount);
    }

    [Fact]
    public void Model_can_be_compressed_over_itself()
    {
        using var fixture = new WeightFixture();
        string path = fixture.Save("CoreML8", "linear", "weight", [64, 128], WeightFixture.Random(8192, seed: 9), half: true);
        using (CoreMLModel model = CoreMLModel.Open(path))
        {
            model.CompressTo(path);
        }
        using CoreMLModel result = CoreMLModel.Open(path);
        Assert.Equal("constexpr_blockwise_shift_scale", Assert.Single(result.ReadWeights()).Storage);
        Assert.Equal(["in.mlpackage"], Directory.GetFileSystemEntries(fixture.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public void Cancelled_work_leaves_nothing_behind()
    {
        using var fixture = new WeightFixture();
        using CoreMLModel model = CoreMLModel.Open(fixture.Save("CoreML8", "linear", "weight", [64, 128], WeightFixture.Random(8192, seed: 10), half: true));
        Assert.ThrowsAny<OperationCanceledException>(
            () => model.CompressTo(fixture.At("out.mlpackage"), cancellationToken: new CancellationToken(canceled: true)));
        Assert.Equal(["in.mlpackage"], Directory.GetFileSystemEntries(fixture.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public void Other_model_types_are_refused()
    {
        using CoreMLModel model = CoreMLModel.Create(new Specification.Model { SpecificationVersion = 1, Identity = new Specification.Identity() });
        Assert.Equal("CML5001", Assert.Throws<CoreMLException>(() => model.CompressTo(Path.Combine(Path.GetTempPath(), "x.mlpackage"))).Code);
    }
}
