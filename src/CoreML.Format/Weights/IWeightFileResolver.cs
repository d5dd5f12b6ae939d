namespace CoreML.Format;

/// <summary>Finds the weight files that a specification refers to.</summary>
public interface IWeightFileResolver
{
    /// <summary>Opens the weight file that a reference means.</summary>
    /// <param name="reference">The reference, of the form <c>@model_path/weights/weight.bin</c>.</param>
    /// <returns>The file, owned by the resolver.</returns>
    /// <exception cref="CoreMLException">There is no such file, or it is not a weight file.</exception>
    WeightFile GetWeightFile(string reference);
}
