using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Quantization;

/// <summary>The part of a compression that works on the neural networks of a model: their weights are in the specification, and are
/// replaced there.</summary>
internal sealed class NetworkCompression
{
    private readonly Model _specification;
    private readonly List<(ModelStage Stage, NetworkJob[] Jobs)> _networks = [];

    /// <param name="specification">The model's specification, to be changed.</param>
    /// <param name="stages">The stages that are neural networks.</param>
    /// <param name="options">How to compress.</param>
    public NetworkCompression(Model specification, IEnumerable<ModelStage> stages, CompressionOptions options)
    {
        _specification = specification;
        foreach (ModelStage stage in stages)
        {
            _networks.Add((stage, [.. new NetworkPlan(ModelStage.Find(specification, stage.Path), options).Create(stage.Path)]));
        }
    }

    /// <summary>Whether a stage is a neural network of any kind.</summary>
    public static bool IsNetwork(ModelStage stage) => stage.Specification.TypeCase
        is Model.TypeOneofCase.NeuralNetwork or Model.TypeOneofCase.NeuralNetworkClassifier or Model.TypeOneofCase.NeuralNetworkRegressor;

    /// <summary>Bytes of the weights that there is something to do with.</summary>
    public long TotalBytes => Jobs.Where(job => job.IsPlanned).Sum(job => job.BytesBefore);

    /// <summary>The weights that a scheme was meant for, but cannot be applied to, as errors.</summary>
    public IEnumerable<Diagnostic> Refused => Jobs.Where(job => job.IsRefused).Select(
        job => QuantizationDiagnostics.WeightRefused.Create(path: job.Weight.Path, found: job.Reason));

    private IEnumerable<NetworkJob> Jobs => _networks.SelectMany(network => network.Jobs);

    /// <summary>Makes the new contents of all weights.</summary>
    /// <param name="workers">Who works, one weight a thread.</param>
    /// <param name="advance">Told about the bytes of each weight that is done.</param>
    public void Execute(Workers workers, Action<long> advance)
    {
        NetworkJob[] jobs = [.. Jobs.Where(job => job.IsPlanned)];
        workers.ForEach(jobs.Length, (i, scratch) =>
        {
            jobs[i].Execute(scratch);
            advance(jobs[i].BytesBefore);
        });
        foreach (IGrouping<object, NetworkJob> layer in Jobs.GroupBy<NetworkJob, object>(job => job.Weight.Layer, ReferenceEqualityComparer.Instance))
        {
            KeepOnePrecision([.. layer]);
        }
    }

    /// <summary>Puts the new contents in place, and raises versions to what they need.</summary>
    public void Store()
    {
        foreach ((ModelStage stage, NetworkJob[] jobs) in _networks)
        {
            Model network = ModelStage.Find(_specification, stage.Path);
            foreach (NetworkJob job in jobs)
            {
                network.SpecificationVersion = Math.Max(network.SpecificationVersion, job.Store());
            }
        }
        if (_networks.Count > 0)
        {
            Lift(_specification);
        }
    }

    /// <summary>What was done with the weights of a stage.</summary>
    public IEnumerable<WeightReport> ReportsOf(ModelStage stage) =>
        _networks.Where(network => network.Stage == stage).SelectMany(network => network.Jobs).Select(job => job.Report());

    // Core ML refuses layers with weights in both single and half precision.
    private static void KeepOnePrecision(NetworkJob[] layer)
    {
        if (!IsMixed(layer, job => job.Form) || IsMixed(layer, job => job.FormBefore))
        {
            return;
        }
        foreach (NetworkJob job in layer.Where(job => job.IsPlanned && job.Form is WeightForm.Float32 or WeightForm.Float16))
        {
            job.Withdraw("another weight of its layer stays in another precision");
        }
    }

    private static bool IsMixed(NetworkJob[] layer, Func<NetworkJob, WeightForm> form) =>
        layer.Any(job => form(job) == WeightForm.Float32) && layer.Any(job => form(job) == WeightForm.Float16);

    // A pipeline asks for what its stages ask for.
    private static int Lift(Model model)
    {
        foreach ((Model stage, _) in ModelStage.StagesOf(model))
        {
            model.SpecificationVersion = Math.Max(model.SpecificationVersion, Lift(stage));
        }
        return model.SpecificationVersion;
    }
}
