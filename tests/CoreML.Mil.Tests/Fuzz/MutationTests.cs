using CoreML.Format;
using CoreML.Fuzz;
using CoreML.Specification;
using CoreML.Tests;

namespace CoreML.Mil.Tests;

/// <summary>Some thousand changed inputs for each reader, the same in every run, and every input that ever revealed a
/// defect. <c>tests/CoreML.Fuzz</c> runs millions.</summary>
public sealed class MutationTests : IDisposable
{
    private const int Inputs = 2000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coreml-tests-");

    public static TheoryData<string> Targets => [.. FuzzTarget.All.Select(target => target.Name)];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Targets))]
    public void Changed_inputs_end_in_an_ordinary_error(string name)
    {
        MakeSeeds();
        List<byte[]> seeds = FuzzSeeds.From(_folder.FullName, most: 100)[name];
        Assert.NotEmpty(seeds);
        FuzzTarget target = FuzzTarget.All.Single(target => target.Name == name);
        Assert.All(seeds, target.Read);
        var mutator = new Mutator(seed: 20);
        for (int i = 0; i < Inputs; i++)
        {
            byte[] input = mutator.Next(seeds);
            try
            {
                target.Run(input);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Input {i} reveals a defect: {Convert.ToBase64String(input)}", exception);
            }
        }
    }

    [Fact]
    public void Inputs_that_once_revealed_a_defect_do_so_no_more()
    {
        string corpus = Repository.At("tests", "CoreML.Fuzz", "Corpus");
        string[] files = Directory.GetFiles(corpus, "*.bin", SearchOption.AllDirectories);
        Assert.All(Directory.GetDirectories(corpus), folder => Assert.Contains(Path.GetFileName(folder), FuzzTarget.All.Select(target => target.Name)));
        Assert.All(files, file => FuzzTarget.All.Single(target => target.Name == Path.GetFileName(Path.GetDirectoryName(file))).Run(File.ReadAllBytes(file)));
    }

    private void MakeSeeds()
    {
        Save(CoreMLModel.Create(EditFixture.Network(3, 8, 8)), "network.mlmodel");
        Save(CoreMLModel.Create(new Model { SpecificationVersion = 1, Scaler = new Scaler { ShiftValue = { 1, 2 } } }), "scaler.mlmodel");
        Save(EditFixture.Program(version: 7), "program.mlpackage");
        using CoreMLModel model = EditFixture.Program(version: 9);
        MilProgram program = model.ReadProgram();
        MilBlock body = program.Functions["main"].Body;
        body.InsertConstBefore(body.Operations[0], "w", TensorConstant.Create([16], new float[16]));
        model.WriteProgram(program);
        Save(model, "weights.mlpackage");
        File.Copy(
            Path.Combine(_folder.FullName, "weights.mlpackage", "Data", "com.apple.CoreML", "model.mlmodel"),
            Path.Combine(_folder.FullName, "program.mlmodel"));
    }

    private void Save(CoreMLModel model, string name)
    {
        using (model)
        {
            model.Save(Path.Combine(_folder.FullName, name));
        }
    }
}
