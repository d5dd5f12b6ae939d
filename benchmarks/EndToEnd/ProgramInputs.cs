using CoreML.Builder;
using CoreML.Format;
using CoreML.Mil;

namespace EndToEnd;

/// <summary>A program of many operations: 1,000 layers with a weight of 64×64 each, and an activation behind every one.</summary>
internal static class ProgramInputs
{
    private const int Layers = 1000;
    private const int Width = 64;

    private static readonly float[][] Values =
        [.. Enumerable.Range(0, Layers).Select(layer => Enumerable.Range(0, Width * Width).Select(i => (layer + i) % 7 / 64f).ToArray())];

    /// <summary>Builds and saves it.</summary>
    public static void Build(string path)
    {
        using CoreMLModel model = ProgramBuilder.Build(DeploymentTarget.IOS17, p =>
        {
            Var x = p.Input("x", [1, Width]);
            foreach (float[] values in Values)
            {
                x = x.Linear(Weight.Of(values, [Width, Width])).Relu();
            }
            p.Output("y", x);
        });
        model.Save(path);
    }

    /// <summary>Saves it to be loaded.</summary>
    public static string Make(string folder)
    {
        const string name = "program-2000.mlpackage";
        if (!Directory.Exists(Path.Combine(folder, name)))
        {
            Build(Path.Combine(folder, name));
        }
        return name;
    }

    /// <summary>Loads it into a graph.</summary>
    public static void Load(string path)
    {
        using CoreMLModel model = CoreMLModel.Open(path);
        MilProgram program = model.ReadProgram();
        if (program.Functions["main"].Body.Operations.Count < 2 * Layers)
        {
            throw new InvalidOperationException("The program has lost operations.");
        }
    }
}
