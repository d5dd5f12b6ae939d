using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;
using CoreML.Validation;
using Google.Protobuf.Collections;
using ColorSpace = CoreML.Specification.ImageFeatureType.Types.ColorSpace;

namespace CoreML.Conformance.Tests;

/// <summary>Every edit of every golden model either says why it cannot be made, or leaves a model without a new error.</summary>
public class SoundEditTests
{
    private const long LargestModel = 1 << 20;

    private static readonly (string Name, int Least, Action<CoreMLModel> Edit)[] Edits =
    [
        ("metadata", 700, model => (model.Metadata.Author, model.Metadata.ShortDescription, model.Metadata.UserDefined["k"]) = ("a", "d", "v")),
        ("rename features", 700, model => ForEach(model, feature => feature.Rename(feature.Name + "_renamed"))),
        ("rename functions", 1, model => Array.ForEach([.. model.Functions.Where(function => function.Name.Length > 0)], function => function.Rename(function.Name + "_renamed"))),
        ("describe features", 700, model => ForEach(model, feature => feature.Description = "what it is")),
        ("newest version", 700, model => model.SetSpecificationVersion(CoreMLModel.NewestSpecificationVersion)),
        ("least version", 10, model => model.SetSpecificationVersion(RequiredVersion.Of(model.Specification).Version)),
        ("retarget up", 600, model => model.Retarget(CoreMLModel.NewestSpecificationVersion)),
        ("retarget down", 10, model => model.Retarget(Math.Max(1, model.SpecificationVersion - 1))),
        ("labels", 30, model => model.ReplaceClassLabels([.. model.ReadClassLabels().Select((_, i) => $"{i + 1000}")])),
        .. from type in (ElementType[])[ElementType.Float16, ElementType.Float32, ElementType.Float64, ElementType.Int32]
           select ($"to {type}", 1, (Action<CoreMLModel>)(model => ForEach(model, feature => feature.ChangeElementType(type)))),
        .. from space in (ColorSpace[])[ColorSpace.Rgb, ColorSpace.Bgr, ColorSpace.Grayscale, ColorSpace.GrayscaleFloat16]
           select ($"to {space}", 1, (Action<CoreMLModel>)(model => ForEach(model, feature => feature.ChangeToImage(space)))),
        ("to arrays", 5, model => ForEach(model, feature => feature.ChangeToMultiArray())),
        ("fix shapes", 5, model => ForEach(model, feature => feature.FixShape([.. ShapeOf(feature)]))),
        ("other shapes", 10, model => ForEach(model, feature => feature.FixShape([.. ShapeOf(feature).Select((size, i) => i == 0 ? size + 1 : size)]))),
        ("ranges of shapes", 10, model => ForEach(model, feature => feature.SetShapeRange([.. ShapeOf(feature).Select(size => (size, size + 2))]))),
        ("enumerated shapes", 10, model => ForEach(model, feature => feature.SetEnumeratedShapes([[.. ShapeOf(feature)], [.. ShapeOf(feature).Select(size => size + 1)]]))),
        ("weights", 100, model =>
        {
            if (model.ReadWeights().Concat(model.ReadParameters()).FirstOrDefault(weight => weight.ElementType.IsFloat) is { } weight)
            {
                model.ReplaceWeight(weight.Path, [.. Enumerable.Repeat(1f, (int)weight.ElementCount)]);
            }
        }),
        ("json", 700, model => model.ApplyJson(model.ToJson())),
    ];

    public static TheoryData<string> Names => [.. Edits.Select(edit => edit.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_edited_model_has_no_new_error(string name)
    {
        (_, int least, Action<CoreMLModel> edit) = Edits.Single(candidate => candidate.Name == name);
        int count = 0;
        var broken = new List<string>();
        foreach (string path in Models())
        {
            using CoreMLModel model = CoreMLModel.Open(path);
            Model before = model.Specification.Clone();
            try
            {
                edit(model);
            }
            catch (CoreMLException)
            {
                continue;
            }
            if (before.Equals(model.Specification) && name != "json")
            {
                continue;
            }
            broken.AddRange(Errors(model, path));
            count++;
        }
        Assert.True(broken.Count == 0, $"{broken.Count} of {count}:\n{string.Join('\n', broken.Take(20))}");
        Assert.True(count >= least, $"{count} models");
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
                broken.AddRange(Errors(part, path));
                count++;
            }
            parts.ForEach(part => part.Dispose());
        }
        Assert.True(broken.Count == 0, $"{broken.Count} of {count}:\n{string.Join('\n', broken.Take(20))}");
        Assert.True(count > 20, $"{count} parts");
    }

    // None of the golden models has an error before.
    private static IEnumerable<string> Errors(CoreMLModel model, string path) =>
        model.Validate().Errors.Take(1).Select(error => $"{path}: {error}");

    private static IEnumerable<string> Models() => EveryModelTests.Models().Where(path =>
        path.Contains("golden", StringComparison.Ordinal) && !path.Contains("accepted", StringComparison.Ordinal)
        && (Directory.Exists(path) || new FileInfo(path).Length < LargestModel));

    // Makes the edit wherever it can be made.
    private static void ForEach(CoreMLModel model, Action<ModelFeature> edit)
    {
        foreach (ModelFeature feature in model.AllFeatures)
        {
            try
            {
                edit(feature);
            }
            catch (CoreMLException)
            {
            }
        }
    }

    private static RepeatedField<long> ShapeOf(ModelFeature feature) => feature.Specification.Type switch
    {
        { MultiArrayType: { } array } => array.Shape,
        { ImageType: { } image } => [image.Height, image.Width],
        _ => [],
    };
}
