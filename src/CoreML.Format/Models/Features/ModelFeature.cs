using CoreML.Specification;

namespace CoreML.Format;

/// <summary>An input, output, state or training input of a model, or of one of its functions.</summary>
public sealed class ModelFeature
{
    internal ModelFeature(CoreMLModel model, FeatureKind kind, FunctionDescription? function, FeatureDescription specification)
    {
        Model = model;
        Kind = kind;
        FunctionDescription = function;
        Specification = specification;
    }

    /// <summary>The model.</summary>
    public CoreMLModel Model { get; }

    /// <summary>What the feature is to the model.</summary>
    public FeatureKind Kind { get; }

    /// <summary>The function that has the feature; <see langword="null"/> where the model does not describe functions.</summary>
    public string? Function => FunctionDescription?.Name;

    /// <summary>The feature's own part of the specification.</summary>
    public FeatureDescription Specification { get; }

    /// <summary>The name by which an application gives or takes the feature.</summary>
    public string Name => Specification.Name;

    /// <summary>What the feature is, in words for people: those of the specification, or those that Xcode keeps in a file
    /// of its own and that go before them.</summary>
    /// <exception cref="CoreMLException">CML6003: that file is not what Xcode writes.</exception>
    public string Description
    {
        get => Model.Overlays.Count > 0 && Function is null ? Shown.ShortDescription : Specification.ShortDescription;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Model.FoldOverlays();
            Specification.ShortDescription = value;
        }
    }

    internal FunctionDescription? FunctionDescription { get; }

    // The same feature in the description that is shown.
    private FeatureDescription Shown
    {
        get
        {
            IList<FeatureDescription> own = Of(Model.Specification.Description);
            int index = own.TakeWhile(feature => !ReferenceEquals(feature, Specification)).Count();
            return index < own.Count ? Of(Model.ShownDescription!)[index] : Specification;

            IList<FeatureDescription> Of(ModelDescription description) => Kind switch
            {
                FeatureKind.Input => description.Input,
                FeatureKind.Output => description.Output,
                FeatureKind.State => description.State,
                _ => description.TrainingInput,
            };
        }
    }

    /// <summary>Where the feature is in the specification, for example <c>description.input[0]</c>.</summary>
    internal string Path
    {
        get
        {
            string kind = char.ToLowerInvariant(Kind.ToString()[0]) + Kind.ToString()[1..];
            string owner = Function is { } function ? $"description.functions[\"{function}\"]" : "description";
            return $"{owner}.{kind}[\"{Name}\"]";
        }
    }

    /// <summary>Gives the feature another name, everywhere: in the description, and inside the model wherever it is
    /// referred to, the stages of a pipeline included. Features of one name are one: an input that is an output as well
    /// is renamed in both places.</summary>
    /// <param name="name">The name, not empty. A value inside the model that has it already is moved out of the way.</param>
    /// <exception cref="CoreMLException">CML6002: another feature has the name.</exception>
    public void Rename(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name != Name)
        {
            Model.FoldOverlays();
            NameScope.Of(Model.Specification, FunctionDescription).Rename(Name, name);
        }
    }

    /// <summary>Name and type, for example <c>image: image RGB 224×224</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Name}: {FeatureText.Of(Specification.Type)}";
}
