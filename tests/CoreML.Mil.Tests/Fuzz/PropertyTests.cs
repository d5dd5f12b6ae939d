using CoreML.Format;
using CoreML.Specification;
using CoreML.Tests;
using CsCheck;

namespace CoreML.Mil.Tests;

/// <summary>What holds for every specification, package and graph that can be generated.</summary>
public sealed class PropertyTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coreml-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Programs_come_back_from_json_and_from_packages() => Gen.Int.Check(100, seed =>
    {
        Specification.MILSpec.Program program = new ProgramGenerator(seed).Program();
        using CoreMLModel model = Model(program.Clone());
        string path = Path.Combine(_folder.FullName, "Model.mlpackage");
        model.Save(path);
        using CoreMLModel again = CoreMLModel.Open(path);
        Assert.Equal(program, again.Specification.MlProgram);
        // JSON knows one value only that is not a number, so the text is what is compared.
        byte[] json = model.ToJson();
        model.ApplyJson(json);
        Assert.Equal(json, model.ToJson());
    });

    [Fact]
    public void A_rename_can_be_taken_back() => Gen.Int.Check(100, seed =>
    {
        Specification.MILSpec.Program program = new ProgramGenerator(seed).Program();
        using CoreMLModel model = Model(program.Clone());
        foreach ((string name, Specification.MILSpec.Function function) in program.Functions)
        {
            foreach (Specification.MILSpec.NamedValueType input in function.Inputs)
            {
                model.Specification.Description.Functions.Add(new FunctionDescription { Name = name, Input = { new FeatureDescription { Name = input.Name } } });
            }
        }
        Model before = model.Specification.Clone();
        foreach (ModelFeature feature in model.AllFeatures)
        {
            string old = feature.Name;
            feature.Rename("a name that nothing has");
            Assert.NotEqual(before, model.Specification);
            feature.Rename(old);
            Assert.Equal(before, model.Specification);
        }
    });

    [Fact]
    public void Spliced_and_shared_graphs_hold_together() => Gen.Int.Check(100, seed =>
    {
        MilProgram program = MilProgramReader.Read(new ProgramGenerator(seed).Program(), NoWeights.Instance);
        foreach (MilFunction function in program.Functions.Where(function => function.FindBlock(function.Opset) is not null))
        {
            MilFunction copy = program.AddFunction(function.Name + " copy", function);
            try
            {
                copy.Body.InsertFunction(null, function, [.. copy.Inputs]);
            }
            catch (ArgumentException)
            {
                // A file may bind an input to nothing; an edit may not. What was put in before is sound.
            }
            Assert.Empty(Unsound(program));
            DeadCode.RemoveAll(copy);
        }
        Assert.Empty(Unsound(program));
    });

    // A function without a block for its opset is odd, not unsound.
    private static IEnumerable<Diagnostic> Unsound(MilProgram program) => program.Verify().Where(diagnostic => diagnostic.Code != "CML4004");

    private static CoreMLModel Model(Specification.MILSpec.Program program) => CoreMLModel.Create(
        new Model { SpecificationVersion = 9, Description = new ModelDescription(), MlProgram = program });
}
