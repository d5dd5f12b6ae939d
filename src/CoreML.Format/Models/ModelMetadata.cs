using CoreML.Specification;
using Google.Protobuf.Collections;

namespace CoreML.Format;

/// <summary>What a model says about itself. Reading and setting go to the specification's
/// <c>description.metadata</c>. A change moves texts that Xcode keeps in files of their own
/// (<c>Metadata.json</c>, <c>FeatureDescriptions.json</c>) there, since those would hide it.</summary>
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

    /// <summary>Further entries by key; changes go to the specification.</summary>
    public MapField<string, string> UserDefined => Made.UserDefined;

    private Metadata? Existing => _model.Specification.Description?.Metadata;

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
