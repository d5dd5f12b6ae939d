using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>What all builders have in common: texts about the model, and its making. A builder makes one model.</summary>
/// <typeparam name="TBuilder">The builder itself, which every method returns.</typeparam>
public abstract class ModelBuilder<TBuilder>
    where TBuilder : ModelBuilder<TBuilder>
{
    private readonly FeatureRule _inputs;
    private readonly FeatureRule _outputs;
    private bool _built;

    private protected ModelBuilder(FeatureRule inputs, FeatureRule outputs)
    {
        _inputs = inputs;
        _outputs = outputs;
        Model = new Model { Description = new ModelDescription() };
    }

    /// <summary>What has been made of the model so far.</summary>
    private protected Model Model { get; }

    /// <summary>The description of the model.</summary>
    private protected ModelDescription Description => Model.Description;

    private TBuilder Self => (TBuilder)this;

    /// <summary>Says what the model does.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The builder.</returns>
    public TBuilder Describe(string text) => Set(metadata => metadata.ShortDescription = text);

    /// <summary>Says who made the model.</summary>
    /// <param name="author">The name.</param>
    /// <returns>The builder.</returns>
    public TBuilder Author(string author) => Set(metadata => metadata.Author = author);

    /// <summary>Says which licence the model is under.</summary>
    /// <param name="license">The licence.</param>
    /// <returns>The builder.</returns>
    public TBuilder License(string license) => Set(metadata => metadata.License = license);

    /// <summary>Says which version of the author's work the model is.</summary>
    /// <param name="version">The version, in the author's words.</param>
    /// <returns>The builder.</returns>
    public TBuilder Version(string version) => Set(metadata => metadata.VersionString = version);

    /// <summary>Says anything else about the model.</summary>
    /// <param name="key">A key of the author's own.</param>
    /// <param name="value">The text; it replaces an earlier one.</param>
    /// <returns>The builder.</returns>
    public TBuilder Metadata(string key, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(value);
        return Set(metadata => metadata.UserDefined[key] = value);
    }

    /// <summary>Makes the model.</summary>
    /// <param name="validate">Whether the model is validated, which finds what only the whole of it shows.</param>
    /// <returns>The model, to be saved or edited, and disposed by the caller. It asks for the lowest version of the specification
    /// that has all it uses.</returns>
    /// <exception cref="CoreMLException">Something is missing or does not fit (CML7xxx), or Core ML would refuse the model: the errors of
    /// its validation.</exception>
    /// <exception cref="InvalidOperationException">The builder has been asked for its model before.</exception>
    public CoreMLModel Build(bool validate = true)
    {
        CoreMLModel made = CoreMLModel.Create(Finish());
        Attach(made);
        return validate ? BuiltModels.Check(made) : made;
    }

    /// <summary>Makes the model as a message of the specification.</summary>
    /// <param name="validate">Whether the model is validated, but for weight files of the stages of a pipeline, which a message is without.</param>
    /// <returns>The message.</returns>
    /// <exception cref="CoreMLException">As for <see cref="Build"/>.</exception>
    /// <exception cref="InvalidOperationException">The builder has been asked for its model before.</exception>
    public Model BuildSpecification(bool validate = true)
    {
        Model made = Finish();
        if (validate)
        {
            BuiltModels.Check(made);
        }
        return made;
    }

    private Model Finish()
    {
        if (_built)
        {
            throw new InvalidOperationException("This builder has been asked for its model before.");
        }
        Complete();
        CheckFeatures();
        Model.SpecificationVersion = Math.Max(LeastVersion, RequiredVersion.Of(Model).Version);
        _built = true;
        return Model;
    }

    /// <summary>Makes and checks what depends on all the rest.</summary>
    private protected abstract void Complete();

    /// <summary>The lowest version of the specification that the model may ask for.</summary>
    private protected virtual int LeastVersion => 1;

    /// <summary>Adds what is beside the specification.</summary>
    private protected virtual void Attach(CoreMLModel made)
    {
    }

    /// <summary>Whether the model can do without inputs.</summary>
    private protected virtual bool NeedsInput => true;

    /// <summary>Adds an input.</summary>
    private protected TBuilder AddInput(string name, FeatureType type, string description)
    {
        Add("input", Description.Input, _inputs, name, type, description);
        return Self;
    }

    /// <summary>Adds an output.</summary>
    private protected TBuilder AddOutput(string name, FeatureType type, string description = "")
    {
        Add("output", Description.Output, _outputs, name, type, description);
        return Self;
    }

    /// <summary>Adds an input of training.</summary>
    private protected void AddTrainingInput(string name, FeatureType type, string description = "") =>
        Add("trainingInput", Description.TrainingInput, FeatureRule.Any with { Defaults = true }, name, type, description);

    /// <summary>The only input; there is one.</summary>
    private protected FeatureDescription TheInput =>
        Description.Input.Count > 0 ? Description.Input[0] : throw MissingInput();

    /// <summary>The number of numbers that all inputs stand for together, if it is known.</summary>
    private protected long? InputSize()
    {
        long sum = 0;
        foreach (FeatureDescription input in Description.Input)
        {
            if (FeatureTypes.SizeOf(input.Type) is not { } size)
            {
                return null;
            }
            sum += size;
        }
        return sum;
    }

    /// <summary>Compares a number of weights with what all inputs stand for together.</summary>
    private protected void CheckInputSize(int size, string path)
    {
        if (InputSize() is { } inputs && inputs != size)
        {
            throw BuilderDiagnostics.SizeMismatch.Error(
                path: path, expected: $"{inputs} values, as many as the inputs have together", found: $"{size}");
        }
    }

    private void CheckFeatures()
    {
        if (Description.Input.Count == 0 && NeedsInput)
        {
            throw MissingInput();
        }
        if (Description.Output.Count == 0)
        {
            throw BuilderDiagnostics.Incomplete.Error(path: "description.output", expected: "at least one output", found: "none");
        }
    }

    private static CoreMLException MissingInput() =>
        BuilderDiagnostics.Incomplete.Error(path: "description.input", expected: "at least one input", found: "none");

    private TBuilder Set(Action<Metadata> set)
    {
        set(Description.Metadata ??= new Metadata());
        return Self;
    }

    private static void Add(
        string field, Google.Protobuf.Collections.RepeatedField<FeatureDescription> features, FeatureRule rule,
        string name, FeatureType type, string description)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(description);
        FeatureKinds kind = FeatureTypes.KindOf(type);
        if (kind == FeatureKinds.None)
        {
            throw new ArgumentException("The type is empty.", nameof(type));
        }
        string path = $"description.{field}[{features.Count}]";
        if (features.Any(feature => feature.Name == name))
        {
            throw BuilderDiagnostics.DuplicateFeature.Error(path: path, expected: "a new name", found: $"'{name}', a second time");
        }
        if (!rule.Kinds.HasFlag(kind))
        {
            throw BuilderDiagnostics.FeatureNotAllowed.Error(
                path: path, expected: FeatureTypes.Describe(rule.Kinds), found: FeatureTypes.Describe(type));
        }
        if (type.IsOptional && !rule.Optional)
        {
            throw BuilderDiagnostics.FeatureNotAllowed.Error(path: path, expected: "a feature that is not optional", found: $"'{name}' is optional");
        }
        if (type.MultiArrayType is { DefaultOptionalValueCase: not ArrayFeatureType.DefaultOptionalValueOneofCase.None } && !rule.Defaults)
        {
            throw BuilderDiagnostics.FeatureNotAllowed.Error(path: path, expected: "a feature without a default value", found: $"'{name}' has one");
        }
        if (features.Count >= rule.Most)
        {
            throw BuilderDiagnostics.TooManyFeatures.Error(path: path, expected: $"at most {rule.Most}", found: $"'{name}' is one more");
        }
        features.Add(new FeatureDescription { Name = name, Type = type.Clone(), ShortDescription = description });
    }
}
