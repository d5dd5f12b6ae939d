using CoreML.Format;
using CoreML.Specification;
using static CoreML.Format.DiagnosticSeverity;
using Kind = CoreML.Specification.Model.TypeOneofCase;

namespace CoreML.Validation;

/// <summary>Pipelines of all three types. Each stage is a model and has to keep the rules of its own type.</summary>
internal static class PipelineRules
{
    public static readonly RuleSet<ModelSubject> All = new("pipelines")
    {
        { "CML8501", "A pipeline has no stages.", "Add at least one model.", HasStages },
        { "CML8502", "A stage takes a feature that nothing before it gives.",
            "Let every input of a stage be an input of the pipeline or an output of an earlier stage, by name.", StagesFindInputs },
        { "CML8503", "A stage takes a feature of another type than it is given.", "Describe the feature equally where it is made and where it is used.", StageInputsFit },
        { "CML8504", "An output of a pipeline is given by no stage.", "Name outputs of the pipeline like outputs of stages.", OutputsExist },
        { "CML8505", "An output of a pipeline is of another type than its stage gives.", "Describe the output equally in stage and pipeline.", OutputsFit },
        { "CML8506", "The wrong stages of a pipeline are updatable.",
            "In an updatable pipeline the last stage and no other is updatable; otherwise none is.", UpdatesAreLast },
        { "CML8507", "A pipeline has another number of names than of stages.", "Name every stage, or none.", NamesMatch },
        { "CML8508", "Two stages of a pipeline have the same name.", "Give each stage a name of its own.", NamesDiffer },
        { "CML8509", Warning, "A stage declares a newer specification version than its pipeline.",
            "Give the pipeline at least the version of its newest stage.", StagesAreNotNewer },
        { "CML8510", Warning, "The predicted feature of a pipeline is not one of its outputs.",
            "Set predictedFeatureName of a pipeline classifier or regressor to the name of an output.", PredictionExists },
    };

    private static Pipeline PipelineOf(ModelSubject model) => ModelStage.PipelineOf(model.Model) ?? new Pipeline();

    private static void HasStages(ModelSubject model, RuleReport report)
    {
        if (PipelineOf(model).Models.Count == 0)
        {
            report.Add(model.In("models"), "at least one stage", "none");
        }
    }

    private static void StagesFindInputs(ModelSubject model, RuleReport report) => Walk(model, (input, path, given) =>
    {
        if (!given.ContainsKey(input.Name))
        {
            report.Add(path, "a pipeline input or an output of an earlier stage", $"'{input.Name}'");
        }
    });

    private static void StageInputsFit(ModelSubject model, RuleReport report) => Walk(model, (input, path, given) =>
    {
        if (given.TryGetValue(input.Name, out FeatureType? type) && !FeatureComparison.AreSame(input.Type, type))
        {
            report.Add(path, FeatureText.Of(type), FeatureText.Of(input.Type), $"'{input.Name}' is of another type than it is given.");
        }
    });

    private static void OutputsExist(ModelSubject model, RuleReport report)
    {
        Dictionary<string, FeatureType?> given = Walk(model, (_, _, _) => { });
        for (int i = 0; i < model.Description.Output.Count; i++)
        {
            if (!given.ContainsKey(model.Description.Output[i].Name))
            {
                report.Add(model.At($"description.output[{i}]"), "an output of a stage", $"'{model.Description.Output[i].Name}'");
            }
        }
    }

    private static void OutputsFit(ModelSubject model, RuleReport report)
    {
        Dictionary<string, FeatureType?> given = Walk(model, (_, _, _) => { });
        for (int i = 0; i < model.Description.Output.Count; i++)
        {
            FeatureDescription output = model.Description.Output[i];
            if (given.TryGetValue(output.Name, out FeatureType? type) && !FeatureComparison.AreSame(output.Type, type))
            {
                report.Add(model.At($"description.output[{i}].type"), FeatureText.Of(type), FeatureText.Of(output.Type));
            }
        }
    }

    // Visits the inputs of all stages with what is there before each; returns what is there in the end, the last of each name.
    private static Dictionary<string, FeatureType?> Walk(
        ModelSubject model, Action<FeatureDescription, string, Dictionary<string, FeatureType?>> visit)
    {
        var given = new Dictionary<string, FeatureType?>(StringComparer.Ordinal);
        foreach (FeatureDescription input in model.Description.Input)
        {
            given[input.Name] = input.Type;
        }
        foreach ((Model stage, string path) in ModelStage.StagesOf(model.Model))
        {
            for (int i = 0; i < stage.Description?.Input.Count; i++)
            {
                visit(stage.Description.Input[i], model.At($"{path}.description.input[{i}]"), given);
            }
            foreach (FeatureDescription output in stage.Description?.Output ?? [])
            {
                given[output.Name] = output.Type;
            }
        }
        return given;
    }

    private static void UpdatesAreLast(ModelSubject model, RuleReport report)
    {
        Pipeline pipeline = PipelineOf(model);
        int i = 0;
        foreach ((Model stage, string path) in ModelStage.StagesOf(model.Model))
        {
            bool expected = model.Model.IsUpdatable && ++i == pipeline.Models.Count;
            if (stage.IsUpdatable != expected)
            {
                report.Add(model.At($"{path}.isUpdatable"), expected ? "true" : "false", expected ? "false" : "true");
            }
        }
    }

    private static void NamesMatch(ModelSubject model, RuleReport report)
    {
        Pipeline pipeline = PipelineOf(model);
        if (pipeline.Names.Count > 0 && pipeline.Names.Count != pipeline.Models.Count)
        {
            report.Add(model.In("names"), $"none, or {pipeline.Models.Count} names", $"{pipeline.Names.Count}");
        }
    }

    private static void NamesDiffer(ModelSubject model, RuleReport report)
    {
        if (PipelineOf(model).Names.FindDuplicate(name => name) is { } name)
        {
            report.Add(model.In("names"), "names that differ", $"'{name}' twice");
        }
    }

    private static void StagesAreNotNewer(ModelSubject model, RuleReport report)
    {
        foreach ((Model stage, string path) in ModelStage.StagesOf(model.Model))
        {
            if (stage.SpecificationVersion > model.Version)
            {
                report.Add(model.At($"{path}.specificationVersion"), $"at most {model.Version}", $"{stage.SpecificationVersion}");
            }
        }
    }

    private static void PredictionExists(ModelSubject model, RuleReport report)
    {
        string name = model.Description.PredictedFeatureName;
        if (model.Type is Kind.PipelineClassifier or Kind.PipelineRegressor && model.FindOutput(name) is null)
        {
            report.Add(model.At("description.predictedFeatureName"), "the name of an output", $"'{name}'");
        }
    }
}
