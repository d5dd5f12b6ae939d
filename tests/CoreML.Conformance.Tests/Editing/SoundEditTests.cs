using System.Globalization;
using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;
using CoreML.Tests;
using CoreML.Validation;

namespace CoreML.Conformance.Tests;

/// <summary>
/// Every edit of every golden model. What each step comes to is counted by edit, outcome and type of model, and compared with
/// <c>Outcomes.txt</c>: how often it is made and how often it is refused with which code. An edited model has no new error;
/// saved and opened again it shows the edit and nothing else.
/// </summary>
public sealed class SoundEditTests : IDisposable
{
    private const string Update = "COREML_UPDATE_SNAPSHOTS";
    private const long LargestModel = 1 << 20;

    // So many of each edit and type of model are saved and compared.
    private const int Compared = 3;

    // There are none of these, or they are stages of others.
    private static readonly Model.TypeOneofCase[] NotGolden =
        [Model.TypeOneofCase.None, Model.TypeOneofCase.NeuralNetworkRegressor, Model.TypeOneofCase.Normalizer, Model.TypeOneofCase.SerializedModel];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coreml-tests-");

    public static TheoryData<string> Names => [.. Edit.All.Select(edit => edit.Name)];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void An_edit_is_made_soundly_or_refused(string name)
    {
        Edit edit = Edit.All.Single(candidate => candidate.Name == name);
        var outcomes = new SortedDictionary<(string Outcome, string Type), int>();
        var compared = new Dictionary<string, int>(StringComparer.Ordinal);
        var watched = new Dictionary<string, int>(StringComparer.Ordinal);
        var wrong = new List<string>();
        foreach (string path in Models())
        {
            using CoreMLModel model = CoreMLModel.Open(path);
            Model before = model.Specification.Clone();
            string type = ModelStage.TypeName(model.Specification);
            watched[type] = watched.GetValueOrDefault(type) + 1;
            string[] steps = [.. edit.Steps(model).Select(step => Outcome(step, watched[type] <= Compared ? model : null))];
            bool changed = !before.Equals(model.Specification);
            foreach (string outcome in steps)
            {
                (string, string) key = (outcome.Length > 0 ? outcome : changed ? "made" : "nothing to do", type);
                outcomes[key] = outcomes.GetValueOrDefault(key) + 1;
            }
            if (changed)
            {
                // None of the golden models has an error before.
                wrong.AddRange(model.Validate().Errors.Take(1).Select(error => $"{path}: {error}"));
                compared[type] = compared.GetValueOrDefault(type) + 1;
                if (compared[type] <= Compared)
                {
                    wrong.AddRange(Reopened(path, model, edit).Take(3));
                }
            }
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count}:\n{string.Join('\n', wrong.Take(20))}");
        AssertAsReviewed(name, outcomes);
    }

    [Fact]
    public void Every_type_of_golden_model_is_edited()
    {
        HashSet<Model.TypeOneofCase> types = [.. Models().Select(TypeOf)];
        Assert.Equal(NotGolden, Enum.GetValues<Model.TypeOneofCase>().Except(types));
    }

    [Fact]
    public void Parts_of_models_have_no_errors()
    {
        int count = 0;
        var broken = new List<string>();
        foreach (string path in Models())
        {
            using CoreMLModel model = CoreMLModel.Open(path);
            var parts = new List<CoreMLModel>();
            parts.AddRange(model.Stages.Skip(1).Select(model.ExtractStage));
            CoreMLModel[] functions = [.. model.Functions.Select(function => model.ExtractFunction(function.Name))];
            parts.AddRange(functions);
            if (functions.Length > 0)
            {
                parts.Add(ModelSurgery.Merge([.. model.Functions.Zip(functions, (function, part) => (function.Name, part))]));
            }
            foreach (CoreMLModel part in parts)
            {
                broken.AddRange(part.Validate().Errors.Take(1).Select(error => $"{path}: {error}"));
                count++;
            }
            parts.ForEach(part => part.Dispose());
        }
        Assert.True(broken.Count == 0, $"{broken.Count} of {count}:\n{string.Join('\n', broken.Take(20))}");
        Assert.Equal(137, count);
    }

    // What is refused leaves a model as it was.
    private static string Outcome(Action step, CoreMLModel? watched)
    {
        Model? before = watched?.Specification.Clone();
        try
        {
            step();
            return "";
        }
        catch (CoreMLException exception)
        {
            Assert.Equal(before, watched?.Specification);
            return exception.Code;
        }
    }

    // What a copy that was saved and opened again shows beside the edit.
    private IEnumerable<string> Reopened(string path, CoreMLModel edited, Edit edit)
    {
        string copy = Path.Combine(_folder.FullName, "edited" + Path.GetExtension(path));
        edited.Save(copy);
        using CoreMLModel again = CoreMLModel.Open(copy);
        using CoreMLModel original = CoreMLModel.Open(path);
        foreach (ModelDifference difference in ModelDiff.Compare(edited, again))
        {
            yield return $"{path} is not what was saved: {difference}";
        }
        IReadOnlyList<ModelDifference> differences = ModelDiff.Compare(original, again);
        if (differences.Count == 0 && edit.Shows is not null)
        {
            yield return $"{path} shows nothing";
        }
        foreach (ModelDifference difference in differences.Where(difference => edit.Shows?.IsMatch(difference.Path) != true))
        {
            yield return $"{path} shows {difference}";
        }
    }

    private static void AssertAsReviewed(string name, SortedDictionary<(string Outcome, string Type), int> outcomes)
    {
        string file = Repository.At("tests", "CoreML.Conformance.Tests", "Editing", "Outcomes.txt");
        string[] now = [.. outcomes.GroupBy(pair => pair.Key.Outcome, pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key.Type} {pair.Value}"))
            .Select(group => $"{name} | {group.Key} | {string.Join(", ", group)}")];
        string[] lines = File.Exists(file) ? File.ReadAllLines(file) : [];
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            lines = [.. lines.Where(line => !line.StartsWith(name + " | ", StringComparison.Ordinal)).Concat(now).Order(StringComparer.Ordinal)];
            File.WriteAllText(file, string.Join('\n', lines) + "\n");
        }
        Assert.Equal(lines.Where(line => line.StartsWith(name + " | ", StringComparison.Ordinal)), now);
    }

    private static Model.TypeOneofCase TypeOf(string path)
    {
        using CoreMLModel model = CoreMLModel.Open(path);
        return model.Specification.TypeCase;
    }

    private static IEnumerable<string> Models() => EveryModelTests.Models().Where(path =>
        path.Contains("golden", StringComparison.Ordinal) && !path.Contains("accepted", StringComparison.Ordinal)
        && (Directory.Exists(path) || new FileInfo(path).Length < LargestModel));
}
