using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>Turns a category into a vector with a single 1. One input, an integer or a string like the categories. The output, unless
/// declared, is an array of <see cref="ElementType.Float64"/> with an element for each category, or a dictionary if it is
/// sparse.</summary>
public sealed class OneHotEncoderBuilder : TransformerBuilder<OneHotEncoderBuilder>
{
    private readonly OneHotEncoder _parameters = new();
    private readonly ClassLabels _categories = new();

    /// <summary>Starts a model.</summary>
    public OneHotEncoderBuilder()
        : base(
            new(FeatureKinds.Int64 | FeatureKinds.String, Most: 1), new(FeatureKinds.MultiArray | FeatureKinds.Dictionary, Most: 1), Feature.Array())
    {
        Model.OneHotEncoder = _parameters;
    }

    /// <summary>Gives the categories in the order of their positions.</summary>
    /// <param name="categories">The categories, none twice.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CoreMLException">CML7007: there are none, one is there twice, or categories were given before.</exception>
    public OneHotEncoderBuilder Categories(params ReadOnlySpan<string> categories)
    {
        _categories.Set(categories);
        return this;
    }

    /// <inheritdoc cref="Categories(ReadOnlySpan{string})"/>
    public OneHotEncoderBuilder Categories(params ReadOnlySpan<long> categories)
    {
        _categories.Set(categories);
        return this;
    }

    /// <summary>Gives a dictionary from position to 1 that holds only the element that is set.</summary>
    /// <returns>The builder.</returns>
    public OneHotEncoderBuilder Sparse()
    {
        _parameters.OutputSparse = true;
        return this;
    }

    /// <summary>Says what happens to a category that is not listed; without a call it is an error.</summary>
    /// <param name="handling">What happens.</param>
    /// <returns>The builder.</returns>
    public OneHotEncoderBuilder HandleUnknown(OneHotEncoder.Types.HandleUnknown handling)
    {
        _parameters.HandleUnknown = handling;
        return this;
    }

    private protected override void Complete()
    {
        _categories.Require("oneHotEncoder.categories");
        _categories.Give(strings => _parameters.StringCategories = strings, integers => _parameters.Int64Categories = integers);
        if (TheInput.Type.TypeCase != _categories.LabelType.TypeCase)
        {
            throw BuilderDiagnostics.FeatureNotAllowed.Error(
                path: "description.input[0]", expected: $"{FeatureTypes.Describe(_categories.LabelType)}, like the categories",
                found: FeatureTypes.Describe(TheInput.Type));
        }
        FeatureType type = _parameters.OutputSparse ? Feature.Int64Dictionary : Feature.Array([_categories.Count], ElementType.Float64);
        InferOutputs(type);
        foreach (FeatureDescription output in Description.Output)
        {
            bool sized = FeatureTypes.SizeOf(output.Type) is not { } size || size == _categories.Count;
            if (output.Type.TypeCase != type.TypeCase || !sized)
            {
                throw BuilderDiagnostics.FeatureNotAllowed.Error(
                    path: "description.output[0]", expected: FeatureTypes.Describe(type), found: FeatureTypes.Describe(output.Type));
            }
        }
    }
}
