using CoreML.Specification;
using DataType = CoreML.Specification.ArrayFeatureType.Types.ArrayDataType;

namespace CoreML.Validation.Tests;

internal static class SuppressionCases
{
    public static readonly RuleCase[] All =
    [
        new("CML8481", "description.input[2]", Sound, model => model.Description.Input[2].Name = "other"),
        new("CML8481", "description.output[0]", Sound, model => model.Description.Output[0].Name = "other"),
        new("CML8482", "nonMaximumSuppression.confidenceInputFeatureName", Sound, model => Of(model).ConfidenceInputFeatureName = "ghost"),
        new("CML8482", "nonMaximumSuppression.coordinatesOutputFeatureName", Sound, model => model.Description.Output[1].Retype(Make.Double("boxesOut"))),
        new("CML8482", "nonMaximumSuppression.iouThresholdInputFeatureName", Sound, model => model.Description.Input[2].Retype(Make.Int64("iou"))),
        new("CML8483", "nonMaximumSuppression.iouThreshold", Sound, model => Of(model).IouThreshold = 1.5),
        new("CML8483", "nonMaximumSuppression.iouThreshold", Sound, model => Of(model).IouThreshold = double.NaN),
        new("CML8483", "nonMaximumSuppression.confidenceThreshold", Sound, model => Of(model).ConfidenceThreshold = -0.1),
        new("CML8484", "description", Sound, model => model.Type(0).MultiArrayType.DataType = DataType.Float32),
        new("CML8485", "description.output[scoresOut]", Sound, model => Scores(model).Shape.Add(1)),
        new("CML8485", "description.output[scoresOut]", Sound, model => Scores(model).Shape[0] = 7),
        new("CML8485", "description.output[scoresOut]", Sound, model => Scores(model).ShapeRange = new()),
        new("CML8485", "description.output[scoresOut]", Flexible, model => Scores(model).ShapeRange.SizeRanges.RemoveAt(0)),
        new("CML8485", "description.output[scoresOut]", Flexible, model => model.Description.Output[1].Type.MultiArrayType.ClearShapeFlexibility()),
        new("CML8486", "nonMaximumSuppression.classLabels", Sound, model => Of(model).StringClassLabels.Vector.Add("c")),
        new("CML8486", "nonMaximumSuppression.classLabels", Flexible, model => Of(model).StringClassLabels.Vector.Add("c")),
        new("CML8487", "nonMaximumSuppression.suppressionMethod", Sound, model => Of(model).ClearSuppressionMethod()),
    ];

    private static Model Sound()
    {
        Model model = Make.Model(
            [Make.Array("scores", 10, 2), Make.Array("boxes", 10, 4), Make.Double("iou")],
            [Make.Array("scoresOut", 10, 2), Make.Array("boxesOut", 10, 4)], 3);
        model.NonMaximumSuppression = new()
        {
            PickTop = new(),
            StringClassLabels = Make.Texts("a", "b"),
            IouThreshold = 0.5,
            ConfidenceThreshold = 0.1,
            ConfidenceInputFeatureName = "scores",
            CoordinatesInputFeatureName = "boxes",
            IouThresholdInputFeatureName = "iou",
            ConfidenceOutputFeatureName = "scoresOut",
            CoordinatesOutputFeatureName = "boxesOut",
        };
        return model;
    }

    private static Model Flexible()
    {
        Model model = Sound();
        foreach ((FeatureDescription output, long size) in model.Description.Output.Zip((long[])[2, 4]))
        {
            output.Type.MultiArrayType.Shape.Clear();
            output.Type.MultiArrayType.ShapeRange = new() { SizeRanges = { Make.Range(0, -1), Make.Range((ulong)size, size) } };
        }
        return model;
    }

    private static NonMaximumSuppression Of(Model model) => model.NonMaximumSuppression;

    private static ArrayFeatureType Scores(Model model) => model.Description.Output[0].Type.MultiArrayType;
}
