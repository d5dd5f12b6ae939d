using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Builder.Tests;

/// <summary>The types of features, and the versions that they ask for.</summary>
public class FeatureTests
{
    public static TheoryData<string> Names => [.. FeatureGallery.Types.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_type_asks_for_the_version_that_brought_it(string name)
    {
        (int version, Func<FeatureType> make) = FeatureGallery.Types[name];
        // A serialized model asks for version 5 itself, an identity for none, but it does not take all types.
        bool any = version >= 5;
        Model model = any ? FeatureGallery.Model(make()) : new IdentityBuilder().Input("x", make()).BuildSpecification();
        Assert.Equal(version, model.SpecificationVersion);
    }

    [Fact]
    public void A_range_keeps_its_bounds()
    {
        ArrayFeatureType type = Feature.Array([2, 3]).WithShapeRange((1, 2), (3, null)).MultiArrayType;
        Assert.Equal([1UL, 3], type.ShapeRange.SizeRanges.Select(range => range.LowerBound));
        Assert.Equal([2L, -1], type.ShapeRange.SizeRanges.Select(range => range.UpperBound));
    }

    [Theory]
    [InlineData(ElementType.Int8, -128)]
    [InlineData(ElementType.Int32, 7)]
    [InlineData(ElementType.Float16, 0.5)]
    [InlineData(ElementType.Float32, 0.5)]
    [InlineData(ElementType.Float64, 0.1)]
    public void A_default_value_has_the_kind_of_the_elements(ElementType type, double value)
    {
        FeatureType feature = Feature.Array([1], type).Optional(value);
        Assert.True(feature.IsOptional);
        ArrayFeatureType array = feature.MultiArrayType;
        Assert.Equal(value, array.DefaultOptionalValueCase switch
        {
            ArrayFeatureType.DefaultOptionalValueOneofCase.IntDefaultValue => array.IntDefaultValue,
            ArrayFeatureType.DefaultOptionalValueOneofCase.FloatDefaultValue => array.FloatDefaultValue,
            _ => array.DoubleDefaultValue,
        });
        Assert.Equal(type == ElementType.Float64, array.DefaultOptionalValueCase == ArrayFeatureType.DefaultOptionalValueOneofCase.DoubleDefaultValue);
    }

    [Fact]
    public void A_builder_copies_the_type()
    {
        FeatureType type = Feature.Array([2]);
        Model model = new IdentityBuilder().Input("x", type).BuildSpecification();
        type.Optional();
        Assert.False(model.Description.Input[0].Type.IsOptional);
    }

    [Fact]
    public void Texts_about_the_model_are_kept()
    {
        using CoreMLModel model = new IdentityBuilder().Input("x", Feature.Double, "a number")
            .Describe("does nothing").Author("somebody").License("MIT").Version("2").Metadata("key", "value").Build();
        Assert.Equal("does nothing", model.Metadata.ShortDescription);
        Assert.Equal("somebody", model.Metadata.Author);
        Assert.Equal("MIT", model.Metadata.License);
        Assert.Equal("2", model.Metadata.VersionString);
        Assert.Equal("value", model.Metadata.UserDefined["key"]);
        Assert.Equal("a number", model.Specification.Description.Output[0].ShortDescription);
    }
}
