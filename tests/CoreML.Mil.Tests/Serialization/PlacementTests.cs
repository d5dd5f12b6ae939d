using CoreML.Format;
using Spec = CoreML.Specification.MILSpec;

namespace CoreML.Mil.Tests;

public sealed class PlacementTests : IDisposable
{
    private readonly WeightFixture _weights = new();

    public void Dispose() => _weights.Dispose();

    private MilProgram Program(bool unknown)
    {
        Spec.Value blob = Messages.Blob(Messages.Tensor(Spec.DataType.Float16, 12), (ulong)_weights.Halves);
        Spec.Value list = new()
        {
            Type = new() { ListType = new() { Type = blob.Type.Clone(), Length = Messages.Known(1) } },
            ImmediateValue = new() { List = new() { Values = { blob.Clone() } } },
        };
        Spec.Value floats = Messages.Immediate(
            Messages.Tensor(Spec.DataType.Float32, 2), new() { Floats = new() { Values = { 1f, 2f } } });
        var program = new Spec.Program { Attributes = { ["blob"] = blob, ["list"] = list, ["floats"] = floats } };
        if (unknown)
        {
            foreach (Spec.Value value in program.Attributes.Values.Append(list.ImmediateValue.List.Values[0]))
            {
                Messages.AddUnknown(value, 7);
            }
        }
        return MilProgramReader.Read(program, _weights);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Constants_stay_where_they_are_by_default(bool unknown)
    {
        Spec.Program written = MilProgramWriter.Write(Program(unknown));
        Assert.Equal((ulong)_weights.Halves, written.Attributes["blob"].BlobFileValue.Offset);
        Assert.Equal([1f, 2f], written.Attributes["floats"].ImmediateValue.Tensor.Floats.Values);
        Assert.Equal(0, _weights.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Constants_move_into_another_weight_file(bool unknown)
    {
        long next = 0;
        Spec.Program written = MilProgramWriter.Write(Program(unknown), constant => new("@model_path/new.bin", next += 64));
        Assert.Equal(64UL, written.Attributes["blob"].BlobFileValue.Offset);
        Assert.Equal(128UL, written.Attributes["list"].ImmediateValue.List.Values[0].BlobFileValue.Offset);
        Assert.Equal(192UL, written.Attributes["floats"].BlobFileValue.Offset);
        Assert.Equal("@model_path/new.bin", written.Attributes["floats"].BlobFileValue.FileName);
        AssertUnknown(unknown, written);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Constants_move_into_the_specification(bool unknown)
    {
        Spec.Program written = MilProgramWriter.Write(Program(unknown), _ => null);
        byte[] expected = new byte[24];
        _weights.Constant(ElementType.Float16, [12], _weights.Halves).Read(expected);
        Assert.Equal(expected, written.Attributes["blob"].ImmediateValue.Tensor.Bytes.Values.ToByteArray());
        Assert.Equal(expected, written.Attributes["list"].ImmediateValue.List.Values[0].ImmediateValue.Tensor.Bytes.Values.ToByteArray());
        Assert.Equal([1f, 2f], written.Attributes["floats"].ImmediateValue.Tensor.Floats.Values);
        AssertUnknown(unknown, written);
    }

    [Fact]
    public void A_constant_that_cannot_be_read_cannot_move()
    {
        Spec.Program message = Messages.Program(Messages.Const("w", Messages.Blob(Messages.Tensor(Spec.DataType.Float16, 3), 64)));
        MilProgram program = MilProgramReader.Read(message, _weights);
        CoreMLException exception = Assert.Throws<CoreMLException>(() => MilProgramWriter.Write(program, _ => null));
        Assert.Equal("main/block[0]/w.val", exception.Diagnostics[0].Path);
    }

    // Moving a constant must not lose what this version does not know of it.
    private static void AssertUnknown(bool unknown, Spec.Program written)
    {
        foreach (Spec.Value value in written.Attributes.Values)
        {
            Spec.Value plain = value.Clone();
            Spec.Value known = Spec.Value.Parser.WithDiscardUnknownFields(true).ParseFrom(Google.Protobuf.MessageExtensions.ToByteArray(plain));
            Assert.Equal(unknown, !plain.Equals(known));
        }
    }
}
