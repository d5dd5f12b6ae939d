using CoreML.Format;
using CoreML.Mil;
using Spec = CoreML.Specification.MILSpec;

namespace CoreML.Quantization;

/// <summary>The weight files of a result: which blob has which place in them.</summary>
/// <param name="model">The model that is compressed.</param>
/// <param name="session">Where the result is saved.</param>
internal sealed class WeightPlaces(CoreMLModel model, SaveSession session) : IDisposable
{
    // What coremltools writes to the weight file; smaller constants stay in the specification.
    private const int MinimumElements = 10;

    private readonly Dictionary<string, WeightFileWriter> _writers = new(StringComparer.Ordinal);
    private readonly Dictionary<object, WeightLocation> _places = [];
    private readonly Dictionary<int, string> _references = [];
    private readonly List<(WeightContent Content, WeightReservation Reservation)> _copies = [];

    /// <summary>Tells where a stage has a weight: its new ones go there too.</summary>
    public void Prefer(int stage, ProgramWeight weight)
    {
        if (!_references.ContainsKey(stage) && weight.FindStored() is { } location)
        {
            _references.Add(stage, location.FileName);
        }
    }

    /// <summary>Gives content that is computed later a place in a weight file; what is small is kept to be written into the
    /// specification.</summary>
    public void Reserve(PendingContent content, int stage)
    {
        if (_places.ContainsKey(content))
        {
            return;
        }
        if (content.ElementCount < MinimumElements)
        {
            content.Keep();
            return;
        }
        content.Place(Reserve(content, content, ReferenceOf(stage)));
    }

    /// <summary>Writes a graph as a message, with places for all constants that belong in weight files.</summary>
    public Spec.Program Write(MilProgram program, int stage) => MilProgramWriter.Write(program, constant => Place(constant, stage));

    /// <summary>Copies what was not computed, and finishes the files.</summary>
    public void Complete(Workers workers, Action<long> advance)
    {
        workers.ForEach(_copies.Count, (i, _) =>
        {
            (WeightContent content, WeightReservation reservation) = _copies[i];
            reservation.Write(content, workers.Cancellation);
            advance(content.SizeInBytes);
        });
        foreach (WeightFileWriter writer in _writers.Values)
        {
            writer.Complete();
        }
        Dispose();
    }

    public void Dispose()
    {
        foreach (WeightFileWriter writer in _writers.Values)
        {
            writer.Dispose();
        }
    }

    private WeightLocation? Place(TensorConstant constant, int stage)
    {
        if (constant.Storage is ContentStorage { Content: PendingContent pending })
        {
            return _places.TryGetValue(pending, out WeightLocation computed) ? computed : null;
        }
        if (constant.Storage is not WeightFileStorage && !ProgramPlacement.IsNewWeight(constant))
        {
            return null;
        }
        WeightContent content = constant.ToContent();
        object identity = constant.Storage switch
        {
            WeightFileStorage storage => storage.Open(constant),
            ContentStorage => content,
            _ => constant,
        };
        if (!_places.TryGetValue(identity, out WeightLocation place))
        {
            _copies.Add((content, Reserve(identity, content, constant.WeightLocation?.FileName ?? ReferenceOf(stage))));
            place = _places[identity];
        }
        return place;
    }

    private WeightReservation Reserve(object identity, WeightContent content, string reference)
    {
        if (!_writers.TryGetValue(reference, out WeightFileWriter? writer))
        {
            writer = WeightFileWriter.Create(session.CreateFile(model.WeightPath(reference)));
            _writers.Add(reference, writer);
        }
        WeightReservation reservation = writer.Reserve(content.ElementType, content.ElementCount);
        _places.Add(identity, new WeightLocation(reference, reservation.Offset));
        return reservation;
    }

    // New weights go where the stage's other weights are.
    private string ReferenceOf(int stage) =>
        _references.TryGetValue(stage, out string? reference)
            ? reference
            : _references[stage] = stage == 0 ? WeightFileReference.Default : WeightFileReference.Numbered(stage);
}
