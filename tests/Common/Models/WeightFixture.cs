using System.Runtime.InteropServices;
using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;

namespace CoreML.Tests;

/// <summary>Models with one weight, made in a folder of their own.</summary>
internal sealed class WeightFixture : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("coreml-tests-").FullName;

    public string At(string name) => Path.Combine(Folder, name);

    /// <summary>Saves a program that applies an operation to an input and the weight.</summary>
    public string Save(string opset, string operation, string input, long[] shape, float[] weights, bool half)
    {
        byte[] packed = half
            ? MemoryMarshal.AsBytes(weights.Select(weight => (Half)weight).ToArray().AsSpan()).ToArray()
            : MemoryMarshal.AsBytes(weights.AsSpan()).ToArray();
        return Save(opset, operation, input, new TensorType(half ? ElementType.Float16 : ElementType.Float32, TensorShape.FromSizes(shape)), packed);
    }

    /// <summary>Saves a program that applies an operation to an input and the weight, given by its packed elements.</summary>
    public string Save(string opset, string operation, string input, TensorType type, byte[] packed)
    {
        var program = new MilProgram();
        MilFunction function = program.AddFunction("main", opset);
        MilValue x = function.AddInput("x", new TensorType(ElementType.Float32, [1, 4]));
        MilValue weight = function.Body.AppendConst("w", TensorConstant.FromPacked(type, packed));
        MilOperation result = function.Body.Append(operation, [("x", x), (input, weight)], [("y", new TensorType(ElementType.Float32, [1, 4]))]);
        function.Body.SetOutputs(result.Output);
        var specification = new Model
        {
            SpecificationVersion = opset == "CoreML8" ? 9 : 7,
            Description = new ModelDescription(),
            MlProgram = new Specification.MILSpec.Program { Version = 1 },
        };
        using CoreMLModel model = CoreMLModel.Create(specification);
        model.WriteProgram(program);
        string path = At("in.mlpackage");
        model.Save(path);
        return path;
    }

    public static float[] Random(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(Half)(random.NextSingle() * 2 - 1))];
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
