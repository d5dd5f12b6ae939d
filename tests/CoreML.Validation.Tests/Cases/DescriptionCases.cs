using CoreML.Specification;
using Program = CoreML.Specification.MILSpec.Program;

namespace CoreML.Validation.Tests;

internal static class DescriptionCases
{
    public static readonly RuleCase[] All =
    [
        new("CML8001", "specificationVersion", Sound, model => model.SpecificationVersion = 0),
        new("CML8002", "specificationVersion", Sound, model => model.SpecificationVersion = 11),
        new("CML8003", "type", Sound, model => model.ClearType()),
        new("CML8004", "description.output", Sound, model => model.Description.Output.Clear()),
        new("CML8004", "description.output", Sound, model => model.Description = null),
        new("CML8005", "description.input", Sound, model => model.Description.Input.Clear()),
        new("CML8006", "isUpdatable", Sound, model => model.IsUpdatable = true),
        new("CML8007", "isUpdatable", Sound, model => (model.IsUpdatable, model.SpecificationVersion) = (true, 4)),
        new("CML8008", "description.input", ProgramCases.TwoFunctions, model => model.Description.Input.Add(Make.Double("x"))),
        new("CML8008", "description.output", ProgramCases.TwoFunctions, model => model.Description.Output.Add(Make.Double("x"))),
        new("CML8008", "description.predictedFeatureName", ProgramCases.TwoFunctions, model => model.Description.PredictedFeatureName = "x"),
        new("CML8009", "description.functions", ProgramCases.TwoFunctions, model => model.SpecificationVersion = 8),
        new("CML8010", "description.defaultFunctionName", ProgramCases.TwoFunctions, model => model.Description.DefaultFunctionName = "ghost"),
        new("CML8011", "specificationVersion", Sound, model => model.SpecificationVersion = -3),
        new("CML8012", "description.input", Sound, model => model.Description.Input.Add(Make.Double("x"))),
        new("CML8012", "description.functions[0].output", ProgramCases.TwoFunctions,
            model => model.Description.Functions[0].Output.Add(model.Description.Functions[0].Output[0].Clone())),
        new("CML8013", "description.functions", ProgramCases.TwoFunctions, model => model.Description.Functions.Add(model.Description.Functions[0].Clone())),
        new("CML8014", "specificationVersion", () => Make.Identity(3, Make.Sequence("x")), model => model.SpecificationVersion = 2),
    ];

    private static Model Sound() => Make.Identity(1, Make.Double("x"));
}
