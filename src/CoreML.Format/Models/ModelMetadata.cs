using CoreML.Specification;

namespace CoreML.Format;

/// <summary>What a model says about itself: the specification's <c>description.metadata</c> and, before it, the texts that
/// Xcode keeps in a file of its own (<c>Metadata.json</c>). A change goes to the specification and takes all texts of such files
/// (<c>FeatureDescriptions.json</c> too) there, since they would hide it.</summary>
/// <remarks>To look or to set throws a <see cref="CoreMLException"/> (CML6003) if such a file is not what Xcode
/// writes.</remarks>
public sealed class ModelMetadata
{
    private readonly CoreMLModel _model;

    internal ModelMetadata(CoreMLModel model)
    {
        _model = model;
    }

    /// <summary>What the model does.</summary>
    public string ShortDescription
    {
        get => Existing?.ShortDescription ?? "";
        set => Made.ShortDescription = value;
    }

    /// <summary>The model's version, in the author's words.</summary>
    public string VersionString
    {
        get => Existing?.VersionString ?? "";
        set => Made.VersionString = value;
    }

    /// <summary>Who made the model.</summary>
    public string Author
    {
        get => Existing?.Author ?? "";
        set => Made.Author = value;
    }

    /// <summary>The licence the model is under.</summary>
    public string License
    {
        get => Existing?.License ?? "";
        set => Made.License = value;
    }

    /// <summary>Further entries by key, live.</summary>
    public IDictionary<string, string> UserDefined =>
        new UserDefinedMetadata(() => Existing?.UserDefined, () => Made.UserDefined);

    private Metadata? Existing => _model.ShownDescription?.Metadata;

    private Metadata Made
    {
        get
        {
            _model.FoldOverlays();
            Model specification = _model.Specification;
            specification.Description ??= new ModelDescription();
            return specification.Description.Metadata ??= new Metadata();
        }
    }
}
