using CoreML.Format;
using CoreML.Specification;
using Kind = CoreML.Specification.Model.TypeOneofCase;

namespace CoreML.Validation;

/// <summary>A model, or a stage of a pipeline, as rules look at it.</summary>
internal sealed class ModelSubject
{
    // A model may lack its description; rules then see an empty one.
    private static readonly ModelDescription NoDescription = new();

    private readonly string _prefix;

    public ModelSubject(CoreMLModel owner, Model model, string path)
    {
        Owner = owner;
        Model = model;
        Path = path;
        _prefix = path.Length == 0 ? "" : path + ".";
        Description = model.Description ?? NoDescription;
        TypeName = ModelStage.TypeName(model);
        Labels = ClassLabels.Of(model);
    }

    /// <summary>The model that is validated.</summary>
    public CoreMLModel Owner { get; }

    public Model Model { get; }

    /// <summary>Where the stage is; empty for the outermost model.</summary>
    public string Path { get; }

    public ModelDescription Description { get; }

    public Kind Type => Model.TypeCase;

    /// <summary>The type as the specification spells it, for example <c>glmRegressor</c>.</summary>
    public string TypeName { get; }

    public int Version => Model.SpecificationVersion;

    /// <summary>The classes of a classifier; <see langword="null"/> for other models.</summary>
    public ClassLabels? Labels { get; }

    /// <summary>The nodes of a tree ensemble; none for other models.</summary>
    public TreeView Trees => field ??= new TreeView(
        Model.TreeEnsembleRegressor?.TreeEnsemble?.Nodes ?? Model.TreeEnsembleClassifier?.TreeEnsemble?.Nodes ?? []);

    public bool IsNeuralNetwork => Type is Kind.NeuralNetwork or Kind.NeuralNetworkClassifier or Kind.NeuralNetworkRegressor;

    public bool IsPipeline => Type is Kind.Pipeline or Kind.PipelineClassifier or Kind.PipelineRegressor;

    public bool IsProgram => Type == Kind.MlProgram;

    /// <summary>The full path of something in the model, for example of <c>description.input[0]</c>.</summary>
    public string At(string inside) => _prefix + inside;

    /// <summary>The full path of a field of the model's type, for example of <c>offset</c>.</summary>
    public string In(string field) => field.Length == 0 ? _prefix + TypeName : $"{_prefix}{TypeName}.{field}";

    /// <summary>The input of a name; <see langword="null"/> if there is none.</summary>
    public FeatureDescription? FindInput(string name) => Description.Input.FirstOrDefault(feature => feature.Name == name);

    /// <summary>The output of a name; <see langword="null"/> if there is none.</summary>
    public FeatureDescription? FindOutput(string name) => Description.Output.FirstOrDefault(feature => feature.Name == name);
}
