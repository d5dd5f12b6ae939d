using System.Runtime.InteropServices;
using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;

namespace EndToEnd;

/// <summary>Models of seeded normal weights, each the weight of a linear layer.</summary>
internal static class Inputs
{
    /// <summary>Makes a model, unless it is there.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="type">float16 or float32.</param>
    /// <param name="layers">Number of weights.</param>
    /// <param name="outputs">Their rows.</param>
    /// <param name="inputs">Their columns.</param>
    /// <returns>The model's path.</returns>
    public static string Make(string folder, ElementType type, int layers, int outputs, int inputs)
    {
        string path = Path.Combine(folder, $"{type}-{layers}x{outputs}x{inputs}.mlpackage");
        if (Directory.Exists(path))
        {
            return path;
        }
        var program = new MilProgram();
        MilFunction function = program.AddFunction("main", "CoreML8");
        MilValue x = function.AddInput("x", new TensorType(type, [1, inputs]));
        for (int layer = 0; layer < layers; layer++)
        {
            var content = new NormalContent(type, (long)outputs * inputs, layer);
            MilValue weight = function.Body.AppendConst($"w{layer}", TensorConstant.FromContent(TensorShape.FromSizes([outputs, inputs]), content));
            x = function.Body.Append("linear", [("x", x), ("weight", weight)], [($"y{layer}", new TensorType(type, [1, outputs]))]).Output;
        }
        function.Body.SetOutputs(x);
        using CoreMLModel model = CoreMLModel.Create(new Model
        {
            SpecificationVersion = 9,
            Description = new ModelDescription(),
            MlProgram = new CoreML.Specification.MILSpec.Program { Version = 1 },
        });
        model.WriteProgram(program);
        model.Save(path);
        return path;
    }

    /// <summary>Elements that are computed where they are asked for.</summary>
    private sealed class NormalContent(ElementType type, long count, int seed) : WeightContent(type, count)
    {
        public override void Read(long start, Span<byte> destination)
        {
            var random = new Random(unchecked((seed * 7919) + (int)(start >> 10)));
            if (ElementType == ElementType.Float16)
            {
                foreach (ref Half value in MemoryMarshal.Cast<byte, Half>(destination))
                {
                    value = (Half)Normal(random);
                }
                return;
            }
            foreach (ref float value in MemoryMarshal.Cast<byte, float>(destination))
            {
                value = Normal(random);
            }
        }

        // The sum of four equal distributions is close enough to a normal one, and quick.
        private static float Normal(Random random) =>
            0.035f * (random.NextSingle() + random.NextSingle() + random.NextSingle() + random.NextSingle() - 2);
    }
}
