using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;
using CoreML.Validation;

namespace CoreML.Builder;

/// <summary>
/// Several models in a row. Features are passed by name: what a stage takes is an input of the pipeline or an output of an
/// earlier stage. Stages are models of any type, other pipelines too.
/// </summary>
public sealed class PipelineBuilder : FeatureModelBuilder<PipelineBuilder>
{
    private readonly Pipeline _pipeline = new();
    private readonly List<string?> _names = [];
    private readonly List<CoreMLModel?> _sources = [];
    private readonly Dictionary<string, FeatureType> _features = new(StringComparer.Ordinal);
    private readonly List<(string Name, string Description)> _outputs = [];

    /// <summary>Starts a pipeline that is neither classifier nor regressor.</summary>
    public PipelineBuilder()
        : base(FeatureRule.Any, FeatureRule.AnyOutput)
    {
        Model.Pipeline = _pipeline;
    }

    private protected override bool NeedsInput => false;

    private protected override int LeastVersion => _pipeline.Models.Max(stage => stage.SpecificationVersion);

    /// <summary>Adds a stage. Its specification is copied; its weight files are not, but the model must stay open until the pipeline is
    /// made, and its package in place until the pipeline is saved.</summary>
    /// <param name="model">The model, made by a builder or opened.</param>
    /// <param name="name">A name for people and tools, that no other stage has.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CoreMLException">CML7301: an input of the stage comes from nowhere. CML7302: it has another type there. CML7303: the
    /// name is taken, or the stage before is updatable.</exception>
    public PipelineBuilder Stage(CoreMLModel model, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Add(model.Specification, name, model);
    }

    /// <summary>Adds a stage that has no weights in files of their own.</summary>
    /// <inheritdoc cref="Stage(CoreMLModel, string?)"/>
    public PipelineBuilder Stage(Model model, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Add(model, name, null);
    }

    /// <summary>Makes a feature an output of the pipeline: an output of a stage, the last one of this name, or an input.</summary>
    /// <param name="name">The feature's name.</param>
    /// <param name="description">What it is, for people.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="CoreMLException">CML7301: there is no such feature yet.</exception>
    public PipelineBuilder Output(string name, string description = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(description);
        if (TypeOf(name) is null)
        {
            throw BuilderDiagnostics.StageInputMissing.Error(
                path: $"description.output[{_outputs.Count}]", expected: "an output of a stage, or an input of the pipeline", found: $"'{name}'");
        }
        _outputs.Add((name, description));
        return this;
    }

    /// <summary>Makes the pipeline a classifier: its answer is that of the last stage, which is one. Outputs that are not declared are added.</summary>
    /// <returns>The builder.</returns>
    public PipelineBuilder Classifier()
    {
        Model.PipelineClassifier = new PipelineClassifier { Pipeline = _pipeline };
        return this;
    }

    /// <summary>Makes the pipeline a regressor: its answer is that of the last stage, which is one. An output that is not declared is added.</summary>
    /// <returns>The builder.</returns>
    public PipelineBuilder Regressor()
    {
        Model.PipelineRegressor = new PipelineRegressor { Pipeline = _pipeline };
        return this;
    }

    private protected override void Complete()
    {
        if (_pipeline.Models.Count == 0)
        {
            throw BuilderDiagnostics.Incomplete.Error(path: "pipeline.models", expected: "at least one stage", found: "none");
        }
        ModelDescription last = _pipeline.Models[^1].Description;
        if (Model.TypeCase != Model.TypeOneofCase.Pipeline)
        {
            Predict(last);
        }
        foreach ((string name, string description) in _outputs)
        {
            FeatureType type = TypeOf(name)!.Clone();
            type.IsOptional = false;
            AddOutput(name, type, description);
        }
        if (_names.Any(name => name is not null))
        {
            _pipeline.Names.Add(_names.Select((name, i) => name ?? $"stage_{i}"));
        }
        if (_pipeline.Models[^1].IsUpdatable)
        {
            Model.IsUpdatable = true;
            foreach (FeatureDescription input in last.TrainingInput)
            {
                AddTrainingInput(input.Name, input.Type, input.ShortDescription);
            }
        }
    }

    // The weights of programs go into files of the pipeline when it is saved, straight from where they are.
    private protected override void Attach(CoreMLModel made)
    {
        string field = Model.TypeCase == Model.TypeOneofCase.Pipeline ? "pipeline" : ModelStage.TypeName(Model) + ".pipeline";
        for (int i = 0; i < _sources.Count; i++)
        {
            foreach (ModelStage source in _sources[i]?.Stages.Where(stage => stage.HasProgram) ?? [])
            {
                string path = $"{field}.models[{i}]{(source.Path.Length == 0 ? "" : ".")}{source.Path}";
                made.Stages.Single(stage => stage.Path == path).WriteProgram(source.ReadProgram());
            }
        }
    }

    private PipelineBuilder Add(Model model, string? name, CoreMLModel? source)
    {
        string path = $"pipeline.models[{_pipeline.Models.Count}]";
        if (_pipeline.Models.Count > 0 && _pipeline.Models[^1].IsUpdatable)
        {
            throw BuilderDiagnostics.StageNotAllowed.Error(path: path, expected: "nothing behind a stage that is updatable", found: "another stage");
        }
        if (name is not null && _names.Contains(name))
        {
            throw BuilderDiagnostics.StageNotAllowed.Error(path: path, expected: "a name of its own", found: $"'{name}', a second time");
        }
        foreach (FeatureDescription input in model.Description?.Input ?? [])
        {
            CheckInput(path, input);
        }
        foreach (FeatureDescription output in model.Description?.Output ?? [])
        {
            _features[output.Name] = output.Type;
        }
        _pipeline.Models.Add(model.Clone());
        _names.Add(name);
        _sources.Add(source);
        return this;
    }

    private void CheckInput(string path, FeatureDescription input)
    {
        FeatureType? given = TypeOf(input.Name);
        if (given is null)
        {
            throw BuilderDiagnostics.StageInputMissing.Error(
                path: path, expected: $"an input of the pipeline, or an output of an earlier stage, called '{input.Name}'", found: "none");
        }
        if (!FeatureComparison.AreSame(given, input.Type))
        {
            throw BuilderDiagnostics.StageTypeMismatch.Error(
                path: path, expected: $"'{input.Name}' as {FeatureTypes.Describe(input.Type)}", found: FeatureTypes.Describe(given));
        }
    }

    private void Predict(ModelDescription last)
    {
        bool classifier = Model.TypeCase == Model.TypeOneofCase.PipelineClassifier;
        FeatureDescription? answer = last.Output.FirstOrDefault(output => output.Name == last.PredictedFeatureName);
        FeatureKinds kinds = classifier ? FeatureKinds.Int64 | FeatureKinds.String : FeatureKinds.Double | FeatureKinds.MultiArray;
        if (answer is null || !kinds.HasFlag(FeatureTypes.KindOf(answer.Type)))
        {
            throw BuilderDiagnostics.StageNotAllowed.Error(
                path: $"pipeline.models[{_pipeline.Models.Count - 1}]", expected: classifier ? "a classifier as last stage" : "a regressor as last stage",
                found: ModelStage.TypeName(_pipeline.Models[^1]));
        }
        Description.PredictedFeatureName = last.PredictedFeatureName;
        Declare(last.PredictedFeatureName);
        if (classifier && last.PredictedProbabilitiesName.Length != 0)
        {
            Description.PredictedProbabilitiesName = last.PredictedProbabilitiesName;
            Declare(last.PredictedProbabilitiesName);
        }

        void Declare(string name)
        {
            if (!_outputs.Any(output => output.Name == name))
            {
                _outputs.Add((name, ""));
            }
        }
    }

    private FeatureType? TypeOf(string name) =>
        _features.GetValueOrDefault(name) ?? Description.Input.FirstOrDefault(input => input.Name == name)?.Type;
}
