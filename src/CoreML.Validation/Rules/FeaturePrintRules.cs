using CoreML.Format;
using CoreML.Specification;
using CoreML.Specification.CoreMLModels;
using Google.Protobuf.Collections;

namespace CoreML.Validation;

/// <summary>Feature prints of images and sounds, and the preprocessing of sounds.</summary>
internal static class FeaturePrintRules
{
    private static readonly long[] SoundInput = [15600];
    private static readonly long[] SoundOutput = [1, 96, 64];

    public static readonly RuleSet<ModelSubject> All = new("feature prints and sound preprocessing")
    {
        { "CML8411", "A feature print or sound preprocessing does not say of which kind it is.",
            "Set scene or objects, sound, or vggish.", HasKind },
        { "CML8412", "A feature print's version is not known.", "Set version 1, or for scenes 2.", VersionIsKnown },
        { "CML8413", "The outputs of a feature print of objects do not fit its names.", "Give two names, and describe outputs of these names.", ObjectsNameOutputs },
        { "CML8414", "An array of sound preprocessing has the wrong shape.",
            "The input is FLOAT32 [15600], the output FLOAT32 [1, 96, 64].", SoundHasShapes },
    };

    private static void HasKind(ModelSubject model, RuleReport report)
    {
        bool missing = model.Model switch
        {
            { VisionFeaturePrint: { } vision } => vision.VisionFeaturePrintTypeCase == VisionFeaturePrint.VisionFeaturePrintTypeOneofCase.None,
            { AudioFeaturePrint: { } audio } => audio.AudioFeaturePrintTypeCase == AudioFeaturePrint.AudioFeaturePrintTypeOneofCase.None,
            { SoundAnalysisPreprocessing: { } sound } =>
                sound.SoundAnalysisPreprocessingTypeCase == SoundAnalysisPreprocessing.SoundAnalysisPreprocessingTypeOneofCase.None,
            _ => false,
        };
        if (missing)
        {
            report.Add(model.In(""), "a kind", "none");
        }
    }

    private static void VersionIsKnown(ModelSubject model, RuleReport report)
    {
        (string Field, int Version, int Newest)? print = model.Model switch
        {
            { VisionFeaturePrint.Scene: { } scene } => ("scene.version", (int)scene.Version, 2),
            { VisionFeaturePrint.Objects: { } objects } => ("objects.version", (int)objects.Version, 1),
            { AudioFeaturePrint.Sound: { } sound } => ("sound.version", (int)sound.Version, 1),
            _ => null,
        };
        if (print is var (field, version, newest) && (version < 1 || version > newest))
        {
            report.Add(model.In(field), newest == 1 ? "1" : $"1 to {newest}", $"{version}");
        }
    }

    private static void ObjectsNameOutputs(ModelSubject model, RuleReport report)
    {
        if (model.Model.VisionFeaturePrint?.Objects is not { } objects)
        {
            return;
        }
        if (objects.Output.Count != 2)
        {
            report.Add(model.In("objects.output"), "two names", $"{objects.Output.Count}");
        }
        for (int i = 0; i < model.Description.Output.Count; i++)
        {
            if (!objects.Output.Contains(model.Description.Output[i].Name))
            {
                report.Add(model.At($"description.output[{i}]"), "one of the names in objects.output", $"'{model.Description.Output[i].Name}'");
            }
        }
    }

    private static void SoundHasShapes(ModelSubject model, RuleReport report)
    {
        if (model.Model.SoundAnalysisPreprocessing is not null)
        {
            Check("description.input", model.Description.Input, SoundInput);
            Check("description.output", model.Description.Output, SoundOutput);
        }

        void Check(string list, RepeatedField<FeatureDescription> features, long[] shape)
        {
            for (int i = 0; i < features.Count; i++)
            {
                if (features[i].Type?.MultiArrayType is { } array
                    && (array.DataType != ArrayFeatureType.Types.ArrayDataType.Float32 || !array.Shape.SequenceEqual(shape)))
                {
                    report.Add(model.At($"{list}[{i}].type"), $"FLOAT32 {shape.ShortText()}", FeatureText.Of(features[i].Type));
                }
            }
        }
    }
}
