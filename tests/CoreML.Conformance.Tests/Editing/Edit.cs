using System.Text.RegularExpressions;
using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;
using Google.Protobuf.Collections;
using ColorSpace = CoreML.Specification.ImageFeatureType.Types.ColorSpace;

namespace CoreML.Conformance.Tests;

/// <summary>An edit of a whole model, in steps of which each is made or refused.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Shows">Which paths of a comparison with the model before it shows; <see langword="null"/> for none.</param>
/// <param name="Steps">The steps for a model.</param>
internal sealed record Edit(string Name, Regex? Shows, Func<CoreMLModel, IEnumerable<Action>> Steps)
{
    private const string Type = @"description\.(\w+\[\d+\]|functions\[\d+\]\.\w+\[\d+\])\.type\b";
    private const string Program = @"mlProgram/\w+";
    private const string Version = @"^(\w+\.models\[\d+\]\.)*specificationVersion$";

    public static readonly Edit[] All =
    [
        Whole("metadata", @"^description\.metadata", model =>
            (model.Metadata.Author, model.Metadata.ShortDescription, model.Metadata.License, model.Metadata.VersionString, model.Metadata.UserDefined["k"]) = ("a", "d", "l", "v", "v")),
        Each("rename features", "^renamed (?!(layer|operation|function) )", feature => feature.Rename(feature.Name + "_renamed")),
        new("rename functions", Regex("^renamed function "), model =>
            model.Functions.Where(function => function.Name.Length > 0).ToArray().Select(function => (Action)(() => function.Rename(function.Name + "_renamed")))),
        Each("describe features", @"^description\.([\w\[\]]+\.)*shortDescription$", feature => feature.Description = "what it is"),
        Whole("newest version", Version, model => model.SetSpecificationVersion(CoreMLModel.NewestSpecificationVersion)),
        Whole("least version", Version, model => model.SetSpecificationVersion(RequiredVersion.Of(model.Specification).Version)),
        Whole("retarget up", $"{Version}|{Program}", model => model.Retarget(CoreMLModel.NewestSpecificationVersion)),
        Whole("retarget down", $"{Version}|{Program}", model => model.Retarget(Math.Max(1, model.SpecificationVersion - 1))),
        Whole("labels", @"abels|ector|classes|tags|Tags|mlProgram/", model => model.ReplaceClassLabels([.. model.ReadClassLabels().Select((_, i) => $"{i + 1000}")])),
        After(model => model.SetSpecificationVersion(CoreMLModel.NewestSpecificationVersion), "to Int8 in old programs", $"{Type}|{Program}",
            feature => feature.ChangeElementType(ElementType.Int8)),
        .. from type in (ElementType[])[ElementType.Float16, ElementType.Float32, ElementType.Float64, ElementType.Int32, ElementType.Int8]
           select Newest($"to {type}", $"{Type}|{Program}", feature => feature.ChangeElementType(type)),
        .. from space in (ColorSpace[])[ColorSpace.Rgb, ColorSpace.Bgr, ColorSpace.Grayscale, ColorSpace.GrayscaleFloat16]
           select Newest($"to {space}", $@"{Type}|\.imageInputShapeMapping$", feature => feature.ChangeToImage(space)),
        Each("to arrays", $@"{Type}|\.preprocessing\[|\.layers\[\w+\]\.input\[|\.layers\[\w+_scaled\]", feature => feature.ChangeToMultiArray()),
        Each("fix shapes", $"{Type}|{Program}", feature => feature.FixShape([.. ShapeOf(feature)])),
        Each("other shapes", $"{Type}|{Program}", feature => feature.FixShape([.. ShapeOf(feature).Select((size, i) => i == 0 ? size + 1 : size)])),
        Newest("ranges of shapes", $"{Type}|{Program}", feature => feature.SetShapeRange([.. ShapeOf(feature).Select(size => (size, size + 2))])),
        Newest("enumerated shapes", $"{Type}|{Program}", feature =>
            feature.SetEnumeratedShapes([[.. ShapeOf(feature)], [.. ShapeOf(feature).Select(size => size + 1)]])),
        Whole("weights", @"\(values\)$|eight|ffset|ias|oefficient|ector|cale|ample|lpha|amma|eta|ean|ariance|data|basePredictionValue|mlProgram/", model =>
        {
            if (model.ReadWeights().Concat(model.ReadParameters()).FirstOrDefault(weight => weight.ElementType.IsFloat) is { } weight)
            {
                model.ReplaceWeight(weight.Path, [.. Enumerable.Repeat(1.25f, (int)weight.ElementCount)]);
            }
        }),
        // The same in other words: what is 0 is left out, a −0 among it.
        new("json", null, model => [() => model.ApplyJson(model.ToJson())]),
    ];

    private static Edit Whole(string name, string shows, Action<CoreMLModel> edit) => new(name, Regex(shows), model => [() => edit(model)]);

    private static Edit Each(string name, string shows, Action<ModelFeature> edit) =>
        new(name, Regex(shows), model => model.AllFeatures.ToArray().Select(feature => (Action)(() => edit(feature))));

    // What came with a newer version is not to be refused for that.
    private static Edit Newest(string name, string shows, Action<ModelFeature> edit) =>
        After(model => model.Retarget(CoreMLModel.NewestSpecificationVersion), name, $"{shows}|{Program}", edit);

    private static Edit After(Action<CoreMLModel> first, string name, string shows, Action<ModelFeature> edit) => new(name, Regex($"{Version}|{shows}"), model =>
    {
        first(model);
        return model.AllFeatures.ToArray().Select(feature => (Action)(() => edit(feature)));
    });

    private static Regex Regex(string pattern) => new(pattern, RegexOptions.CultureInvariant);

    private static RepeatedField<long> ShapeOf(ModelFeature feature) => feature.Specification.Type switch
    {
        { MultiArrayType: { } array } => array.Shape,
        { ImageType: { } image } => [image.Height, image.Width],
        _ => [],
    };
}
