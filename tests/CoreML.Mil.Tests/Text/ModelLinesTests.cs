using CoreML.Format;
using CoreML.Specification;
using Spec = CoreML.Specification.MILSpec;

namespace CoreML.Mil.Tests;

/// <summary>How constants look in a dump.</summary>
public class ModelLinesTests
{
    public static TheoryData<string, TensorConstant> Constants => new()
    {
        { "-9223372036854775808, 9007199254740993", TensorConstant.Vector(long.MinValue, 9007199254740993L) },
        { "18446744073709551615", TensorConstant.Scalar(ulong.MaxValue) },
        { "0.1, -Infinity, 1E+300", TensorConstant.Vector(0.1, double.NegativeInfinity, 1e300) },
        { "16777217, -5", TensorConstant.Vector(16777217, -5) },
        { "4294967295", TensorConstant.Scalar(uint.MaxValue) },
        { "-7, 7", TensorConstant.FromPacked(new TensorType(ElementType.Int4, [2]), new byte[] { 0x79 }) },
        { "0.1, -0", TensorConstant.Vector(0.1f, -0f) },
        { "0.5, 65504", TensorConstant.Vector((Half)0.5, Half.MaxValue) },
        { "true, false", TensorConstant.Vector(true, false) },
        { """
          "a\"b\nc"
          """, TensorConstant.Scalar("a\"b\nc") },
    };

    [Theory]
    [MemberData(nameof(Constants))]
    public void Constant_is_shown_by_its_values(string expected, TensorConstant constant) =>
        Assert.Equal($"{constant.Type} {expected}", Line(constant));

    [Fact]
    public void Long_constant_is_shown_by_its_hash() =>
        Assert.Matches(@"\(sha256 [0-9a-f]{16}\)$", Line(TensorConstant.Vector<long>([.. Enumerable.Range(0, 17)])));

    private static string Line(TensorConstant constant)
    {
        var program = new MilProgram();
        MilFunction main = program.AddFunction("main", "CoreML8");
        main.Body.SetOutputs(main.Body.AppendConst("c", constant));
        using CoreMLModel model = CoreMLModel.Create(new Model { MlProgram = new Spec.Program { Version = 1 } });
        model.WriteProgram(program);
        return ModelLines.Of(model).Single(line => line.Key == "mlProgram/main/c.val").Value;
    }
}
