namespace CoreML.Format;

/// <summary>The weight files that a model had at some time.</summary>
internal sealed class WeightSnapshot(CoreMLModel model, int generation) : IWeightFileResolver
{
    /// <summary>Whether this is what the given model has now.</summary>
    public bool IsCurrent(CoreMLModel other) => ReferenceEquals(model, other) && model.WeightGeneration == generation;

    public WeightFile GetWeightFile(string reference) => IsCurrent(model)
        ? model.GetWeightFile(reference)
        : throw new ObjectDisposedException(
            nameof(WeightFile), "The model's weight file was replaced after this graph was read; read the graph again.");
}
