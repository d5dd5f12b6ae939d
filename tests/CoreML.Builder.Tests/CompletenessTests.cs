using CoreML.Format;
using CoreML.Specification;
using CoreML.Validation;

namespace CoreML.Builder.Tests;

/// <summary>Builders reach everything that the schema can say.</summary>
public class CompletenessTests
{
    private static readonly (string Name, Func<Model> Build)[] Gallery = [.. ClassicGallery.All(), .. NetworkGallery.All(), .. PipelineGallery.All()];

    public static TheoryData<string> Names => [.. Gallery.Select(entry => entry.Name)];

    [Fact]
    public void Every_case_and_every_value_of_the_schema_is_met()
    {
        var coverage = new SchemaCoverage();
        foreach ((_, Func<Model> build) in Gallery)
        {
            coverage.Add(build());
        }
        Assert.True(coverage.Missing.Length == 0, string.Join(", ", coverage.Missing));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_model_is_saved_and_opened_again(string name)
    {
        Model built = Build(name);
        using CoreMLModel model = CoreMLModel.Create(built);
        var stream = new MemoryStream();
        model.Save(stream);
        using CoreMLModel again = CoreMLModel.Open(stream.ToArray());
        Assert.Equal(built, again.Specification);
        Assert.InRange(built.SpecificationVersion, 1, 10);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_model_is_valid(string name)
    {
        using CoreMLModel model = CoreMLModel.Create(Build(name));
        Assert.Empty(model.Validate().Errors);
    }

    [Fact]
    public void Names_of_the_gallery_differ() => Assert.Equal(Gallery.Length, Gallery.Select(entry => entry.Name).Distinct().Count());

    private static Model Build(string name) => Gallery.Single(entry => entry.Name == name).Build();
}
