using CoreML.Format;

namespace CoreML.Validation;

/// <summary>One validation: every stage of a model against the rules that apply to it.</summary>
internal sealed class ValidationRun(CoreMLModel model, RuleReport report)
{
    public static ValidationResult Of(CoreMLModel model, ValidationOptions options)
    {
        var report = new RuleReport(options);
        var run = new ValidationRun(model, report);
        try
        {
            foreach (ModelStage stage in model.Stages)
            {
                run.Check(stage);
            }
            foreach (RuleSet<CoreMLModel> rules in ValidationRules.ForPackages)
            {
                rules.Check(model, report);
            }
        }
        catch (CoreMLException exception)
        {
            // Only now parsed, the specification turns out not to be one.
            report.Pass(exception.Diagnostics, "", model.Path ?? "specification");
        }
        return report.ToResult();
    }

    private void Check(ModelStage stage)
    {
        var subject = new ModelSubject(model, stage.Specification, stage.Path);
        foreach (RuleSet<ModelSubject> rules in ValidationRules.ForAllTypes)
        {
            rules.Check(subject, report);
        }
        foreach (FeatureSubject feature in FeatureSubject.Of(subject))
        {
            foreach (RuleSet<FeatureSubject> rules in ValidationRules.ForFeatures)
            {
                rules.Check(feature, report);
            }
        }
        if (ValidationRules.ByType.TryGetValue(subject.Type, out RuleSet<ModelSubject>? own))
        {
            own.Check(subject, report);
        }
        if (subject.IsNeuralNetwork)
        {
            CheckNetwork(subject);
        }
        if (subject.IsProgram)
        {
            var program = new ProgramSubject(subject);
            foreach (RuleSet<ProgramSubject> rules in ValidationRules.ForPrograms)
            {
                rules.Check(program, report);
            }
        }
    }

    private void CheckNetwork(ModelSubject subject)
    {
        var network = new NetworkSubject(subject);
        new NetworkWalk(network, layer =>
        {
            foreach (RuleSet<LayerSubject> rules in ValidationRules.ForLayers)
            {
                rules.Check(layer, report);
            }
        }).Run();
        foreach (RuleSet<NetworkSubject> rules in ValidationRules.ForNetworks)
        {
            rules.Check(network, report);
        }
    }
}
