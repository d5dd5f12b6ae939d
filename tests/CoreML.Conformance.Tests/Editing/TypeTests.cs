using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;
using CoreML.Validation;
using ColorSpace = CoreML.Specification.ImageFeatureType.Types.ColorSpace;
using DataType = CoreML.Specification.ArrayFeatureType.Types.ArrayDataType;

namespace CoreML.Conformance.Tests;

/// <summary>Changes types of the features of golden models.</summary>
public class TypeTests
{
    [Fact]
    public void Programs_take_and_give_every_float_type_at_their_border()
    {
        int count = 0;
        foreach (string path in Shared.Files("*.mlmodel", "golden", "programs").Select(file => Path.GetDirectoryName(file)!))
        {
            string package = path[..(path.IndexOf(".mlpackage", StringComparison.Ordinal) + ".mlpackage".Length)];
            using CoreMLModel model = CoreMLModel.Open(package);
            if (package.Contains("/ops/", StringComparison.Ordinal) || model.SpecificationVersion < 7)
            {
                continue;
            }
            foreach (ModelFeature feature in model.AllFeatures.Where(IsPlainArray))
            {
                ElementType before = ArrayTypes.Of(feature.Specification.Type.MultiArrayType.DataType)!.Value;
                ElementType after = before == ElementType.Float16 ? ElementType.Float32 : ElementType.Float16;
                FeaturePlace place = FeaturePlace.Of(feature)[0];
                string[] operations = Operations(model);
                feature.ChangeElementType(after);
                AssertBorder(model, place, after, package);
                // The way back takes out what the way there put in; where a cast went, one comes again.
                feature.ChangeElementType(before);
                AssertBorder(model, place, before, package);
                Assert.True(operations.Length == Operations(model).Length, $"{package} {place.Path}\n{string.Join(" ", operations)}\n{string.Join(" ", Operations(model))}");
                count++;
            }
            AssertReopens(model);
        }
        Assert.True(count > 20, $"{count} features");
    }

    [Fact]
    public void Images_become_arrays_and_images_again()
    {
        int count = 0;
        int layers = 0;
        foreach (string path in EveryModelTests.Models().Where(path => !path.Contains("accepted", StringComparison.Ordinal)))
        {
            using CoreMLModel model = CoreMLModel.Open(path);
            foreach (ModelFeature feature in model.AllFeatures.Where(feature => feature.Specification.Type.ImageType is not null))
            {
                Model before = model.Specification.Clone();
                ColorSpace space = feature.Specification.Type.ImageType.ColorSpace;
                bool scaled = model.Stages.Any(stage => ImageScaling.Of(stage.Specification, feature.Name).Length > 0);
                try
                {
                    feature.ChangeToMultiArray();
                }
                catch (CoreMLException exception)
                {
                    Assert.Equal("CML6101", exception.Code);
                    Assert.Equal(before, model.Specification);
                    continue;
                }
                Assert.NotEqual(before, model.Specification);
                Assert.Empty(model.Validate().Errors);
                feature.ChangeToImage(space);
                // What scaled the image is a layer then, and stays one.
                Assert.True(scaled != before.Equals(model.Specification), path);
                count++;
                layers += scaled ? 1 : 0;
            }
        }
        Assert.Equal((17, 9), (count, layers));
    }

    [Fact]
    public void Labels_of_every_classifier_can_be_replaced()
    {
        int count = 0;
        foreach (string path in EveryModelTests.Models().Where(path => !path.Contains("accepted", StringComparison.Ordinal)))
        {
            using CoreMLModel model = CoreMLModel.Open(path);
            IReadOnlyList<string> labels = model.ReadClassLabels();
            if (labels.Count == 0)
            {
                continue;
            }
            Model before = model.Specification.Clone();
            string[] other = [.. labels.Select((_, i) => $"{i + 1000}")];
            model.ReplaceClassLabels(other);
            Assert.Equal(other, model.ReadClassLabels());
            Assert.Equal("CML6102", Assert.Throws<CoreMLException>(() => model.ReplaceClassLabels([.. other, "7"])).Code);
            model.ReplaceClassLabels(labels);
            Assert.True(before.Equals(model.Specification), path);
            count++;
        }
        Assert.True(count > 40, $"{count} classifiers");
    }

    [Fact]
    public void Versions_go_down_to_what_a_model_needs_and_no_further()
    {
        int count = 0;
        foreach (string path in EveryModelTests.Models().Where(path => !path.Contains("accepted", StringComparison.Ordinal)))
        {
            using CoreMLModel model = CoreMLModel.Open(path);
            int needed = RequiredVersion.Of(model.Specification).Version;
            model.SetSpecificationVersion(CoreMLModel.NewestSpecificationVersion);
            model.SetSpecificationVersion(needed);
            Assert.Equal(needed, model.SpecificationVersion);
            Assert.All(model.Stages, stage => Assert.InRange(stage.Specification.SpecificationVersion, int.MinValue, needed));
            if (needed > 1)
            {
                Assert.Equal("CML6004", Assert.Throws<CoreMLException>(() => model.SetSpecificationVersion(needed - 1)).Code);
            }
            count++;
        }
        Assert.True(count > 900, $"{count} models");
    }

    private static bool IsPlainArray(ModelFeature feature) =>
        feature.Specification.Type.MultiArrayType is { DefaultOptionalValueCase: ArrayFeatureType.DefaultOptionalValueOneofCase.None } array
        && array.DataType is DataType.Float32 or DataType.Float16;

    private static void AssertBorder(CoreMLModel model, FeaturePlace place, ElementType type, string path)
    {
        MilProgram program = model.ReadProgram();
        Assert.Empty(program.Verify());
        var tensor = (TensorType)ProgramInterface.Find(program, place).Type;
        Assert.True(tensor.ElementType == type, $"{path} {place.Path}");
        Assert.Equal(type, ArrayTypes.Of(place.Feature.Type.MultiArrayType.DataType));
    }

    private static string[] Operations(CoreMLModel model) =>
        [.. model.ReadProgram().Functions.SelectMany(function => function.Body.Operations).Select(operation => operation.Type)];

    private static void AssertReopens(CoreMLModel model)
    {
        string folder = Directory.CreateTempSubdirectory("coreml-tests-").FullName;
        try
        {
            string path = Path.Combine(folder, "Model.mlpackage");
            model.Save(path);
            using CoreMLModel again = CoreMLModel.Open(path);
            Assert.Empty(ModelDiff.Compare(model, again));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
