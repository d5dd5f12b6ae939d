using System.Buffers.Binary;
using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;

namespace CoreML.Validation.Tests;

/// <summary>Rules about weights in files: a sound package, and ways to damage its weight file.</summary>
public sealed class WeightFileTests : IDisposable
{
    private const int Elements = 32;
    private const int Record = 64;
    private const int Data = 128;

    private static readonly (string Code, Action<string> Break)[] All =
    [
        ("CML3001", File.Delete),
        ("CML3002", path => File.WriteAllBytes(path, new byte[10])),
        ("CML3003", path => Change(path, Record, 0)),
        ("CML3004", path => Change(path, Record + 16, 1 << 20)),
        ("CML3005", path => Change(path, Record + 4, 999)),
        ("CML3006", path => Change(path, Record + 8, 2)),
        ("CML8821", path => Change(path, Data + 4, unchecked((int)0xFFC00000))),
        ("CML8821", path => Change(path, Data, 0x7F800000)),
        ("CML8822", path => Change(path, Data + 8, BitConverter.SingleToInt32Bits(-1e6f))),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("coreml-tests-").FullName;

    public static IEnumerable<string> Codes => All.Select(damage => damage.Code);

    public static TheoryData<int> Damages => [.. Enumerable.Range(0, All.Length)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_damaged_weight_file_breaks_the_rule(int index)
    {
        (string code, Action<string> damage) = All[index];
        string package = Save();
        using (CoreMLModel sound = CoreMLModel.Open(package))
        {
            Assert.Empty(sound.Validate());
        }
        damage(Path.Combine(package, "Data", "com.apple.CoreML", "weights", "weight.bin"));
        using CoreMLModel model = CoreMLModel.Open(package);
        Diagnostic found = Assert.Single(model.Validate());
        Assert.Equal(code, found.Code);
        Assert.Equal("main/block[0]/w.val", found.Path);
        Assert.Equal(ValidationRules.Find(code)!.Severity, found.Severity);
        bool aboutValues = code.StartsWith("CML8", StringComparison.Ordinal);
        Assert.Equal(aboutValues, model.Validate(new ValidationOptions { CheckValues = false }).Count == 0);
        Assert.Empty(model.Validate(new ValidationOptions().Without(code)));
    }

    private string Save()
    {
        string path = Path.Combine(_folder, "model.mlpackage");
        FeatureDescription x = Make.Array("x", ArrayFeatureType.Types.ArrayDataType.Float32, Elements);
        FeatureDescription y = Make.Array("y", ArrayFeatureType.Types.ArrayDataType.Float32, Elements);
        Model specification = Make.Model([x], [y], 8);
        specification.MlProgram = new();
        using CoreMLModel model = CoreMLModel.Create(specification);
        var type = new TensorType(ElementType.Float32, [Elements]);
        var program = new MilProgram();
        MilFunction main = program.AddFunction("main", "CoreML7");
        MilValue weight = main.Body.AppendConst("w", TensorConstant.Vector(new float[Elements]));
        main.Body.SetOutputs(main.Body.Append("add", [("x", main.AddInput("x", type)), ("y", weight)], [("y", type)]).Output);
        model.WriteProgram(program);
        model.Save(path);
        return path;
    }

    private static void Change(string path, int position, int value)
    {
        byte[] bytes = File.ReadAllBytes(path);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(position), value);
        File.WriteAllBytes(path, bytes);
    }
}
