using CoreML.Specification;

namespace CoreML.Format;

public sealed partial class CoreMLModel
{
    /// <summary>What a prediction takes: the model's inputs, or those of its default function.</summary>
    public ModelFeatureList Inputs => Features(FeatureKind.Input, description => description.Input, function => function.Input);

    /// <summary>What a prediction gives: the model's outputs, or those of its default function.</summary>
    public ModelFeatureList Outputs => Features(FeatureKind.Output, description => description.Output, function => function.Output);

    /// <summary>What is kept from one prediction to the next: the model's states, or those of its default function.</summary>
    public ModelFeatureList States => Features(FeatureKind.State, description => description.State, function => function.State);

    /// <summary>What an update on the device takes.</summary>
    public ModelFeatureList TrainingInputs =>
        new(this, FeatureKind.TrainingInput, null, Specification.Description?.TrainingInput);

    /// <summary>The functions that the model describes; none for a model with a single one, whose features are the model's
    /// own.</summary>
    public IReadOnlyList<ModelFunction> Functions =>
        [.. (Specification.Description?.Functions ?? []).Select(function => new ModelFunction(this, function))];

    /// <summary>Every feature of the model: inputs, outputs, states and training inputs, function by function.</summary>
    public IReadOnlyList<ModelFeature> AllFeatures => Functions.Count == 0
        ? [.. Inputs, .. Outputs, .. States, .. TrainingInputs]
        : [.. Functions.SelectMany(function => (IEnumerable<ModelFeature>)[.. function.Inputs, .. function.Outputs, .. function.States])];

    private ModelFeatureList Features(
        FeatureKind kind,
        Func<ModelDescription, Google.Protobuf.Collections.RepeatedField<FeatureDescription>> own,
        Func<FunctionDescription, Google.Protobuf.Collections.RepeatedField<FeatureDescription>> ofFunction)
    {
        ModelDescription? description = Specification.Description;
        FunctionDescription? main = description?.Functions
            .FirstOrDefault(function => function.Name == description.DefaultFunctionName) ?? description?.Functions.FirstOrDefault();
        return main is null
            ? new ModelFeatureList(this, kind, null, description is null ? null : own(description))
            : new ModelFeatureList(this, kind, main, ofFunction(main));
    }
}
