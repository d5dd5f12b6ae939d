using CoreML.Specification;

namespace CoreML.Validation.Tests;

internal static class PipelineCases
{
    public static readonly RuleCase[] All =
    [
        new("CML8501", "pipeline.models", Sound, model => model.Pipeline.Models.Clear()),
        new("CML8502", "pipeline.models[1].description.input[0]", Sound, model => Second(model).Description.Input[0].Name = "ghost"),
        new("CML8502", "pipeline.models[0].description.input[0]", Sound, Swap),
        new("CML8503", "pipeline.models[1].description.input[0]", Sound, model => Second(model).Description.Input[0].Retype(Make.Array("m", 5))),
        new("CML8504", "description.output[0]", Sound, model => model.Description.Output[0].Name = "ghost"),
        new("CML8505", "description.output[0].type", Sound, model => model.Description.Output[0].Retype(Make.Double("y"))),
        new("CML8506", "pipeline.models[0].isUpdatable", Sound, model => model.Pipeline.Models[0].IsUpdatable = true),
        new("CML8506", "pipeline.models[1].isUpdatable", Sound, model => (model.IsUpdatable, model.SpecificationVersion) = (true, 4)),
        new("CML8507", "pipeline.names", Sound, model => model.Pipeline.Names.RemoveAt(0)),
        new("CML8508", "pipeline.names", Sound, model => model.Pipeline.Names[1] = "first"),
        new("CML8509", "pipeline.models[1].specificationVersion", Sound, model => Second(model).SpecificationVersion = 2),
        new("CML8510", "description.predictedFeatureName", Regressor, model => model.Description.PredictedFeatureName = "ghost"),

        // The rules of its own type hold for each stage.
        new("CML8448", "pipeline.models[1].normalizer.normType", Sound, model => Second(model).Normalizer.NormType = (Normalizer.Types.NormType)9),
        new("CML8003", "pipeline.models[0].type", Sound, model => model.Pipeline.Models[0].ClearType()),
    ];

    private static Model Sound()
    {
        Model first = Make.Model([Make.Array("x", 2)], [Make.Array("m", 2)]);
        first.Scaler = new() { ScaleValue = { 2 } };
        Model second = Make.Model([Make.Array("m", 2)], [Make.Array("y", 2)]);
        second.Normalizer = new();
        Model model = Make.Model([Make.Array("x", 2)], [Make.Array("y", 2)]);
        model.Pipeline = new Pipeline { Models = { first, second }, Names = { "first", "second" } };
        return model;
    }

    private static Model Regressor()
    {
        Model model = Make.Model([Make.Array("x", 2)], [Make.Double("y")]);
        model.Description.PredictedFeatureName = "y";
        model.PipelineRegressor = new PipelineRegressor { Pipeline = new() { Models = { LinearCases.Regressor() } } };
        return model;
    }

    private static void Swap(Model model)
    {
        Model first = model.Pipeline.Models[0];
        model.Pipeline.Models.RemoveAt(0);
        model.Pipeline.Models.Add(first);
    }

    private static Model Second(Model model) => model.Pipeline.Models[1];
}
