using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;

namespace CoreML.Conformance.Tests;

/// <summary>Renames inside of golden programs and networks are recognised, also beside another change.</summary>
public class DiffTests
{
    [Fact]
    public void Renamed_values_operations_and_layers_are_renames_and_nothing_else()
    {
        int programs = 0;
        int networks = 0;
        foreach (string path in EveryModelTests.Models().Where(path =>
            path.Contains("golden", StringComparison.Ordinal) && !path.Contains("accepted", StringComparison.Ordinal)))
        {
            using CoreMLModel left = CoreMLModel.Open(path);
            if (left.Specification.CalculateSize() > 500_000)
            {
                continue;
            }
            using CoreMLModel right = CoreMLModel.Open(path);
            int renamed = right.Specification.TypeCase switch
            {
                Model.TypeOneofCase.MlProgram => RenameOperations(right),
                Model.TypeOneofCase.NeuralNetwork => RenameLayers(right.Specification),
                _ => 0,
            };
            if (renamed == 0)
            {
                continue;
            }
            IReadOnlyList<ModelDifference> differences = ModelDiff.Compare(left, right);
            Assert.All(differences, difference => Assert.True(difference.IsRename, $"{path} {difference}"));
            Assert.Equal(renamed, differences.Count);
            programs += right.Stages[0].HasProgram ? 1 : 0;
            networks += right.Stages[0].HasProgram ? 0 : 1;
        }
        Assert.Equal((524, 269), (programs, networks));
    }

    [Fact]
    public void Renames_are_recognised_beside_an_operation_that_was_put_in()
    {
        int count = 0;
        foreach (string path in Shared.Files("*.mlmodel", "golden", "programs").Where(path => !path.Replace('\\', '/').Contains("/ops/", StringComparison.Ordinal))
            .Select(path => path[..(path.IndexOf(".mlpackage", StringComparison.Ordinal) + ".mlpackage".Length)]))
        {
            using CoreMLModel left = CoreMLModel.Open(path);
            using CoreMLModel right = CoreMLModel.Open(path);
            int renamed = RenameOperations(right);
            MilProgram program = right.ReadProgram();
            // What only the end of a program takes leaves all else as it was.
            MilValue? last = program.Functions[0].Body.Operations.Reverse().SelectMany(operation => operation.Inputs).Select(input => input.Value)
                .FirstOrDefault(value => value is { Operation: { Type: not "const" }, Uses.Count: 1 } && value.Type is TensorType { ElementType.IsFloat: true } && value.Block == program.Functions[0].Body);
            if (renamed == 0 || last is null)
            {
                continue;
            }
            last.Splice(x => x.Operation!.Block.InsertAfter(x.Operation, "relu", [("x", x)], [("put_in", x.Type)]).Output);
            right.WriteProgram(program);
            IReadOnlyList<ModelDifference> differences = ModelDiff.Compare(left, right);
            int others = differences.Count(difference => !difference.IsRename);
            Assert.True(others is >= 3 and <= 12, $"{path} {others} of {differences.Count}\n{string.Join('\n', differences.Where(difference => !difference.IsRename).Take(12))}");
            count++;
        }
        Assert.Equal(33, count);
    }

    // Every value that is no feature, and its operation.
    private static int RenameOperations(CoreMLModel model)
    {
        MilProgram program = model.ReadProgram();
        HashSet<string> features = [.. model.AllFeatures.Select(feature => feature.Name)];
        int count = 0;
        foreach (MilOperation operation in program.Functions.SelectMany(GraphWalk.Operations))
        {
            foreach (MilValue output in operation.Outputs)
            {
                if (!features.Contains(output.Name))
                {
                    if (operation.Name == output.Name)
                    {
                        operation.Name = output.Name + "_v2";
                    }
                    output.Rename(output.Name + "_v2");
                    count++;
                }
            }
        }
        model.WriteProgram(program);
        return count;
    }

    private static int RenameLayers(Model model)
    {
        HashSet<string> features = [.. model.Description.Input.Concat(model.Description.Output).Select(feature => feature.Name)];
        var renamed = new HashSet<string>();
        int layers = 0;
        bool flat = model.NeuralNetwork.Layers.All(layer => layer.Loop is null && layer.Branch is null);
        foreach (NeuralNetworkLayer layer in flat ? model.NeuralNetwork.Layers : [])
        {
            Rename(layer.Input);
            Rename(layer.Output);
            layer.Name += "_layer_v2";
            layers++;
        }
        return layers + renamed.Count;

        void Rename(IList<string> names)
        {
            for (int i = 0; i < names.Count; i++)
            {
                if (!features.Contains(names[i]))
                {
                    renamed.Add(names[i]);
                    names[i] += "_v2";
                }
            }
        }
    }
}
