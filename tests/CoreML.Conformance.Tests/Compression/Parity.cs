using System.Runtime.InteropServices;
using System.Text.Json;
using CoreML.Format;
using CoreML.Mil;
using CoreML.Quantization;
using CoreML.Tests;

namespace CoreML.Conformance.Tests;

/// <summary>The weights of <c>golden/parity</c>, and what coremltools makes of them.</summary>
internal sealed class Parity
{
    private static readonly JsonElement Index = JsonDocument.Parse(File.ReadAllBytes(Shared.At("golden", "parity", "parity.json"))).RootElement;

    private Parity(string name, JsonElement facts)
    {
        Name = name;
        Facts = facts;
        Weight = NpyReader.Read(Shared.At("golden", "parity", name + ".npy"));
    }

    public static IEnumerable<Parity> All
    {
        get
        {
            Shared.At("golden", "parity");
            return Index.GetProperty("weights").EnumerateObject().Select(weight => new Parity(weight.Name, weight.Value));
        }
    }

    public string Name { get; }

    public JsonElement Facts { get; }

    public NpyArray Weight { get; }

    public bool IsHalf => Weight.Type == "<f2";

    public IReadOnlyDictionary<string, NpyArray> Archive(string kind) =>
        NpyReader.ReadArchive(Shared.At("golden", "parity", $"{Name}.{kind}.npz"));

    /// <summary>Compresses a model with this weight.</summary>
    /// <returns>The operation that decodes the result, whose parameters can be read while <paramref name="use"/> runs.</returns>
    public void Compress(CompressionScheme scheme, Action<MilOperation> use)
    {
        using var fixture = new WeightFixture();
        var type = new TensorType(IsHalf ? ElementType.Float16 : ElementType.Float32, TensorShape.FromSizes([.. Weight.Shape.Select(size => (long)size)]));
        string operation = Weight.Shape.Length == 4 ? "conv" : "linear";
        using CoreMLModel model = CoreMLModel.Open(fixture.Save("CoreML8", operation, "weight", type, Weight.Bytes));
        CompressionReport report = model.CompressTo(fixture.At("out.mlpackage"), new CompressionOptions { Default = scheme, WeightThreshold = 1 });
        using CoreMLModel result = CoreMLModel.Open(fixture.At("out.mlpackage"));
        MilFunction function = result.ReadProgram().Functions["main"];
        MilOperation consumer = function.Body.Operations.First(candidate => candidate.Type == operation);
        Assert.True(report.CompressedCount == 1, report.ToString());
        use(consumer.Inputs.Find("weight")!.Arguments[0].Value!.Operation!);
    }

    /// <summary>The elements of a parameter, one a byte if they are narrower.</summary>
    public static byte[] Bytes(MilOperation operation, string parameter)
    {
        var constant = (TensorConstant)operation.Inputs.Find(parameter)!.Constant!;
        return constant.ElementType switch
        {
            ElementType.Int4 => MemoryMarshal.AsBytes<sbyte>(constant.ToArray<sbyte>()).ToArray(),
            { IsSubByte: true } => constant.ToArray<byte>(),
            _ => Packed(constant),
        };
    }

    private static byte[] Packed(TensorConstant constant)
    {
        var bytes = new byte[constant.SizeInBytes];
        constant.Read(bytes);
        return bytes;
    }
}
