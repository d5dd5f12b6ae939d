using CoreML.Format;
using Spec = CoreML.Specification.MILSpec;

namespace CoreML.Mil.Tests;

public sealed class WeightConstantTests : IDisposable
{
    private readonly WeightFixture _weights = new();

    public void Dispose() => _weights.Dispose();

    [Fact]
    public void Type_shape_and_place_are_known_without_opening_the_file()
    {
        TensorConstant constant = _weights.Constant(ElementType.Float16, [3, 4], _weights.Halves);
        Assert.Equal((12L, 24L), (constant.ElementCount, constant.SizeInBytes));
        Assert.Equal(new WeightLocation(WeightFixture.Reference, _weights.Halves), constant.WeightLocation);
        Assert.Equal(0, _weights.Requests);
    }

    [Fact]
    public void Elements_are_read_from_the_file_which_is_asked_for_once()
    {
        TensorConstant constant = _weights.Constant(ElementType.Float16, [3, 4], _weights.Halves);
        Assert.Equal((Half)12, constant.ToArray<Half>()[11]);
        Assert.Equal(_weights.Halves, constant.GetBlob()!.Offset);
        Assert.Equal(24, constant.ToContent().SizeInBytes);
        Assert.Equal(1, _weights.Requests);
        Assert.Equal([1, 2, 3], _weights.Constant(ElementType.UInt4, [3], _weights.Nibbles).ToArray<byte>());
        Assert.Null(TensorConstant.Scalar(1).GetBlob());
    }

    [Theory]
    [InlineData(ElementType.Float16, 11)]
    [InlineData(ElementType.Float16, 13)]
    [InlineData(ElementType.Int16, 12)]
    [InlineData(ElementType.Float32, 6)]
    [InlineData(ElementType.Float16, 1L << 40)]
    public void A_blob_that_is_not_what_the_type_says_is_found_before_anything_is_allocated(ElementType type, long count)
    {
        TensorConstant constant = _weights.Constant(type, [count], _weights.Halves);
        CoreMLException exception = Assert.Throws<CoreMLException>(() => constant.GetBlob());
        Assert.Equal("CML3006", exception.Code);
        Assert.Throws<CoreMLException>(constant.ToContent);
        Assert.Throws<CoreMLException>(
            () => type switch
            {
                ElementType.Float16 => constant.ToArray<Half>().Length,
                ElementType.Float32 => constant.ToArray<float>().Length,
                _ => constant.ToArray<short>().Length,
            });
    }

    [Theory]
    [InlineData(0UL, "CML3003")]
    [InlineData(65UL, "CML3003")]
    [InlineData(1UL << 40, "CML3003")]
    [InlineData(1UL << 63, "CML3003")]
    public void A_wrong_offset_is_reported_with_the_path_in_the_model(ulong offset, string code)
    {
        Spec.Value value = Messages.Blob(Messages.Tensor(Spec.DataType.Float16, 12), offset);
        MilProgram program = MilProgramReader.Read(Messages.Program(Messages.Const("w", value)), _weights);
        var constant = (TensorConstant)program.Functions["main"].FindValue("w")!.Constant!;
        CoreMLException exception = Assert.Throws<CoreMLException>(constant.ToArray<Half>);
        Assert.Equal(code, exception.Code);
        Assert.Equal("main/block[0]/w.val", exception.Diagnostics[0].Path);
    }

    [Fact]
    public void A_missing_file_is_reported_with_the_path_in_the_model()
    {
        Spec.Value value = Messages.Blob(Messages.Tensor(Spec.DataType.Float16, 12), 64, "@model_path/other.bin");
        Spec.Operation operation = Messages.Operation("conv", "c", Messages.Tensor(Spec.DataType.Float16, 1));
        operation.Inputs.Add("weight", Messages.Argument(value));
        MilProgram program = MilProgramReader.Read(Messages.Program(operation), _weights);
        MilConstant constant = program.Functions["main"].Body.Operations[0].Inputs["weight"].Constant!;
        CoreMLException exception = Assert.Throws<CoreMLException>(((TensorConstant)constant).ToArray<Half>);
        Assert.Equal("CML3001", exception.Code);
        Assert.Equal("main/block[0]/c.weight", exception.Diagnostics[0].Path);
    }
}
