using System.Collections.Frozen;
using CoreML.Specification;
using CoreML.Specification.CoreMLModels;
using Google.Protobuf.Collections;
using ArrayKind = CoreML.Specification.ArrayFeatureType.Types.ArrayDataType;
using Kind = CoreML.Specification.Model.TypeOneofCase;
using Program = CoreML.Specification.MILSpec.Program;

namespace CoreML.Format;

/// <summary>Collects what in a model came after the first version of the specification.</summary>
internal sealed partial class VersionFinder
{
    private static readonly FrozenDictionary<Kind, int> TypeVersions = new Dictionary<Kind, int>
    {
        [Kind.CustomModel] = 3,
        [Kind.TextClassifier] = 3,
        [Kind.WordTagger] = 3,
        [Kind.VisionFeaturePrint] = 3,
        [Kind.NonMaximumSuppression] = 3,
        [Kind.BayesianProbitRegressor] = 3,
        [Kind.KNearestNeighborsClassifier] = 4,
        [Kind.LinkedModel] = 4,
        [Kind.ItemSimilarityRecommender] = 4,
        [Kind.SoundAnalysisPreprocessing] = 4,
        [Kind.Gazetteer] = 4,
        [Kind.WordEmbedding] = 4,
        [Kind.SerializedModel] = 5,
        [Kind.MlProgram] = 6,
        [Kind.AudioFeaturePrint] = 6,
        [Kind.ClassConfidenceThresholding] = 8,
    }.ToFrozenDictionary();

    // Features by name: each is reported where it is met first.
    private readonly Dictionary<string, VersionReason> _found = new(StringComparer.Ordinal);

    public IEnumerable<VersionReason> Found => _found.Values;

    public void Visit(Model model, string path)
    {
        string prefix = path.Length == 0 ? "" : path + ".";
        string type = ModelStage.TypeName(model);
        if (TypeVersions.TryGetValue(model.TypeCase, out int version))
        {
            Need(version, $"a model of type {type}", path);
        }
        NeedIf(model.IsUpdatable, 4, "an updatable model", path);
        if (model.Description is { } description)
        {
            Visit(description, model.TypeCase, prefix + "description");
        }
        Visit(model, type, prefix);
    }

    private void Visit(Model model, string type, string prefix)
    {
        string inside = prefix + type;
        switch (model.TypeCase)
        {
            case Kind.MlProgram:
                Visit(model.MlProgram, inside);
                break;
            case Kind.NeuralNetwork:
                Visit(model.NeuralNetwork.Layers, model.NeuralNetwork.ArrayInputShapeMapping, model.NeuralNetwork.ImageInputShapeMapping, inside);
                break;
            case Kind.NeuralNetworkClassifier:
                NeuralNetworkClassifier classifier = model.NeuralNetworkClassifier;
                Visit(classifier.Layers, classifier.ArrayInputShapeMapping, classifier.ImageInputShapeMapping, inside);
                break;
            case Kind.NeuralNetworkRegressor:
                NeuralNetworkRegressor regressor = model.NeuralNetworkRegressor;
                Visit(regressor.Layers, regressor.ArrayInputShapeMapping, regressor.ImageInputShapeMapping, inside);
                break;
            case Kind.TextClassifier:
                VisitRevision(model.TextClassifier.Revision, inside);
                break;
            case Kind.WordTagger:
                NeedIf(model.WordTagger.Revision == 3, 5, "revision 3 of a word tagger", inside);
                VisitRevision(model.WordTagger.Revision, inside);
                break;
            case Kind.VisionFeaturePrint:
                VisionFeaturePrint vision = model.VisionFeaturePrint;
                NeedIf(vision.Objects is not null, 5, "a feature print of objects", inside);
                NeedIf(vision.Scene?.Version == VisionFeaturePrint.Types.Scene.Types.SceneVersion._2, 8, "version 2 of the scene print", inside);
                break;
            default:
                foreach ((Model stage, string path) in ModelStage.StagesOf(model))
                {
                    Visit(stage, prefix + path);
                }
                break;
        }
    }

    // Revision 2 came with version 4, 4 with 8 and 5 with 9.
    private void VisitRevision(uint revision, string path)
    {
        int version = revision switch { 2 => 4, 4 => 8, 5 => 9, _ => 1 };
        NeedIf(version > 1, version, $"revision {revision} of a language model", path);
    }

    private void Visit(Program program, string path)
    {
        foreach ((string name, Specification.MILSpec.Function function) in program.Functions)
        {
            int version = DeploymentTargets.VersionOfOpset(function.Opset);
            NeedIf(version > 6, version, $"the opset {function.Opset}", $"{path}.functions[{name}]");
        }
    }

    private void Visit(ModelDescription description, Kind type, string path)
    {
        NeedIf(description.Functions.Count > 0, 9, "a description of functions", path);
        NeedIf(description.Input.Count == 0 && description.Functions.Count == 0, 9, "a model without inputs", path);
        Visit(description.Input, type, path + ".input");
        Visit(description.Output, type, path + ".output");
        Visit(description.State, type, path + ".state");
        Visit(description.TrainingInput, type, path + ".trainingInput");
        for (int i = 0; i < description.Functions.Count; i++)
        {
            FunctionDescription function = description.Functions[i];
            string inside = $"{path}.functions[{i}]";
            NeedIf(function.Input.Count == 0, 9, "a function without inputs", inside);
            Visit(function.Input, type, inside + ".input");
            Visit(function.Output, type, inside + ".output");
            Visit(function.State, type, inside + ".state");
        }
    }

    private void Visit(RepeatedField<FeatureDescription> features, Kind type, string path)
    {
        for (int i = 0; i < features.Count; i++)
        {
            if (features[i].Type is { } feature)
            {
                Visit(feature, type, $"{path}[{i}]");
            }
        }
    }

    private void Visit(FeatureType feature, Kind type, string path)
    {
        NeedIf(feature.SequenceType is not null, 3, "a feature of type sequence", path);
        NeedIf(feature.StateType is not null, 9, "a state", path);
        if (feature.ImageType is { } image)
        {
            NeedIf(image.SizeFlexibilityCase != ImageFeatureType.SizeFlexibilityOneofCase.None, 3, "an image of flexible size", path);
            NeedIf(image.ColorSpace == ImageFeatureType.Types.ColorSpace.GrayscaleFloat16, 7, "an image in half precision", path);
        }
        if (feature.MultiArrayType is { } array)
        {
            NeedIf(array.ShapeFlexibilityCase != ArrayFeatureType.ShapeFlexibilityOneofCase.None, 3, "an array of flexible shape", path);
            NeedIf(
                feature.IsOptional && array.DefaultOptionalValueCase != ArrayFeatureType.DefaultOptionalValueOneofCase.None,
                5, "an optional input with a default value", path);
            NeedIf(array.DataType == ArrayKind.Float32 && type == Kind.NonMaximumSuppression, 5, "single precision in non-maximum suppression", path);
            NeedIf(array.DataType == ArrayKind.Float16, 7, "an array in half precision", path);
            NeedIf(array.DataType == ArrayKind.Int8, 10, "an array of int8", path);
        }
    }

    private void Need(int version, string feature, string path)
    {
        if (!_found.ContainsKey(feature))
        {
            _found.Add(feature, new VersionReason(version, feature, path));
        }
    }

    private void NeedIf(bool used, int version, string feature, string path)
    {
        if (used)
        {
            Need(version, feature, path);
        }
    }
}
