using System.Collections.Concurrent;
using System.Diagnostics;
using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;
using Spec = CoreML.Specification.MILSpec;

namespace CoreML.Quantization;

/// <summary>
/// One compression from disk to disk: plans, edits the graphs, gives every blob its place in the new weight files, then
/// fills the places from several threads.
/// </summary>
internal sealed class CompressionRun
{
    private const int LargeElements = 1 << 20;
    // ML programs with compressed constants came with version 7 of the specification.
    private const int FirstVersion = 7;

    private readonly CoreMLModel _model;
    private readonly CompressionOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly IProgress<CompressionProgress>? _progress;
    private readonly List<(WeightPlan Plan, QuantizationJob? Job, MilValue? Result)> _decisions = [];
    private readonly Dictionary<(object Identity, int Axis), QuantizationJob> _jobs = [];
    private readonly Dictionary<string, WeightFileWriter> _writers = new(StringComparer.Ordinal);
    private readonly Dictionary<object, WeightLocation> _places = [];
    private readonly Dictionary<int, string> _stageReferences = [];
    private readonly Dictionary<PendingContent, WeightReservation> _reservations = [];
    private readonly List<(WeightContent Content, WeightReservation Reservation)> _copies = [];
    private readonly ConcurrentBag<Scratch> _scratch = [];
    private long _completed;
    private long _total;

    public CompressionRun(
        CoreMLModel model, CompressionOptions options, IProgress<CompressionProgress>? progress, CancellationToken cancellation)
    {
        _model = model;
        _options = options;
        _progress = progress;
        _cancellation = cancellation;
    }

    public CompressionReport Run(string path)
    {
        var watch = Stopwatch.StartNew();
        ModelStage[] stages = [.. _model.Stages.Where(stage => stage.HasProgram)];
        if (stages.Length == 0)
        {
            throw QuantizationDiagnostics.NoProgram.Error(
                file: _model.Path, expected: "an ML program", found: ModelStage.TypeName(_model.Specification));
        }
        MilProgram[] programs = [.. stages.Select((stage, index) => Edit(stage, index))];
        CheckStrict();
        Model specification = _model.Specification.Clone();
        try
        {
            using SaveSession session = _model.BeginSave(path, new SaveOptions { Durable = _options.Durable }, _cancellation);
            session.Guard(() =>
            {
                for (int i = 0; i < stages.Length; i++)
                {
                    Put(specification, stages[i].Path, Write(programs[i], i, session));
                }
                Execute();
                foreach (WeightFileWriter writer in _writers.Values)
                {
                    writer.Complete();
                    writer.Dispose();
                }
            });
            session.Commit(SpecificationWriter.Write(specification));
        }
        finally
        {
            foreach (WeightFileWriter writer in _writers.Values)
            {
                writer.Dispose();
            }
        }
        return new CompressionReport([.. _decisions.Select(Report)]) { Elapsed = watch.Elapsed };
    }

    private MilProgram Edit(ModelStage stage, int index)
    {
        MilProgram program = stage.ReadProgram();
        // All plans come before the first edit, which changes what the graph says of the others.
        foreach (WeightPlan plan in WeightPlan.Create(program, stage.Path, _options))
        {
            if (plan.Weight.Value?.Constant is TensorConstant { WeightLocation: { } location })
            {
                _stageReferences.TryAdd(index, location.FileName);
            }
            if (plan.Scheme is null)
            {
                _decisions.Add((plan, null, null));
                continue;
            }
            QuantizationJob job = JobOf(plan);
            ProgramEdit.RaiseOpset(plan.Weight.MilFunction);
            _decisions.Add((plan, job, ProgramEdit.Replace(plan.Weight.Value!, job, plan.Axis)));
        }
        return program;
    }

    // Weights that several functions share are compressed once and stay shared.
    private QuantizationJob JobOf(WeightPlan plan)
    {
        var constant = (TensorConstant)plan.Weight.Value!.Constant!;
        object identity = constant.Storage is WeightFileStorage storage ? (storage.Open(constant), constant.Shape) : constant;
        if (!_jobs.TryGetValue((identity, plan.Axis), out QuantizationJob? job))
        {
            constant.Check();
            job = new QuantizationJob(constant.ToContent(), constant.Shape.ToSizes(), plan.Axis, plan.Weight.Path);
            _jobs.Add((identity, plan.Axis), job);
        }
        return job;
    }

    private void CheckStrict()
    {
        if (!_options.Strict)
        {
            return;
        }
        Diagnostic[] refused =
        [
            .. _decisions.Where(decision => decision.Plan.IsRefused).Select(decision => QuantizationDiagnostics.WeightRefused.Create(
                path: decision.Plan.Weight.Path, found: decision.Plan.Reason)),
        ];
        if (refused.Length > 0)
        {
            throw new CoreMLException(refused);
        }
    }

    private Spec.Program Write(MilProgram program, int stage, SaveSession session) =>
        MilProgramWriter.Write(program, constant => Place(constant, stage, session));

    private WeightLocation? Place(TensorConstant constant, int stage, SaveSession session)
    {
        if (constant.Storage is not WeightFileStorage and not ContentStorage && !ProgramPlacement.IsNewWeight(constant))
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
        if (_places.TryGetValue(identity, out WeightLocation place))
        {
            return place;
        }
        string reference = constant.WeightLocation?.FileName ?? ReferenceOf(stage);
        WeightReservation reservation = WriterOf(reference, session).Reserve(content.ElementType, content.ElementCount);
        if (content is PendingContent pending)
        {
            _reservations.Add(pending, reservation);
        }
        else
        {
            _copies.Add((content, reservation));
        }
        place = new WeightLocation(reference, reservation.Offset);
        _places.Add(identity, place);
        return place;
    }

    // New weights go where the stage's other weights are.
    private string ReferenceOf(int stage) =>
        _stageReferences.TryGetValue(stage, out string? reference)
            ? reference
            : _stageReferences[stage] = stage == 0 ? WeightFileReference.Default : WeightFileReference.Numbered(stage);

    private WeightFileWriter WriterOf(string reference, SaveSession session)
    {
        if (!_writers.TryGetValue(reference, out WeightFileWriter? writer))
        {
            writer = WeightFileWriter.Create(session.CreateFile(_model.WeightPath(reference)));
            _writers.Add(reference, writer);
        }
        return writer;
    }

    private static void Put(Model specification, string stage, Spec.Program program)
    {
        Model target = ModelStage.Find(specification, stage);
        target.MlProgram = program;
        target.SpecificationVersion = Math.Max(target.SpecificationVersion, FirstVersion);
        specification.SpecificationVersion = Math.Max(specification.SpecificationVersion, target.SpecificationVersion);
    }

    private void Execute()
    {
        QuantizationJob[] jobs = [.. _jobs.Values];
        _total = jobs.Sum(job => job.Grid.ElementCount * job.Scales.ElementType.BitWidth / 8) + _copies.Sum(copy => copy.Content.SizeInBytes);
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = _options.Threads ?? Environment.ProcessorCount,
            CancellationToken = _cancellation,
        };
        try
        {
            // Many small weights side by side; large ones one after the other, each by all threads.
            Parallel.ForEach(jobs.Where(job => job.Grid.ElementCount < LargeElements), options, job => Execute(job, null));
            foreach (QuantizationJob job in jobs.Where(job => job.Grid.ElementCount >= LargeElements))
            {
                Execute(job, options);
            }
            Parallel.ForEach(_copies, options, copy =>
            {
                copy.Reservation.Write(copy.Content, _cancellation);
                Advance(copy.Content.SizeInBytes);
            });
        }
        catch (AggregateException exception)
        {
            // The first failure says it all; others follow from it or repeat it.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }

    private void Execute(QuantizationJob job, ParallelOptions? parallel)
    {
        WeightReservation integers = _reservations[job.Integers];
        if (!job.HoldsWholeBlocks)
        {
            ForEachPiece(job, parallel, job.Measure);
            job.MakeScales();
        }
        ForEachPiece(job, parallel, (piece, scratch) => job.Encode(piece, integers, scratch));
        job.Finish(_reservations[job.Scales]);
        Advance(job.Grid.ElementCount * job.Scales.ElementType.BitWidth / 8);
    }

    private void ForEachPiece(QuantizationJob job, ParallelOptions? parallel, Action<int, Scratch> action)
    {
        if (parallel is not null)
        {
            Parallel.For(0, job.PieceCount, parallel, TakeScratch, (piece, _, scratch) =>
            {
                action(piece, scratch);
                return scratch;
            }, _scratch.Add);
            return;
        }
        Scratch own = TakeScratch();
        for (int piece = 0; piece < job.PieceCount; piece++)
        {
            _cancellation.ThrowIfCancellationRequested();
            action(piece, own);
        }
        _scratch.Add(own);
    }

    private Scratch TakeScratch() => _scratch.TryTake(out Scratch? scratch) ? scratch : new Scratch();

    private void Advance(long bytes) =>
        _progress?.Report(new CompressionProgress(Interlocked.Add(ref _completed, bytes), _total));

    private static WeightReport Report((WeightPlan Plan, QuantizationJob? Job, MilValue? Result) decision)
    {
        (WeightPlan plan, QuantizationJob? job, MilValue? result) = decision;
        return new WeightReport
        {
            Name = plan.Name,
            Path = plan.Path,
            Shape = plan.Weight.Shape,
            ElementType = plan.Weight.ElementType,
            Scheme = job is null ? null : plan.Scheme!.ToString(),
            Reason = plan.Reason,
            BytesBefore = plan.BytesBefore,
            BytesAfter = result is null ? plan.BytesBefore : ProgramWeight.Of(result).SizeInBytes,
            Snr = job?.Error.Decibels ?? double.PositiveInfinity,
            WorstError = job?.Error.Worst ?? 0,
        };
    }
}
