using CoreML.Specification;

namespace CoreML.Format;

/// <summary>A model inside a model: the outermost one, or a stage of a pipeline at any depth.</summary>
public sealed class ModelStage
{
    private ModelStage(string path, string name, Model specification, IWeightFileResolver weights)
    {
        Path = path;
        Name = name;
        Specification = specification;
        Weights = weights;
    }

    /// <summary>Where the stage is in the specification: empty for the outermost model, else for example
    /// <c>pipeline.models[1]</c>.</summary>
    public string Path { get; }

    /// <summary>The name that the pipeline gives the stage, or its position if it gives none; empty for the outermost model.</summary>
    public string Name { get; }

    /// <summary>The stage's own specification, part of that of the whole model.</summary>
    public Model Specification { get; }

    /// <summary>Finds the weight files that the stage refers to.</summary>
    public IWeightFileResolver Weights { get; }

    /// <summary>The pipeline that a model is, or <see langword="null"/>.</summary>
    /// <param name="model">A model of any type.</param>
    /// <returns>The pipeline, also that of a pipeline classifier or regressor.</returns>
    public static Pipeline? PipelineOf(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.TypeCase switch
        {
            Model.TypeOneofCase.Pipeline => model.Pipeline,
            Model.TypeOneofCase.PipelineClassifier => model.PipelineClassifier.Pipeline,
            Model.TypeOneofCase.PipelineRegressor => model.PipelineRegressor.Pipeline,
            _ => null,
        };
    }

    internal static List<ModelStage> Enumerate(Model root, IWeightFileResolver weights)
    {
        var stages = new List<ModelStage>();
        Add(root, "", "");
        return stages;

        // The scanner has bounded the nesting.
        void Add(Model model, string path, string name)
        {
            stages.Add(new ModelStage(path, name, model, weights));
            if (PipelineOf(model) is not { } pipeline)
            {
                return;
            }
            for (int i = 0; i < pipeline.Models.Count; i++)
            {
                string stage = i < pipeline.Names.Count ? pipeline.Names[i] : i.ToString(System.Globalization.CultureInfo.InvariantCulture);
                Add(pipeline.Models[i], $"{(path.Length == 0 ? "" : path + ".")}pipeline.models[{i}]", stage);
            }
        }
    }
}
