using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>A function that is being built: its graph and its description.</summary>
internal sealed class FunctionBuilder
{
    private readonly List<MilValue> _outputs = [];
    private readonly int _version;

    public FunctionBuilder(MilFunction function, int version)
    {
        Function = function;
        Features = new() { Name = function.Name };
        _version = version;
    }

    public MilFunction Function { get; }

    public string Name => Function.Name;

    /// <summary>Inputs, outputs and states.</summary>
    public FunctionDescription Features { get; }

    /// <summary>What is known of the values.</summary>
    public TypeInference Inference { get; } = new();

    public bool IsOutput(MilValue value) => _outputs.Contains(value);

    public MilValue AddInput(FeatureDescription feature, MilType type)
    {
        Check(feature, Features.Input, "input");
        bool state = type is StateType;
        Check(feature, Features.State, "state");
        MilValue value = Function.AddInput(feature.Name, type);
        (state ? Features.State : Features.Input).Add(feature);
        return value;
    }

    public void AddOutput(FeatureDescription feature, MilValue value)
    {
        Check(feature, Features.Output, "output");
        _outputs.Add(value);
        Features.Output.Add(feature);
    }

    /// <summary>Makes sure that an output can be added, before anything is changed for it.</summary>
    public void CheckOutput(string name)
    {
        if (Function.FindValue(name) is { Operation: null })
        {
            throw Duplicate(PathOf("output", Features.Output.Count), name);
        }
        Check(new FeatureDescription { Name = name }, Features.Output, "output");
    }

    public void Complete()
    {
        if (_outputs.Count == 0)
        {
            throw BuilderDiagnostics.Incomplete.Error(path: $"{Name}.output", expected: "at least one output", found: "none");
        }
        Function.Body.SetOutputs([.. _outputs]);
    }

    private void Check(FeatureDescription feature, Google.Protobuf.Collections.RepeatedField<FeatureDescription> features, string kind)
    {
        string path = PathOf(kind, features.Count);
        if (features.Any(other => other.Name == feature.Name))
        {
            throw Duplicate(path, feature.Name);
        }
        var model = new Model { Description = new ModelDescription { Input = { feature } } };
        if (RequiredVersion.Of(model).Beyond(_version) is [var reason, ..])
        {
            throw BuilderDiagnostics.TargetTooOld.Error(
                $"'{feature.Name}' is {reason.Feature}, which the target does not have.", path: path,
                expected: DeploymentTargets.Of(reason.Version), found: DeploymentTargets.Of(_version),
                advice: $"Raise the target to {DeploymentTargets.Of(reason.Version).Split(',')[0].Replace(" ", "", StringComparison.Ordinal)}.");
        }
    }

    private string PathOf(string kind, int index) => $"{Name}.{kind}[{index}]";

    private static CoreMLException Duplicate(string path, string name) =>
        BuilderDiagnostics.DuplicateFeature.Error(path: path, expected: "a new name", found: $"'{name}', a second time");
}
