namespace CoreML.Mil;

/// <summary>Where in a weight file a constant is.</summary>
/// <param name="FileName">The file as the specification names it: <c>@model_path/weights/weight.bin</c>.</param>
/// <param name="Offset">Position of the blob's record in the file, in bytes.</param>
public readonly record struct WeightLocation(string FileName, long Offset);
