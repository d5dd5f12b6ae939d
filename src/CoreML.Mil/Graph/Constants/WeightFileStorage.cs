using CoreML.Format;

namespace CoreML.Mil;

/// <summary>Elements in a weight file. The file is asked for when they are first read.</summary>
internal sealed class WeightFileStorage(IWeightFileResolver weights, WeightLocation location) : TensorStorage
{
    private WeightBlob? _blob;

    public WeightLocation Location { get; } = location;

    /// <summary>Whether the elements are in a weight file that a model has now.</summary>
    public bool IsOf(CoreMLModel model) => weights is WeightSnapshot snapshot ? snapshot.IsCurrent(model) : ReferenceEquals(weights, model);

    /// <summary>The blob, known to hold what the constant's type says.</summary>
    public WeightBlob Open(TensorConstant constant)
    {
        WeightBlob blob;
        try
        {
            blob = _blob ??= Find();
        }
        catch (CoreMLException exception)
        {
            // The file does not know where in the model it is referred to.
            throw new CoreMLException([.. exception.Diagnostics.Select(diagnostic => diagnostic with { Path = diagnostic.Path ?? constant.Path })], exception);
        }
        if (blob.ElementType != constant.ElementType || blob.SizeInBytes != constant.SizeInBytes)
        {
            throw FormatDiagnostics.BlobMismatch.Error(
                $"The weight file has another weight than the constant of type {constant.Type}.",
                path: constant.Path,
                file: Location.FileName,
                offset: Location.Offset,
                expected: $"{constant.SizeInBytes} bytes of {constant.ElementType.Name}",
                found: $"{blob.SizeInBytes} bytes of {blob.ElementType.Name}");
        }
        return blob;
    }

    public override void Check(TensorConstant constant) => Open(constant);

    public override void Read(TensorConstant constant, Span<byte> destination) => Open(constant).Read(destination);

    private WeightBlob Find() => Location.Offset >= 0
        ? weights.GetWeightFile(Location.FileName).GetBlob(Location.Offset)
        : throw FormatDiagnostics.BlobNotFound.Error(
            $"No weight is at offset {unchecked((ulong)Location.Offset)}.", file: Location.FileName);
}
