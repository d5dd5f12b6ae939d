using CoreML.Format;

namespace CoreML.Mil.Tests;

/// <summary>A weight file with fp16 1 to 12 and three uint4; counts how often it is asked for.</summary>
public sealed class WeightFixture : IWeightFileResolver, IDisposable
{
    public const string Reference = "@model_path/weights/weight.bin";

    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly WeightFile _file;

    public WeightFixture()
    {
        using (var writer = WeightFileWriter.Create(_path))
        {
            Half[] values = [.. Enumerable.Range(1, 12).Select(value => (Half)value)];
            Halves = writer.Append(TensorConstant.Vector<Half>(values).ToContent());
            Nibbles = writer.Append(ElementType.UInt4, [0x21, 0x03], 3);
            writer.Complete();
        }
        _file = WeightFile.Open(_path);
    }

    public long Halves { get; }

    public long Nibbles { get; }

    public int Requests { get; private set; }

    public WeightFile GetWeightFile(string reference)
    {
        Requests++;
        return reference == Reference
            ? _file
            : throw FormatDiagnostics.WeightFileMissing.Error(file: reference);
    }

    public TensorConstant Constant(ElementType type, TensorShape shape, long offset, string reference = Reference) =>
        TensorConstant.FromWeights(new(type, shape), this, new(reference, offset));

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(_path);
    }
}
