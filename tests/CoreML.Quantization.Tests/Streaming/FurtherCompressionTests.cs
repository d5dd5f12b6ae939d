using System.Runtime.InteropServices;
using CoreML.Format;
using CoreML.Mil;
using CoreML.Tests;

namespace CoreML.Quantization.Tests;

/// <summary>Compression of what is compressed already.</summary>
public sealed class FurtherCompressionTests : IDisposable
{
    private const int Rows = 96;
    private const int Columns = 64;

    private static readonly Dictionary<string, CompressionScheme> Schemes = new()
    {
        ["int8"] = Quantize.Int8(),
        ["uint8 asymmetric"] = Quantize.UInt8().Asymmetric().PerTensor(),
        ["int8 of the other axis"] = Quantize.Int8().PerChannel(1),
        ["int8 per block"] = Quantize.Int8().PerBlock(32),
        ["uint4 per block"] = Quantize.UInt4().Asymmetric().PerBlock(16),
        ["4 bits"] = Palettize.Bits(4),
        ["4 bits in groups"] = Palettize.Bits(4).PerGroupedChannel(32),
        ["2 bits in groups of the other axis"] = Palettize.Bits(2).PerGroupedChannel(16, axis: 1),
        ["6 uniform bits"] = Palettize.Bits(6).Uniform(),
        ["3 bits"] = Palettize.Bits(3),
        ["8 bits"] = Palettize.Bits(8),
        ["distinct values"] = Palettize.Unique(),
        ["vectors"] = Palettize.Bits(4).Vectors(2),
        ["scaled"] = Palettize.Bits(4).WithPerChannelScale(),
        ["quantized table"] = Palettize.Bits(4).WithQuantizedTable(),
        ["pruned"] = Prune.Magnitude(0.6),
        ["pruned 2 of 4"] = Prune.NOfM(2, 4),
        ["pruned further"] = Prune.Magnitude(0.8),
        ["pruned and quantized"] = Prune.Magnitude(0.8).Then(Quantize.Int8()),
        ["pruned and palettized"] = Prune.Magnitude(0.6).Then(Palettize.Bits(4)),
        ["half"] = Storage.Float16(),
    };

    private readonly WeightFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    // First scheme, second scheme, the operations that decode the result from the outermost in, and what of the first is kept.
    public static TheoryData<string, string, string, string> Pairs => new()
    {
        { "4 bits", "int8", "lut_to_dense blockwise_shift_scale", "indices" },
        { "4 bits", "uint8 asymmetric", "lut_to_dense blockwise_shift_scale", "indices" },
        { "4 bits in groups", "int8", "lut_to_dense blockwise_shift_scale", "indices" },
        { "8 bits", "int8 per block", "lut_to_dense blockwise_shift_scale", "indices" },
        { "vectors", "int8", "lut_to_dense blockwise_shift_scale", "indices" },
        { "4 bits", "pruned", "sparse_to_dense lut_to_sparse", "lut" },
        { "4 bits in groups", "pruned 2 of 4", "sparse_to_dense lut_to_sparse", "lut" },
        { "2 bits in groups of the other axis", "pruned", "sparse_to_dense lut_to_sparse", "lut" },
        { "quantized table", "pruned", "sparse_to_dense lut_to_sparse blockwise_shift_scale", "data" },
        { "int8", "pruned", "sparse_to_dense sparse_blockwise_shift_scale", "scale" },
        { "uint8 asymmetric", "pruned 2 of 4", "sparse_to_dense sparse_blockwise_shift_scale", "offset" },
        { "uint4 per block", "pruned", "sparse_to_dense sparse_blockwise_shift_scale", "offset" },
        { "int8", "4 bits", "lut_to_dense blockwise_shift_scale", "scale" },
        { "uint8 asymmetric", "6 uniform bits", "lut_to_dense blockwise_shift_scale", "offset" },
        { "uint8 asymmetric", "4 bits in groups", "lut_to_dense blockwise_shift_scale", "scale" },
        { "int8 of the other axis", "2 bits in groups of the other axis", "lut_to_dense blockwise_shift_scale", "scale" },
        { "int8", "2 bits in groups of the other axis", "lut_to_dense blockwise_shift_scale", "scale" },
        { "pruned", "int8", "sparse_to_dense sparse_blockwise_shift_scale", "mask" },
        { "pruned", "4 bits", "sparse_to_dense lut_to_sparse", "" },
        { "pruned", "pruned further", "sparse_to_dense", "" },
        { "pruned", "pruned and quantized", "sparse_to_dense sparse_blockwise_shift_scale", "" },
        { "half", "int8", "blockwise_shift_scale", "" },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Second_scheme_keeps_what_the_first_made(string first, string second, string operations, string kept)
    {
        foreach (bool half in first == "half" ? [false] : (bool[])[true, false])
        {
            foreach (string opset in (string[])["CoreML8", "CoreML9"])
            {
                string compressed = Compress(Source(opset, half), first, joint: false).Path;
                (string path, WeightReport report) = Compress(compressed, second, joint: true);
                using CoreMLModel before = CoreMLModel.Open(compressed);
                using CoreMLModel after = CoreMLModel.Open(path);
                Assert.Empty(after.ReadProgram().Verify());
                MilOperation[] decoders = Decoders(after);
                bool isScaledLast = opset == "CoreML9" && operations.StartsWith("lut", StringComparison.Ordinal) && kept != "indices";
                string expected = isScaledLast ? "blockwise_shift_scale lut_to_dense" : operations;
                Assert.Equal(expected.Split(' ').Select(name => "constexpr_" + name), decoders.Select(operation => operation.Type));
                CheckKept(kept, Decoders(before), decoders);
                CheckReport(before, after, report);
            }
        }
    }

    // Same bytes, though scales can have got further axes.
    private static void CheckKept(string kept, MilOperation[] before, MilOperation[] after)
    {
        if (kept.Length > 0)
        {
            Assert.Equal(Parameter(before, kept), Parameter(after, kept));
        }
    }

    private static byte[] Parameter(MilOperation[] operations, string name)
    {
        TensorConstant constant = operations.Select(operation => operation.Inputs.Find(name)?.Constant).OfType<TensorConstant>().First();
        var packed = new byte[constant.SizeInBytes];
        constant.Read(packed);
        return packed;
    }

    // The report's numbers are those of the files, decoded by the library that knows nothing of schemes.
    private static void CheckReport(CoreMLModel before, CoreMLModel after, WeightReport report)
    {
        ModelWeight weight = Assert.Single(after.ReadWeights());
        ModelWeight original = Assert.Single(before.ReadWeights());
        Assert.Equal(original.SizeInBytes, report.BytesBefore);
        Assert.Equal(weight.SizeInBytes, report.BytesAfter);
        Assert.True(weight.SizeInBytes < original.SizeInBytes, $"{original.SizeInBytes} became {weight.SizeInBytes}");
        float[] expected = Values(original);
        float[] decoded = Values(weight);
        double signal = expected.Sum(value => (double)value * value);
        double noise = expected.Zip(decoded, (a, b) => ((double)a - b) * ((double)a - b)).Sum();
        Assert.Equal(10 * Math.Log10(signal / noise), report.Snr, 0.01);
        Assert.InRange(report.Snr, 1, double.PositiveInfinity);
        if (original.Storage == "constexpr_sparse_to_dense")
        {
            Assert.All(expected.Zip(decoded), pair => Assert.True(pair.First != 0 || pair.Second == 0));
        }
    }

    public static TheoryData<string> Prunings => ["4 bits", "4 bits in groups", "quantized table", "int8", "uint4 per block"];

    [Theory]
    [MemberData(nameof(Prunings))]
    public void Pruned_elements_become_zero_and_all_others_keep_their_decoded_value(string first)
    {
        string compressed = Compress(Source("CoreML8", half: true), first, joint: false).Path;
        using CoreMLModel before = CoreMLModel.Open(compressed);
        using CoreMLModel after = CoreMLModel.Open(Compress(compressed, "pruned", joint: true).Path);
        float[] original = Values(before.ReadWeights()[0]);
        float[] pruned = Values(after.ReadWeights()[0]);
        float threshold = original.Select(MathF.Abs).Order().ElementAt((int)(0.6 * (original.Length - 1)));
        for (int i = 0; i < original.Length; i++)
        {
            Assert.Equal(MathF.Abs(original[i]) <= threshold ? 0 : original[i], pruned[i]);
        }
    }

    [Fact]
    public void Integers_that_become_tables_are_off_by_half_a_gap_at_most()
    {
        string compressed = Compress(Source("CoreML8", half: true), "int8", joint: false).Path;
        using CoreMLModel before = CoreMLModel.Open(compressed);
        using CoreMLModel after = CoreMLModel.Open(Compress(compressed, "6 uniform bits", joint: true).Path);
        var scales = MemoryMarshal.Cast<byte, Half>(Parameter(Decoders(before), "scale")).ToArray();
        float[] original = Values(before.ReadWeights()[0]);
        float[] palettized = Values(after.ReadWeights()[0]);
        for (int i = 0; i < original.Length; i++)
        {
            // 63 steps over 255 integers: two and a half from an entry, with rounding of entries and of weights.
            Assert.InRange(MathF.Abs(original[i] - palettized[i]) / (float)scales[i / Columns], 0, 3.1f);
        }
    }

    [Fact]
    public void Integers_with_few_values_keep_them_exactly()
    {
        float[] weights = [.. WeightFixture.Random(Rows * Columns, seed: 41).Select((weight, i) => i % Columns == 0 ? 1 : MathF.Round(weight * 3) / 4)];
        string source = _fixture.Save("CoreML8", "linear", "weight", [Rows, Columns], weights, half: true);
        string compressed = Compress(source, "int8", joint: false).Path;
        (string path, WeightReport report) = Compress(compressed, "distinct values", joint: true);
        using CoreMLModel after = CoreMLModel.Open(path);
        // −3 to 4 quarters: eight values, and indices of three bits.
        Assert.Equal(ElementType.UInt3, ((TensorConstant)Decoders(after)[0].Inputs.Find("indices")!.Constant!).ElementType);
        Assert.Equal(double.PositiveInfinity, report.Snr);
    }

    public static TheoryData<string, string, string> Conflicts => new()
    {
        { "4 bits", "6 uniform bits", "palettized already" },
        { "4 bits", "pruned and quantized", "palettized already" },
        { "3 bits", "int8", "less than 10" },
        { "4 bits", "uint4 per block", "int8 or uint8" },
        { "quantized table", "int8", "scaled or quantized" },
        { "scaled", "int8", "scaled or quantized" },
        { "vectors", "pruned", "vectors of 2" },
        { "int8", "uint4 per block", "quantized already" },
        { "int8", "pruned and quantized", "quantized already" },
        { "int8", "vectors", "neither vectors" },
        { "int8", "scaled", "neither vectors" },
        { "int8", "quantized table", "neither vectors" },
        { "int8 per block", "6 uniform bits", "bytes" },
        { "int8", "8 bits", "bytes" },
        { "uint4 per block", "4 bits", "no tables" },
        { "pruned", "vectors", "it is pruned" },
        { "pruned", "distinct values", "it is pruned" },
        { "pruned and quantized", "4 bits", "on top of both" },
        { "pruned and palettized", "int8", "on top of both" },
        { "pruned and palettized", "pruned further", "on top of both" },
    };

    [Theory]
    [MemberData(nameof(Conflicts))]
    public void Second_scheme_that_would_undo_the_first_leaves_the_weight_and_says_so(string first, string second, string reason)
    {
        string compressed = Compress(Source("CoreML8", half: true), first, joint: false).Path;
        (string path, WeightReport report) = Compress(compressed, second, joint: true);
        Assert.Null(report.Scheme);
        Assert.Contains(reason, report.Reason, StringComparison.Ordinal);
        using CoreMLModel before = CoreMLModel.Open(compressed);
        using CoreMLModel after = CoreMLModel.Open(path);
        Assert.Equal(before.ReadWeights()[0].Decode().ToArray(), after.ReadWeights()[0].Decode().ToArray());
        Assert.Equal(Decoders(before).Select(operation => operation.Type), Decoders(after).Select(operation => operation.Type));
        var strict = new CompressionOptions { Default = Schemes[second], JointCompression = true, Strict = true };
        CoreMLException exception = Assert.Throws<CoreMLException>(() => before.CompressTo(_fixture.At("strict.mlpackage"), strict));
        Assert.Equal("CML5004", exception.Code);
        Assert.Contains(reason, exception.Diagnostics[0].Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Scaled_result_of_a_table_is_left_alone()
    {
        // From iOS 26 on scales come after tables.
        string compressed = Compress(Source("CoreML9", half: true), "scaled", joint: false).Path;
        foreach (string second in (string[])["int8", "pruned", "4 bits"])
        {
            Assert.Contains("on top of both", Compress(compressed, second, joint: true).Report.Reason, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("int8", "pruned")]
    [InlineData("4 bits", "int8")]
    [InlineData("pruned", "4 bits")]
    public void Targets_before_iOS_18_cannot_keep_both(string first, string second)
    {
        using CoreMLModel compressed = CoreMLModel.Open(Compress(Source("CoreML7", half: true), first, joint: false).Path);
        CoreMLException exception = Assert.Throws<CoreMLException>(() => compressed.CompressTo(
            _fixture.At("out.mlpackage"), new CompressionOptions { Default = Schemes[second], JointCompression = true }));
        Assert.Equal("CML5005", exception.Code);
    }

    // Raising a program's target leaves operations that are still there.
    [Fact]
    public void Operations_of_before_iOS_18_are_taken_along()
    {
        foreach (string first in (string[])["int8", "uint8 asymmetric"])
        {
            string old = Compress(Source("CoreML7", half: true), first, joint: false).Path;
            string raised = _fixture.At("raised.mlpackage");
            using (CoreMLModel model = CoreMLModel.Open(old))
            {
                MilProgram program = model.ReadProgram();
                program.Functions["main"].Opset = "CoreML8";
                model.WriteProgram(program);
                model.Save(raised);
            }
            foreach (string second in (string[])["pruned", "4 bits"])
            {
                (string path, WeightReport report) = Compress(raised, second, joint: true);
                using CoreMLModel before = CoreMLModel.Open(raised);
                using CoreMLModel after = CoreMLModel.Open(path);
                CheckReport(before, after, report);
                Assert.DoesNotContain(Decoders(after), operation => operation.Type == "constexpr_affine_dequantize");
            }
        }
    }

    [Fact]
    public void Number_of_threads_does_not_change_a_byte()
    {
        string compressed = Compress(Source("CoreML8", half: true), "int8 of the other axis", joint: false).Path;
        byte[][] files = [.. new[] { 1, 2, 7 }.Select(threads =>
        {
            using CoreMLModel model = CoreMLModel.Open(compressed);
            string output = _fixture.At($"{threads}.mlpackage");
            model.CompressTo(output, new CompressionOptions { Default = Schemes["2 bits in groups of the other axis"], JointCompression = true, Threads = threads });
            return File.ReadAllBytes(Path.Combine(output, "Data", "com.apple.CoreML", "weights", "weight.bin"));
        })];
        Assert.Equal(files[0], files[1]);
        Assert.Equal(files[0], files[2]);
    }

    private string Source(string opset, bool half) =>
        _fixture.Save(opset, "linear", "weight", [Rows, Columns], WeightFixture.Random(Rows * Columns, seed: 40), half);

    private (string Path, WeightReport Report) Compress(string source, string scheme, bool joint)
    {
        string path = _fixture.At(joint ? "second.mlpackage" : "first.mlpackage");
        using CoreMLModel model = CoreMLModel.Open(source);
        CompressionReport report = model.CompressTo(path, new CompressionOptions { Default = Schemes[scheme], JointCompression = joint });
        return (path, Assert.Single(report.Weights));
    }

    private static float[] Values(ModelWeight weight)
    {
        var values = new float[Rows * Columns];
        NumericConversion.Widen(weight.ElementType, weight.Decode().Span, 0, values);
        return values;
    }

    // The operations that decode the weight, the last one first.
    private static MilOperation[] Decoders(CoreMLModel model) =>
        [.. model.ReadProgram().Functions["main"].Body.Operations.Where(ConstexprDecoder.IsConstexpr).Reverse()];
}
