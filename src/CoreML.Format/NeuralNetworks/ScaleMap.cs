namespace CoreML.Format;

/// <summary>Which scale each element of a quantized weight has: runs of elements take the channels in turn, and begin
/// anew at the end of the channels; each group of elements has channels of its own.</summary>
/// <param name="Run">Elements in a row that have the same scale.</param>
/// <param name="Channels">Channels of a group.</param>
/// <param name="Group">Elements of a group, a multiple of the product of both.</param>
internal readonly record struct ScaleMap(long Run, long Channels, long Group)
{
    /// <summary>The scale of an element.</summary>
    public int this[long element] => (int)(element / Group * Channels + element / Run % Channels);
}
