using CoreML.Format;
using Spec = CoreML.Specification.MILSpec;

namespace CoreML.Mil;

/// <summary>
/// Decides where the constants of a graph go when it is written to a model: where they are, if all weights are in the
/// model's own file; else all together into a new one that replaces it.
/// </summary>
internal sealed class ProgramPlacement
{
    // What coremltools writes to the weight file; smaller constants stay in the specification.
    private const int MinimumElements = 10;

    private readonly string _reference;
    private readonly PlannedWeightFile _file;
    private readonly Dictionary<object, WeightLocation> _places = [];

    private ProgramPlacement(string reference, PlannedWeightFile file)
    {
        _reference = reference;
        _file = file;
    }

    /// <summary>Writes the graph as a message, and plans the weight file that the message refers to.</summary>
    public static Spec.Program Write(MilProgram program, ModelStage stage)
    {
        bool moves = false;
        string? own = null;
        ConstantWalk.ForEach(program, constant =>
        {
            bool stays = IsOwn(constant, stage.Model);
            own ??= stays ? constant.WeightLocation?.FileName : null;
            moves |= !stays || IsNewWeight(constant);
        });
        if (!moves)
        {
            return MilProgramWriter.Write(program);
        }
        string reference = ChooseFile(stage, own);
        var file = new PlannedWeightFile();
        Spec.Program message = MilProgramWriter.Write(program, new ProgramPlacement(reference, file).Place);
        stage.Model.ReplaceWeightFile(reference, file);
        return message;
    }

    private WeightLocation? Place(TensorConstant constant)
    {
        bool stored = constant.Storage is WeightFileStorage;
        if (!stored && !IsNewWeight(constant))
        {
            return null;
        }
        object identity = constant.Storage switch
        {
            WeightFileStorage file => file.Open(constant),
            // Contents of the same memory are equal.
            ContentStorage content => content.Content,
            _ => constant,
        };
        if (!_places.TryGetValue(identity, out WeightLocation place))
        {
            place = new WeightLocation(_reference, _file.Add(constant.ToContent()));
            _places.Add(identity, place);
        }
        return place;
    }

    private static bool IsOwn(TensorConstant constant, CoreMLModel model) =>
        constant.Storage is not WeightFileStorage storage || storage.IsOf(model);

    internal static bool IsNewWeight(TensorConstant constant) =>
        constant.Origin is null && constant.Storage is not WeightFileStorage
        && constant.ElementType.IsStorable && constant.ElementCount >= MinimumElements;

    // The file that the program has used so far, unless another stage of a pipeline uses it too.
    private static string ChooseFile(ModelStage stage, string? own)
    {
        var others = new HashSet<string>(StringComparer.Ordinal);
        foreach (ModelStage other in stage.Model.Stages.Where(other => other.Path != stage.Path && other.HasProgram))
        {
            ConstantWalk.ForEach(MilProgramReader.Read(other.Specification.MlProgram, stage.Model), constant =>
            {
                if (constant.WeightLocation is { } location)
                {
                    others.Add(location.FileName);
                }
            });
        }
        string chosen = own ?? WeightFileReference.Default;
        for (int i = 0; others.Contains(chosen); i++)
        {
            chosen = WeightFileReference.Numbered(i);
        }
        return chosen;
    }
}
