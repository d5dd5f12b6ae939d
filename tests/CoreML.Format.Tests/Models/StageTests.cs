using CoreML.Specification;

namespace CoreML.Format.Tests;

public sealed class StageTests
{
    [Fact]
    public void Model_alone_is_its_only_stage()
    {
        using CoreMLModel model = CoreMLModel.Create(SampleModels.Scaler());
        ModelStage stage = Assert.Single(model.Stages);
        Assert.Equal(("", ""), (stage.Path, stage.Name));
        Assert.Same(model.Specification, stage.Specification);
        Assert.Same(model, stage.Model);
    }

    [Fact]
    public void Pipelines_are_walked_to_any_depth_outermost_first()
    {
        var inner = new Model
        {
            PipelineRegressor = new() { Pipeline = new() { Models = { SampleModels.Scaler(), SampleModels.Scaler() }, Names = { "first" } } },
        };
        var root = new Model { Pipeline = new() { Models = { SampleModels.Scaler(), inner }, Names = { "scale", "inner" } } };
        using CoreMLModel model = CoreMLModel.Create(root);
        Assert.Equal(
            [
                ("", ""),
                ("pipeline.models[0]", "scale"),
                ("pipeline.models[1]", "inner"),
                // A stage without a name has its position.
                ("pipeline.models[1].pipelineRegressor.pipeline.models[0]", "first"),
                ("pipeline.models[1].pipelineRegressor.pipeline.models[1]", "1"),
            ],
            model.Stages.Select(stage => (stage.Path, stage.Name)));
        Assert.Same(inner.PipelineRegressor.Pipeline.Models[1], model.Stages[4].Specification);
        Assert.All(model.Stages, stage => Assert.Same(stage.Specification, ModelStage.Find(model.Specification, stage.Path)));
    }

    [Fact]
    public void Types_have_the_names_of_the_specification()
    {
        Assert.Equal("mlProgram", ModelStage.TypeName(SampleModels.Program()));
        Assert.Equal("glmClassifier", ModelStage.TypeName(new Model { GlmClassifier = new() }));
        Assert.Equal("none", ModelStage.TypeName(new Model()));
        Assert.Throws<ArgumentNullException>(() => ModelStage.TypeName(null!));
    }

    [Fact]
    public void Pipelines_of_each_kind()
    {
        var pipeline = new Pipeline();
        Assert.Same(pipeline, ModelStage.PipelineOf(new Model { Pipeline = pipeline }));
        Assert.Same(pipeline, ModelStage.PipelineOf(new Model { PipelineClassifier = new() { Pipeline = pipeline } }));
        Assert.Same(pipeline, ModelStage.PipelineOf(new Model { PipelineRegressor = new() { Pipeline = pipeline } }));
        Assert.Null(ModelStage.PipelineOf(new Model { PipelineRegressor = new() }));
        Assert.Null(ModelStage.PipelineOf(SampleModels.Scaler()));
        Assert.Throws<ArgumentNullException>(() => ModelStage.PipelineOf(null!));
    }
}
