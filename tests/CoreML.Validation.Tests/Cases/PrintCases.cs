using CoreML.Specification;
using CoreML.Specification.CoreMLModels;

namespace CoreML.Validation.Tests;

/// <summary>Feature prints, custom and linked models, thresholding.</summary>
internal static class PrintCases
{
    public static readonly RuleCase[] All =
    [
        new("CML8411", "visionFeaturePrint", Scene, model => model.VisionFeaturePrint.ClearVisionFeaturePrintType()),
        new("CML8411", "audioFeaturePrint", Audio, model => model.AudioFeaturePrint.ClearAudioFeaturePrintType()),
        new("CML8411", "soundAnalysisPreprocessing", Sound, model => model.SoundAnalysisPreprocessing.ClearSoundAnalysisPreprocessingType()),
        new("CML8412", "visionFeaturePrint.scene.version", Scene, model => model.VisionFeaturePrint.Scene.Version = default),
        new("CML8412", "visionFeaturePrint.objects.version", Objects,
            model => model.VisionFeaturePrint.Objects.Version = (VisionFeaturePrint.Types.Objects.Types.ObjectsVersion)2),
        new("CML8412", "audioFeaturePrint.sound.version", Audio, model => model.AudioFeaturePrint.Sound.Version = default),
        new("CML8413", "visionFeaturePrint.objects.output", Objects, model => model.VisionFeaturePrint.Objects.Output.RemoveAt(1)),
        new("CML8413", "description.output[1]", Objects, model => model.Description.Output[1].Name = "other"),
        new("CML8414", "description.input[0].type", Sound, model => model.Type(0).MultiArrayType.Shape[0] = 15601),
        new("CML8414", "description.output[0].type", Sound,
            model => model.Description.Output[0].Type.MultiArrayType.DataType = ArrayFeatureType.Types.ArrayDataType.Double),

        new("CML8421", "customModel.className", Custom, model => model.CustomModel.ClassName = ""),
        new("CML8422", "customModel.parameters[alpha]", Custom, model => model.CustomModel.Parameters["alpha"] = new()),
        new("CML8422", "customModel.parameters[]", Custom, model => model.CustomModel.Parameters[""] = new() { BoolValue = true }),
        new("CML8423", "linkedModel.linkedModelFile.linkedModelFileName", Linked, model => model.LinkedModel.ClearLinkType()),
        new("CML8423", "linkedModel.linkedModelFile.linkedModelFileName", Linked, model => model.LinkedModel.LinkedModelFile.LinkedModelFileName.DefaultValue = ""),
        new("CML8424", "isUpdatable", Linked, model => model.IsUpdatable = true),

        new("CML8431", "classConfidenceThresholding.precisionRecallCurves", Thresholding,
            model => model.ClassConfidenceThresholding.PrecisionRecallCurves.Clear()),
        new("CML8432", "classConfidenceThresholding.precisionRecallCurves[0].precisionValues", Thresholding,
            model => Curve(model).PrecisionValues.Vector.Add(1)),
        new("CML8432", "classConfidenceThresholding.precisionRecallCurves[0].recallValues", Thresholding, model =>
        {
            Curve(model).RecallValues = null;
            Curve(model).RecallConfidenceThresholds = null;
        }),
        new("CML8433", "classConfidenceThresholding.precisionRecallCurves[0].recallValues[1]", Thresholding,
            model => Curve(model).RecallValues.Vector[1] = float.NaN),
        new("CML8433", "classConfidenceThresholding.precisionRecallCurves[0].recallConfidenceThresholds[0]", Thresholding,
            model => Curve(model).RecallConfidenceThresholds.Vector[0] = -1),
    ];

    public static Model Scene()
    {
        Model model = Make.Model([Make.Image("x", 8, 8)], [Make.Array("y", 4)], 3);
        model.VisionFeaturePrint = new() { Scene = new() { Version = VisionFeaturePrint.Types.Scene.Types.SceneVersion._1 } };
        return model;
    }

    private static Model Objects()
    {
        Model model = Make.Model([Make.Image("x", 8, 8)], [Make.Array("boxes", 4), Make.Array("scores", 4)], 5);
        model.VisionFeaturePrint = new()
        {
            Objects = new() { Version = VisionFeaturePrint.Types.Objects.Types.ObjectsVersion._1, Output = { "boxes", "scores" } },
        };
        return model;
    }

    private static Model Audio()
    {
        Model model = Make.Model([Make.Array("x", 4)], [Make.Array("y", 4)], 6);
        model.AudioFeaturePrint = new() { Sound = new() { Version = AudioFeaturePrint.Types.Sound.Types.SoundVersion._1 } };
        return model;
    }

    private static Model Sound()
    {
        Model model = Make.Model(
            [Make.Array("x", ArrayFeatureType.Types.ArrayDataType.Float32, 15600)], [Make.Array("y", ArrayFeatureType.Types.ArrayDataType.Float32, 1, 96, 64)], 4);
        model.SoundAnalysisPreprocessing = new() { Vggish = new() };
        return model;
    }

    private static Model Custom()
    {
        Model model = Make.Model([Make.Double("x")], [Make.Double("y")], 3);
        model.CustomModel = new() { ClassName = "Own", Parameters = { ["alpha"] = new() { DoubleValue = 1 } } };
        return model;
    }

    private static Model Linked()
    {
        Model model = Make.Model([Make.Double("x")], [Make.Double("y")], 4);
        model.LinkedModel = new() { LinkedModelFile = new() { LinkedModelFileName = new() { DefaultValue = "other" } } };
        return model;
    }

    private static Model Thresholding()
    {
        Model model = Make.Model([Make.Array("x", 2)], [Make.Array("y", 2)], 8);
        model.ClassConfidenceThresholding = new()
        {
            PrecisionRecallCurves =
            {
                new PrecisionRecallCurve
                {
                    PrecisionValues = Make.Floats(0.5f, 1),
                    PrecisionConfidenceThresholds = Make.Floats(0.1f, 0.9f),
                    RecallValues = Make.Floats(1, 0.5f),
                    RecallConfidenceThresholds = Make.Floats(0.1f, 0.9f),
                },
            },
        };
        return model;
    }

    private static PrecisionRecallCurve Curve(Model model) => model.ClassConfidenceThresholding.PrecisionRecallCurves[0];
}
