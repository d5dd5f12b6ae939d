using CoreML.Specification;
using SpecModel = CoreML.Specification.Model;

namespace CoreML.Format;

/// <summary>A model inside a model: the outermost one, or a stage of a pipeline at any depth.</summary>
public sealed class ModelStage
{
    private ModelStage(CoreMLModel model, string path, string name, Model specification)
    {
        Model = model;
        Path = path;
        Name = name;
        Specification = specification;
    }

    /// <summary>The model that the stage is part of.</summary>
    public CoreMLModel Model { get; }

    /// <summary>Where the stage is in the specification: empty for the outermost model, else for example
    /// <c>pipeline.models[1]</c>.</summary>
    public string Path { get; }

    /// <summary>The name that the pipeline gives the stage, or its position if it gives none; empty for the outermost model.</summary>
    public string Name { get; }

    /// <summary>The stage's own specification, part of that of the whole model.</summary>
    public SpecModel Specification { get; }

    /// <summary>The pipeline that a model is, or <see langword="null"/>.</summary>
    /// <param name="model">A model of any type.</param>
    /// <returns>The pipeline, also that of a pipeline classifier or regressor.</returns>
    public static Pipeline? PipelineOf(SpecModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.TypeCase switch
        {
            SpecModel.TypeOneofCase.Pipeline => model.Pipeline,
            SpecModel.TypeOneofCase.PipelineClassifier => model.PipelineClassifier.Pipeline,
            SpecModel.TypeOneofCase.PipelineRegressor => model.PipelineRegressor.Pipeline,
            _ => null,
        };
    }

    /// <summary>The name of a model's type as the specification spells it: <c>mlProgram</c>, <c>glmClassifier</c>.</summary>
    /// <param name="model">A model of any type.</param>
    /// <returns>The name; <c>none</c> for a model without a type.</returns>
    public static string TypeName(SpecModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        // The case's name is the field's name with a capital letter.
        string name = model.TypeCase.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    /// <summary>The stage of a specification at a path.</summary>
    internal static SpecModel Find(SpecModel root, string path)
    {
        SpecModel found = root;
        // What is in brackets are positions, whatever type the pipelines around them are.
        foreach (string part in path.Split('[').Skip(1))
        {
            int index = int.Parse(part.AsSpan(0, part.IndexOf(']')), System.Globalization.CultureInfo.InvariantCulture);
            found = PipelineOf(found)!.Models[index];
        }
        return found;
    }

    internal static List<ModelStage> Enumerate(CoreMLModel owner)
    {
        var stages = new List<ModelStage>();
        Add(owner.Specification, "", "");
        return stages;

        // The scanner has bounded the nesting.
        void Add(SpecModel model, string path, string name)
        {
            stages.Add(new ModelStage(owner, path, name, model));
            Pipeline? pipeline = PipelineOf(model);
            int i = 0;
            foreach ((SpecModel stage, string inside) in StagesOf(model))
            {
                string called = i < pipeline!.Names.Count ? pipeline.Names[i] : i.ToString(System.Globalization.CultureInfo.InvariantCulture);
                Add(stage, path.Length == 0 ? inside : $"{path}.{inside}", called);
                i++;
            }
        }
    }

    /// <summary>The direct stages of a pipeline, each with its path inside the pipeline's model; none for other models.</summary>
    internal static IEnumerable<(SpecModel Stage, string Path)> StagesOf(SpecModel model)
    {
        if (PipelineOf(model) is { } pipeline)
        {
            string field = model.TypeCase == SpecModel.TypeOneofCase.Pipeline ? "pipeline" : TypeName(model) + ".pipeline";
            for (int i = 0; i < pipeline.Models.Count; i++)
            {
                yield return (pipeline.Models[i], $"{field}.models[{i}]");
            }
        }
    }
}
