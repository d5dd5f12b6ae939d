using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Mil;

/// <summary>
/// A change of shapes through a model and, in a pipeline, from stage to stage. Everything is tried first and then made
/// together, so that a change that a stage refuses leaves the model as it was.
/// </summary>
internal sealed class ShapePlan
{
    private static readonly HashSet<string> None = [];

    private readonly Dictionary<FeatureDescription, FeatureType> _types = new(ReferenceEqualityComparer.Instance);
    private readonly List<(ModelStage Stage, MilProgram Program)> _programs = [];

    /// <summary>Changes which shapes an input can have.</summary>
    /// <exception cref="CoreMLException">CML6101: the input cannot have the shapes, or what follows from them is not known.
    /// CML6004: flexible shapes came with a newer version. CML42xx: an operation cannot work on them.</exception>
    public static void Apply(ModelFeature feature, ShapeSet set)
    {
        FeaturePlace place = FeaturePlace.Of(feature)[0];
        if (feature.Kind != FeatureKind.Input)
        {
            throw place.Refuse("an input", feature.Kind.ToString(), "Shapes of outputs follow from those of the inputs.");
        }
        if (set.IsFlexible)
        {
            FeatureVersions.Require(feature, 3, "flexible shapes");
        }
        var plan = new ShapePlan();
        plan.Visit(place.Stage, [(place, set)], None);
        plan.Commit();
    }

    private void Commit()
    {
        foreach ((ModelStage stage, MilProgram program) in _programs)
        {
            stage.WriteProgram(program);
        }
        foreach ((FeatureDescription feature, FeatureType type) in _types)
        {
            feature.Type = type;
        }
    }

    // The outputs that change with the inputs; null for those of which nothing is known.
    private Dictionary<string, ShapeSet?> Visit(ModelStage stage, List<(FeaturePlace Place, ShapeSet Set)> inputs, HashSet<string> needed)
    {
        bool pipeline = ModelStage.PipelineOf(stage.Specification) is not null;
        if (!stage.HasProgram && !pipeline && !FeatureModels.IsNetwork(stage.Specification))
        {
            throw inputs[0].Place.Refuse("an ML program, a neural network or a pipeline of these", ModelStage.TypeName(stage.Specification));
        }
        foreach ((FeaturePlace place, ShapeSet set) in inputs)
        {
            _types[place.Feature] = ShapeChange.Apply(place, set);
            // What a model takes, its training takes as well.
            foreach (FeatureDescription training in stage.Specification.Description.TrainingInput.Where(input => input.Name == place.Feature.Name))
            {
                _types[training] = _types[place.Feature].Clone();
            }
        }
        return stage.HasProgram ? VisitProgram(stage, inputs, needed)
            : pipeline ? VisitPipeline(stage, inputs, needed)
            : inputs.All(IsDefault) ? []
            : stage.Specification.Description.Output.Where(HasShape).ToDictionary(output => output.Name, _ => (ShapeSet?)null, StringComparer.Ordinal);
    }

    // What a network makes of its default shapes is what it describes.
    private static bool IsDefault((FeaturePlace Place, ShapeSet Set) input) => !input.Set.IsFlexible && input.Place.Feature.Type switch
    {
        { MultiArrayType: { } array } => input.Set.Shapes[0].SequenceEqual(array.Shape),
        { ImageType: { } image } => input.Set.Shapes[0].AsSpan()[^2..].SequenceEqual([image.Height, image.Width]),
        _ => false,
    };

    private Dictionary<string, ShapeSet?> VisitProgram(ModelStage stage, List<(FeaturePlace Place, ShapeSet Set)> inputs, HashSet<string> needed)
    {
        var changed = new Dictionary<string, ShapeSet?>(StringComparer.Ordinal);
        MilFunction before = stage.ReadProgram().Functions[inputs[0].Place.FunctionName];
        MilFunction after = ProgramShapes.Apply(inputs);
        _programs.Add((stage, after.Program));
        FeatureDescription[] outputs = [.. inputs[0].Place.Function?.Output ?? stage.Specification.Description.Output];
        FeatureDescription[] passed =
        [
            .. outputs.Where(output => needed.Contains(output.Name) && after.Body.Outputs.Find(output.Name)?.Type is TensorType type
                && before.Body.Outputs.Find(output.Name)?.Type is TensorType old && !(type.Shape.IsKnown && type.Shape == old.Shape)),
        ];
        TensorShape[][] samples = passed.Length == 0 ? [] : Samples(inputs, passed);
        foreach (FeatureDescription output in outputs.Where(output => after.Body.Outputs.Find(output.Name)?.Type is TensorType))
        {
            int index = Array.IndexOf(passed, output);
            if (index < 0)
            {
                _types[output] = ProgramShapes.Describe(output.Type, ((TensorType)after.Body.Outputs[output.Name].Type).Shape);
                continue;
            }
            ShapeSet set = Union(new FeaturePlace(stage, null, output, false), [.. samples.Select(sample => sample[index])], inputs);
            FeatureType type = output.Type.Clone();
            ShapeDescription.Set(type, set);
            _types[output] = type;
            changed[output.Name] = set;
        }
        return changed;
    }

    // The shapes of outputs for each of the single shapes that tell all about the inputs.
    private static TensorShape[][] Samples(List<(FeaturePlace Place, ShapeSet Set)> inputs, FeatureDescription[] outputs)
    {
        int count = inputs.Max(input => input.Set.Samples.Length);
        return [.. Enumerable.Range(0, count).Select(sample =>
        {
            MilFunction function = ProgramShapes.Apply([.. inputs.Select(input => (input.Place, input.Set.Samples[Math.Min(sample, input.Set.Samples.Length - 1)]))]);
            return (TensorShape[])[.. outputs.Select(output => ((TensorType)function.Body.Outputs[output.Name].Type).Shape)];
        })];
    }

    // What comes of ranges lies between what comes of their ends; what comes of several shapes is several shapes.
    private static ShapeSet Union(FeaturePlace place, TensorShape[] shapes, List<(FeaturePlace Place, ShapeSet Set)> inputs)
    {
        if (!shapes.All(shape => shape.IsKnown && shape.Rank == shapes[0].Rank))
        {
            throw place.Refuse("a shape that follows from those of the inputs", string.Join(", ", shapes.Distinct()), "Another stage takes this output and has to know its shape.");
        }
        long[][] sizes = [.. shapes.Select(shape => shape.ToSizes())];
        if (sizes.All(size => size.SequenceEqual(sizes[0])))
        {
            return ShapeSet.Fixed(sizes[0]);
        }
        if (inputs.Any(input => input.Set is { IsFlexible: true, Shapes.Length: > 0 }))
        {
            return ShapeSet.Several(sizes);
        }
        (long Smallest, long Largest)[] ranges = [.. sizes[0].Zip(sizes[^1])];
        return ranges.All(range => range.Smallest <= range.Largest)
            ? new ShapeSet(ranges, [], true)
            : throw place.Refuse("sizes that grow with those of the inputs", $"{shapes[0]} to {shapes[^1]}", "Another stage takes this output and has to know its shapes.");
    }

    private Dictionary<string, ShapeSet?> VisitPipeline(ModelStage pipeline, List<(FeaturePlace Place, ShapeSet Set)> inputs, HashSet<string> needed)
    {
        var given = inputs.ToDictionary(input => input.Place.Feature.Name, input => (ShapeSet?)input.Set, StringComparer.Ordinal);
        var makers = inputs.ToDictionary(input => input.Place.Feature.Name, input => input.Place.Feature, StringComparer.Ordinal);
        Model[] models = [.. ModelStage.StagesOf(pipeline.Specification).Select(stage => stage.Item1)];
        for (int i = 0; i < models.Length; i++)
        {
            ModelStage stage = pipeline.Model.Stages.First(candidate => ReferenceEquals(candidate.Specification, models[i]));
            (FeaturePlace Place, ShapeSet? Set)[] taken =
            [
                .. stage.Specification.Description.Input.Where(input => given.ContainsKey(input.Name))
                    .Select(input => (new FeaturePlace(stage, null, input, true), given[input.Name])),
            ];
            if (Array.Find(taken, input => input.Set is null) is { Place: { } unknown })
            {
                throw unknown.Refuse(
                    "a shape that follows from the input of the pipeline", "what a neural network makes, whose shapes are not inferred here",
                    "Take the stages out with ExtractStage, change each, and put them into a pipeline again.");
            }
            HashSet<string> later = [.. needed, .. models.Skip(i + 1).SelectMany(model => model.Description.Input).Select(input => input.Name)];
            Dictionary<string, ShapeSet?> changed = taken.Length == 0 ? [] : Visit(stage, [.. taken.Select(input => (input.Place, input.Set!))], later);
            foreach (FeatureDescription output in stage.Specification.Description.Output)
            {
                makers[output.Name] = output;
                given.Remove(output.Name);
                if (changed.TryGetValue(output.Name, out ShapeSet? set))
                {
                    given[output.Name] = set;
                }
            }
        }
        foreach (FeatureDescription output in pipeline.Specification.Description.Output)
        {
            if (makers.TryGetValue(output.Name, out FeatureDescription? maker) && _types.TryGetValue(maker, out FeatureType? type))
            {
                bool optional = output.Type.IsOptional;
                _types[output] = type.Clone();
                _types[output].IsOptional = optional;
            }
        }
        return given.Where(pair => needed.Contains(pair.Key)).ToDictionary(StringComparer.Ordinal);
    }

    private static bool HasShape(FeatureDescription output) => output.Type switch
    {
        { ImageType: not null } => true,
        { MultiArrayType: { } array } => ShapeDescription.RankOf(array) > 0,
        _ => false,
    };
}
