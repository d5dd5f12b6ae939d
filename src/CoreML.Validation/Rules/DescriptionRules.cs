using CoreML.Format;
using CoreML.Specification;
using Google.Protobuf.Collections;
using static CoreML.Format.DiagnosticSeverity;
using Kind = CoreML.Specification.Model.TypeOneofCase;

namespace CoreML.Validation;

/// <summary>Version, type and description: what every model has.</summary>
internal static class DescriptionRules
{
    public const int NewestVersion = 10;

    public static readonly RuleSet<ModelSubject> All = new("models of all types")
    {
        { "CML8001", "The model does not say its specification version.",
            "Set specificationVersion to the version that the model needs.", SaysVersion },
        { "CML8002", "The specification version is newer than any that is known.",
            "Set specificationVersion to the version that the model needs, at most 10.", HasKnownVersion },
        { "CML8003", "The model has no type.", "Set one of the model types of the specification.", HasType },
        { "CML8004", "The model has no outputs.", "Describe what the model or function gives.", HasOutputs },
        { "CML8005", "The model has no inputs.",
            "Describe what the model takes; only neural networks, pipelines and ML programs of version 9 or later may do without.", HasInputs },
        { "CML8006", "An updatable model has a specification version without updates.", "Set specificationVersion to 4 or more.", MayBeUpdated },
        { "CML8007", "Models of this type cannot be updated.", "Set isUpdatable to false.", CanBeUpdated },
        { "CML8008", "A model with functions has features of its own.",
            "Describe inputs, outputs and states inside the functions and clear those of the model.", KeepsFeaturesInFunctions },
        { "CML8009", "Functions are described in a model that cannot have them.",
            "Only ML programs of specification version 9 or later have several functions.", MayHaveFunctions },
        { "CML8010", "The default function is not one of the functions.",
            "Set defaultFunctionName to the name of a described function.", HasDefaultFunction },
        { "CML8011", Warning, "The specification version is negative.", "Set specificationVersion to the version that the model needs.", HasPositiveVersion },
        { "CML8012", Warning, "Two features of a description have the same name.", "Give each feature a name of its own.", NamesDiffer },
        { "CML8013", Warning, "Functions are described without a name, or two with the same.", "Describe each function once, by its name.", FunctionNamesDiffer },
        { "CML8014", Warning, "The model uses more than its specification version has.",
            "Raise specificationVersion, or do without; systems of the declared version may refuse the model.", VersionIsEnough },
    };

    private static void SaysVersion(ModelSubject model, RuleReport report)
    {
        if (model.Version == 0)
        {
            report.Add(model.At("specificationVersion"), "a version from 1 on", "0");
        }
    }

    private static void HasKnownVersion(ModelSubject model, RuleReport report)
    {
        if (model.Version > NewestVersion)
        {
            report.Add(model.At("specificationVersion"), $"at most {NewestVersion}", $"{model.Version}");
        }
    }

    private static void HasPositiveVersion(ModelSubject model, RuleReport report)
    {
        if (model.Version < 0)
        {
            report.Add(model.At("specificationVersion"), "a version from 1 on", $"{model.Version}");
        }
    }

    private static void HasType(ModelSubject model, RuleReport report)
    {
        if (model.Type == Kind.None)
        {
            report.Add(model.At("type"), "one of the model types", "none");
        }
    }

    private static void HasOutputs(ModelSubject model, RuleReport report)
    {
        if (!HasFunctions(model) && model.Description.Output.Count == 0)
        {
            report.Add(model.At("description.output"), "at least one output", "none");
        }
        for (int i = 0; i < model.Description.Functions.Count; i++)
        {
            if (model.Description.Functions[i].Output.Count == 0)
            {
                report.Add(model.At($"description.functions[{i}].output"), "at least one output", "none");
            }
        }
    }

    private static void HasInputs(ModelSubject model, RuleReport report)
    {
        if ((model.IsNeuralNetwork || model.IsPipeline || model.IsProgram) && model.Version >= 9)
        {
            return;
        }
        if (!HasFunctions(model) && model.Description.Input.Count == 0)
        {
            report.Add(model.At("description.input"), "at least one input", "none");
        }
        for (int i = 0; i < model.Description.Functions.Count; i++)
        {
            if (model.Description.Functions[i].Input.Count == 0)
            {
                report.Add(model.At($"description.functions[{i}].input"), "at least one input", "none");
            }
        }
    }

    private static void MayBeUpdated(ModelSubject model, RuleReport report)
    {
        if (model.Model.IsUpdatable && model.Version < 4)
        {
            report.Add(model.At("isUpdatable"), "version 4 or later", $"version {model.Version}");
        }
    }

    // Linked models have a rule of their own.
    private static void CanBeUpdated(ModelSubject model, RuleReport report)
    {
        if (model.Model.IsUpdatable && !model.IsNeuralNetwork && !model.IsPipeline && model.Type != Kind.KNearestNeighborsClassifier)
        {
            report.Add(model.At("isUpdatable"), "a neural network, k-nearest neighbors or a pipeline", model.TypeName);
        }
    }

    private static void KeepsFeaturesInFunctions(ModelSubject model, RuleReport report)
    {
        ModelDescription description = model.Description;
        if (!HasFunctions(model))
        {
            return;
        }
        Refuse("input", description.Input.Count > 0);
        Refuse("output", description.Output.Count > 0);
        Refuse("state", description.State.Count > 0);
        Refuse("trainingInput", description.TrainingInput.Count > 0);
        Refuse("predictedFeatureName", description.PredictedFeatureName.Length > 0);
        Refuse("predictedProbabilitiesName", description.PredictedProbabilitiesName.Length > 0);

        void Refuse(string field, bool set)
        {
            if (set)
            {
                report.Add(model.At("description." + field), "nothing, since the functions are described", $"{field} is set");
            }
        }
    }

    private static void MayHaveFunctions(ModelSubject model, RuleReport report)
    {
        if (HasFunctions(model) && (!model.IsProgram || model.Version < 9))
        {
            report.Add(model.At("description.functions"), "an ML program of version 9 or later", $"{model.TypeName} of version {model.Version}");
        }
    }

    private static void HasDefaultFunction(ModelSubject model, RuleReport report)
    {
        ModelDescription description = model.Description;
        if (HasFunctions(model) && description.Functions.All(function => function.Name != description.DefaultFunctionName))
        {
            report.Add(
                model.At("description.defaultFunctionName"),
                $"one of {string.Join(", ", description.Functions.Take(8).Select(function => $"'{function.Name}'"))}",
                $"'{description.DefaultFunctionName}'");
        }
    }

    private static void NamesDiffer(ModelSubject model, RuleReport report)
    {
        ModelDescription description = model.Description;
        Check("description.input", description.Input);
        Check("description.output", description.Output);
        Check("description.state", description.State);
        for (int i = 0; i < description.Functions.Count; i++)
        {
            Check($"description.functions[{i}].input", description.Functions[i].Input);
            Check($"description.functions[{i}].output", description.Functions[i].Output);
            Check($"description.functions[{i}].state", description.Functions[i].State);
        }

        void Check(string list, RepeatedField<FeatureDescription> features)
        {
            if (features.FindDuplicate(feature => feature.Name) is { } name)
            {
                report.Add(model.At(list), "names that differ", $"'{name}' twice");
            }
        }
    }

    private static void FunctionNamesDiffer(ModelSubject model, RuleReport report)
    {
        RepeatedField<FunctionDescription> functions = model.Description.Functions;
        if (functions.Any(function => function.Name.Length == 0))
        {
            report.Add(model.At("description.functions"), "a name for each function", "an empty one");
        }
        if (functions.FindDuplicate(function => function.Name) is { } name)
        {
            report.Add(model.At("description.functions"), "names that differ", $"'{name}' twice");
        }
    }

    private static void VersionIsEnough(ModelSubject model, RuleReport report)
    {
        // Without a version at all another rule is broken.
        if (model.Version > 0 && RequiredVersion.Of(model.Model).Beyond(model.Version) is [var newest, ..])
        {
            report.Add(
                model.At("specificationVersion"), newest.ToString(),
                $"version {model.Version} ({DeploymentTargets.Of(model.Version)})");
        }
    }

    private static bool HasFunctions(ModelSubject model) =>
        model.Description.Functions.Count > 0 || model.Description.DefaultFunctionName.Length > 0;
}
