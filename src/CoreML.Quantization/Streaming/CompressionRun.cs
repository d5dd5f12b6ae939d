using System.Diagnostics;
using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;

namespace CoreML.Quantization;

/// <summary>
/// One compression from disk to disk: plans, edits the graphs, gives every blob its place in the new weight files, fills the
/// places from several threads, and writes the graphs.
/// </summary>
internal sealed class CompressionRun
{
    private const int LargeElements = 1 << 20;
    // ML programs with compressed constants came with version 7 of the specification, and opset CoreML6.
    private const int FirstVersion = 7;
    private const string FirstOpset = "CoreML6";
    private const string TooOldOpset = "CoreML5";

    private readonly CoreMLModel _model;
    private readonly CompressionOptions _options;
    private readonly IProgress<CompressionProgress>? _progress;
    private readonly Workers _workers;
    private readonly List<PlannedWeight> _weights = [];
    private readonly Dictionary<(object Identity, CompressionScheme Scheme, string Axes), CompressionJob> _jobs = [];
    private readonly HashSet<CompressionJob> _rejected = [];
    private long _completed;
    private long _total;

    public CompressionRun(
        CoreMLModel model, CompressionOptions options, IProgress<CompressionProgress>? progress, CancellationToken cancellation)
    {
        _model = model;
        _options = options;
        _progress = progress;
        _workers = new Workers(options.Threads ?? Environment.ProcessorCount, cancellation);
    }

    public CompressionReport Run(string path)
    {
        var watch = Stopwatch.StartNew();
        IReadOnlyList<ModelStage> all = _model.Stages;
        ModelStage[] stages = [.. all.Where(stage => stage.HasProgram)];
        if (stages.Length == 0 && !all.Any(NetworkCompression.IsNetwork))
        {
            throw QuantizationDiagnostics.NoProgram.Error(
                file: _model.Path, expected: "an ML program or a neural network", found: ModelStage.TypeName(_model.Specification));
        }
        MilProgram[] programs = [.. stages.Select(stage => stage.ReadProgram())];
        using SaveSession session = _model.BeginSave(path, new SaveOptions { Durable = _options.Durable }, _workers.Cancellation);
        using var places = new WeightPlaces(_model, session);
        Model specification = _model.Specification.Clone();
        var networks = new NetworkCompression(specification, all.Where(NetworkCompression.IsNetwork), _options);
        session.Guard(() =>
        {
            for (int i = 0; i < stages.Length; i++)
            {
                Plan(programs[i], stages[i].Path, i, places);
            }
            Survey();
            _total = _jobs.Values.Where(job => !_rejected.Contains(job)).Sum(job => job.Source.SizeInBytes) + networks.TotalBytes;
            networks.Execute(_workers, Advance);
            CheckStrict(networks.Refused);
            networks.Store();
            Emit(places);
            Execute();
            RemoveOriginals();
            for (int i = 0; i < stages.Length; i++)
            {
                Put(specification, stages[i].Path, places.Write(programs[i], i));
            }
            places.Complete(_workers, Advance);
        });
        session.Commit(SpecificationWriter.Write(specification));
        ILookup<int, WeightReport> byStage = _weights.ToLookup(weight => weight.Stage, weight => weight.Report());
        return new CompressionReport([.. all.SelectMany(
            stage => stage.HasProgram ? byStage[Array.IndexOf(stages, stage)] : networks.ReportsOf(stage))])
        {
            Elapsed = watch.Elapsed,
        };
    }

    // All plans come before the first edit, which changes what the graph says of the others.
    private void Plan(MilProgram program, string path, int stage, WeightPlaces places)
    {
        foreach (WeightPlan plan in WeightPlan.Create(program, path, _options))
        {
            places.Prefer(stage, plan.Weight);
            _weights.Add(new PlannedWeight(plan, stage, plan.Decision.Job is { } job ? Shared(plan, job) : null));
        }
    }

    // Weights that several functions share are compressed once and stay shared.
    private CompressionJob Shared(WeightPlan plan, CompressionJob job)
    {
        MilValue value = plan.Weight.Value!;
        object identity = value.Constant is not TensorConstant constant ? value
            : constant.Storage is WeightFileStorage storage ? (storage.Open(constant), constant.Shape) : constant;
        var key = (identity, plan.Scheme!, $"{ChannelAxis.Of(value, job.Source.Shape.Length)} {OpsetFeatures.Of(value)}");
        if (!_jobs.TryGetValue(key, out CompressionJob? known))
        {
            _jobs.Add(key, known = job);
        }
        return known;
    }

    private void Survey()
    {
        CompressionJob[] jobs = [.. _jobs.Values];
        var decisions = new Decision?[jobs.Length];
        ForEach(jobs, (job, workers) => decisions[Array.IndexOf(jobs, job)] = job.Survey(workers));
        for (int i = 0; i < jobs.Length; i++)
        {
            if (decisions[i] is { } decision)
            {
                _rejected.Add(jobs[i]);
                foreach (PlannedWeight weight in _weights.Where(weight => weight.Job == jobs[i]))
                {
                    (weight.Reason, weight.IsRefused) = (decision.Reason, decision.IsRefused);
                }
            }
        }
    }

    private void CheckStrict(IEnumerable<Diagnostic> networks)
    {
        Diagnostic[] refused =
        [
            .. networks.Where(_ => _options.Strict),
            .. _weights.Where(weight => _options.Strict && weight.IsRefused).Select(
                weight => QuantizationDiagnostics.WeightRefused.Create(path: weight.Plan.Weight.Path, found: weight.Reason)),
        ];
        if (refused.Length > 0)
        {
            throw new CoreMLException(refused);
        }
    }

    private void Emit(WeightPlaces places)
    {
        foreach (PlannedWeight weight in _weights.Where(weight => weight.Job is not null && !_rejected.Contains(weight.Job)))
        {
            MilFunction function = weight.Plan.Weight.MilFunction;
            if (function.Opset == TooOldOpset)
            {
                function.Opset = FirstOpset;
            }
            MilValue value = weight.Plan.Weight.Value!;
            MilValue result = weight.Job!.Emit(new DecoderGraph(value));
            value.ReplaceUses(result);
            weight.Result = result;
            foreach (PendingContent content in weight.Job.Contents)
            {
                places.Reserve(content, weight.Stage);
            }
        }
    }

    // Compressed weights are decoded by their operations, which are needed until now.
    private void RemoveOriginals()
    {
        foreach (PlannedWeight weight in _weights.Where(weight => weight.Result is not null))
        {
            MilOperation original = weight.Plan.Weight.Value!.Operation!;
            ProgramEdit.RemoveUnused(original);
            bool isOfItsKind = original.Type != "const" && weight.Result!.Operation!.Type == original.Type;
            if (weight.Job is DenseJob || isOfItsKind)
            {
                // Who names weights means the same one: dense, or decoded by the same operation from other parts.
                weight.Result!.Rename(weight.Plan.Name);
                weight.Result.Operation!.Name = weight.Plan.Name;
            }
        }
    }

    private void Execute()
    {
        CompressionJob[] jobs = [.. _jobs.Values.Where(job => !_rejected.Contains(job))];
        ForEach(jobs, (job, workers) =>
        {
            var watch = Stopwatch.StartNew();
            job.Execute(workers);
            job.Elapsed = watch.Elapsed;
            Advance(job.Source.SizeInBytes);
        });
    }

    // Many small weights side by side; large ones one after the other, each by all threads.
    private void ForEach(CompressionJob[] jobs, Action<CompressionJob, Workers> action)
    {
        CompressionJob[] small = [.. jobs.Where(job => job.Source.ElementCount < LargeElements)];
        Workers alone = _workers.Alone;
        _workers.ForEach(small.Length, (i, _) => action(small[i], alone));
        foreach (CompressionJob job in jobs.Where(job => job.Source.ElementCount >= LargeElements))
        {
            action(job, _workers);
        }
    }

    private static void Put(Model specification, string stage, Specification.MILSpec.Program program)
    {
        Model target = ModelStage.Find(specification, stage);
        target.MlProgram = program;
        target.SpecificationVersion = Math.Max(target.SpecificationVersion, FirstVersion);
        specification.SpecificationVersion = Math.Max(specification.SpecificationVersion, target.SpecificationVersion);
    }

    private void Advance(long bytes) =>
        _progress?.Report(new CompressionProgress(Interlocked.Add(ref _completed, bytes), Math.Max(_total, _completed)));
}
