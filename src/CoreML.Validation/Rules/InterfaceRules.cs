using CoreML.Format;
using CoreML.Specification;
using Google.Protobuf.Collections;
using static CoreML.Format.DiagnosticSeverity;
using Feature = CoreML.Specification.FeatureType.TypeOneofCase;
using Kind = CoreML.Specification.Model.TypeOneofCase;

namespace CoreML.Validation;

/// <summary>What a model of each type takes and gives.</summary>
internal static class InterfaceRules
{
    public static readonly RuleSet<ModelSubject> All = new("inputs and outputs by model type")
    {
        { "CML8201", "A model of this type has an optional input.", "Clear isOptional of its inputs.", HasNoOptionalInput },
        { "CML8202", "All inputs of the model are optional.", "Let at least one input be required.", HasRequiredInput },
        { "CML8203", "An optional input has a default value that the model cannot have.",
            "Only neural networks, serialized models and ML programs of version 5 or later have default values.", MayHaveDefaults },
        { "CML8204", "The model has more inputs than its type allows.", "Remove inputs that the model does not use.", HasNotTooManyInputs },
        { "CML8205", "An input is of a type that such models do not take.", "Give the input one of the types expected.", TakesInputs },
        { "CML8206", "The model has more outputs than its type allows.", "Remove outputs that the model does not make.", HasNotTooManyOutputs },
        { "CML8207", "An output is of a type that such models do not give.", "Give the output one of the types expected.", GivesOutputs },
    };

    public static bool AllowsDefaults(ModelSubject model) => model.IsNeuralNetwork || model.IsProgram || model.Type == Kind.SerializedModel;

    private static bool AllowsOptional(ModelSubject model) => AllowsDefaults(model) || model.IsPipeline || model.Type is
        Kind.Imputer or Kind.TreeEnsembleClassifier or Kind.TreeEnsembleRegressor or Kind.ItemSimilarityRecommender or Kind.Identity;

    private static void HasNoOptionalInput(ModelSubject model, RuleReport report)
    {
        if (!AllowsOptional(model) && model.Type != Kind.None)
        {
            ForEach(model.Description.Input, (feature, i) =>
            {
                if (feature.Type?.IsOptional == true)
                {
                    report.Add(model.At($"description.input[{i}].type.isOptional"), $"false, as {model.TypeName} needs all inputs", "true");
                }
            });
        }
    }

    // A state counts as required.
    private static void HasRequiredInput(ModelSubject model, RuleReport report)
    {
        RepeatedField<FeatureDescription> inputs = model.Description.Input;
        if (AllowsDefaults(model) && inputs.Count > 0
            && inputs.All(input => input.Type is { IsOptional: true, TypeCase: not Feature.StateType }))
        {
            report.Add(model.At("description.input"), "at least one input that is required", $"{inputs.Count} optional ones");
        }
    }

    private static void MayHaveDefaults(ModelSubject model, RuleReport report) => ForEach(model.Description.Input, (feature, i) =>
    {
        bool hasDefault = feature.Type is { IsOptional: true, MultiArrayType: { } array }
            && array.DefaultOptionalValueCase != ArrayFeatureType.DefaultOptionalValueOneofCase.None;
        if (hasDefault && (!AllowsDefaults(model) || model.Version < 5))
        {
            report.Add(
                model.At($"description.input[{i}].type.multiArrayType"), "no default value", $"one in a {model.TypeName} of version {model.Version}");
        }
    });

    private static void HasNotTooManyInputs(ModelSubject model, RuleReport report) =>
        CheckCount(model, InterfaceTable.Of(model.Model).Inputs, model.Description.Input, "description.input", report);

    private static void TakesInputs(ModelSubject model, RuleReport report) =>
        CheckTypes(model, InterfaceTable.Of(model.Model).Inputs, model.Description.Input, "description.input", report);

    private static void HasNotTooManyOutputs(ModelSubject model, RuleReport report) =>
        CheckCount(model, InterfaceTable.Of(model.Model).Outputs, model.Description.Output, "description.output", report);

    private static void GivesOutputs(ModelSubject model, RuleReport report) =>
        CheckTypes(model, InterfaceTable.Of(model.Model).Outputs, model.Description.Output, "description.output", report);

    private static void CheckCount(
        ModelSubject model, FeatureLimit limit, RepeatedField<FeatureDescription> features, string list, RuleReport report)
    {
        if (features.Count > limit.Most)
        {
            report.Add(model.At(list), $"at most {limit.Most} for {model.TypeName}", $"{features.Count}");
        }
    }

    private static void CheckTypes(
        ModelSubject model, FeatureLimit limit, RepeatedField<FeatureDescription> features, string list, RuleReport report) => ForEach(features, (feature, i) =>
    {
        // A feature without any type breaks another rule.
        if (limit.Types.Length > 0 && feature.Type is { TypeCase: not Feature.None } type && !limit.Types.Contains(type.TypeCase))
        {
            report.Add(model.At($"{list}[{i}].type"), limit.Types.ToText(), FeatureText.Of(type));
        }
    });

    private static void ForEach(RepeatedField<FeatureDescription> features, Action<FeatureDescription, int> action)
    {
        for (int i = 0; i < features.Count; i++)
        {
            action(features[i], i);
        }
    }
}
