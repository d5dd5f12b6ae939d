using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Mil;

/// <summary>A place in which a model, or a stage of a pipeline, describes a feature. A feature of a pipeline has one in the
/// pipeline and one in each stage that takes or gives it; their types have to agree.</summary>
/// <param name="Stage">The model or stage.</param>
/// <param name="Function">The function's description, in a model of several.</param>
/// <param name="Feature">The feature's description there.</param>
/// <param name="IsInput">Whether it is taken there; else it is given.</param>
internal sealed record FeaturePlace(ModelStage Stage, FunctionDescription? Function, FeatureDescription Feature, bool IsInput)
{
    /// <summary>Where this is, for messages.</summary>
    public string Path => $"{(Stage.Path.Length == 0 ? "" : Stage.Path + ".")}{(Function is null ? "" : Function.Name + ".")}{Feature.Name}";

    /// <summary>The function of the program at this place, if it is one.</summary>
    public string FunctionName => Function?.Name ?? "main";

    /// <summary>Every place of a feature, the outermost first.</summary>
    public static IReadOnlyList<FeaturePlace> Of(ModelFeature feature)
    {
        var places = new List<FeaturePlace>
        {
            new(feature.Model.Stages[0], feature.FunctionDescription, feature.Specification, feature.Kind != FeatureKind.Output),
        };
        IReadOnlyList<ModelStage> stages = feature.Model.Stages;
        Add(stages[0].Specification);
        return places;

        void Add(Model pipeline)
        {
            foreach ((Model inner, _) in ModelStage.StagesOf(pipeline))
            {
                ModelStage stage = stages.First(stage => ReferenceEquals(stage.Specification, inner));
                int before = places.Count;
                Find(stage, inner.Description?.Input, isInput: true);
                Find(stage, inner.Description?.Output, isInput: false);
                if (places.Count > before)
                {
                    Add(inner);
                }
            }
        }

        void Find(ModelStage stage, IEnumerable<FeatureDescription>? features, bool isInput) => places.AddRange(
            (features ?? []).Where(other => other.Name == feature.Name).Select(other => new FeaturePlace(stage, null, other, isInput)));
    }

    /// <summary>The diagnostic of a change that cannot be made here.</summary>
    public CoreMLException Refuse(string expected, string found, string? advice = null) =>
        MilDiagnostics.FeatureTypeRefused.Error(path: Path, expected: expected, found: found, advice: advice);
}
