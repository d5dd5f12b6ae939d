namespace CoreML.Format;

/// <summary>What a scan found out about a serialized specification.</summary>
/// <param name="HasModelType">Whether the model says which type it is of.</param>
/// <param name="Objects">Number of messages, texts and byte strings.</param>
/// <param name="EstimatedBytes">Estimate of the memory that the parsed objects take.</param>
internal readonly record struct WireScanResult(bool HasModelType, long Objects, long EstimatedBytes);
