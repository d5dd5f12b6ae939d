using CoreML.Specification;

namespace CoreML.Validation;

/// <summary>Custom and linked models.</summary>
internal static class CustomRules
{
    public static readonly RuleSet<ModelSubject> All = new("custom and linked models")
    {
        { "CML8421", "A custom model names no class.", "Set className to the class that implements the model.", HasClass },
        { "CML8422", "A parameter of a custom model has no name or no value.", "Give each parameter a name and a value.", ParametersAreSet },
        { "CML8423", "A linked model does not say which model it links to.", "Set linkedModelFile with a default file name.", HasLink },
        { "CML8424", "A linked model is updatable.", "Set isUpdatable to false.", LinkIsNotUpdatable },
    };

    private static void HasClass(ModelSubject model, RuleReport report)
    {
        if (model.Model.CustomModel is { ClassName.Length: 0 })
        {
            report.Add(model.In("className"), "the name of a class", "none");
        }
    }

    private static void ParametersAreSet(ModelSubject model, RuleReport report)
    {
        if (model.Model.CustomModel is not { } custom)
        {
            return;
        }
        foreach ((string name, CustomModel.Types.CustomModelParamValue value) in custom.Parameters)
        {
            if (name.Length == 0 || value.ValueCase == CustomModel.Types.CustomModelParamValue.ValueOneofCase.None)
            {
                report.Add(model.In($"parameters[{name}]"), "a name and a value", name.Length == 0 ? "no name" : "no value");
            }
        }
    }

    private static void HasLink(ModelSubject model, RuleReport report)
    {
        if (model.Model.LinkedModel is { } linked && linked.LinkedModelFile?.LinkedModelFileName is not { DefaultValue.Length: > 0 })
        {
            report.Add(model.In("linkedModelFile.linkedModelFileName"), "a file name", "none");
        }
    }

    private static void LinkIsNotUpdatable(ModelSubject model, RuleReport report)
    {
        if (model.Model is { LinkedModel: not null, IsUpdatable: true })
        {
            report.Add(model.At("isUpdatable"), "false", "true");
        }
    }
}
