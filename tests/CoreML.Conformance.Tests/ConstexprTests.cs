using System.Runtime.InteropServices;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Conformance.Tests;

/// <summary>Every compressed constant of the golden models decodes to the golden values, bit for bit.</summary>
public class ConstexprTests
{
    [Fact]
    public void Every_constexpr_value_equals_the_golden_one()
    {
        int values = 0;
        foreach (string archive in Shared.Files("*.npz", "golden", "compressed"))
        {
            using CoreMLModel model = CoreMLModel.Open(Path.ChangeExtension(archive, ".mlpackage"));
            MilProgram program = model.ReadProgram();
            foreach ((string name, NpyArray expected) in NpyReader.ReadArchive(archive))
            {
                MilValue value = program.Functions.Select(function => function.FindValue(name)).First(found => found is not null)!;
                TensorConstant constant = ConstexprDecoder.Decode(value);
                Assert.True(expected.Bytes.AsSpan().SequenceEqual(Bytes(constant)), $"{archive}: {name}");
                values++;
            }
        }
        Assert.Equal(1945, values);
    }

    private static ReadOnlySpan<byte> Bytes(TensorConstant constant) => constant.ElementType switch
    {
        ElementType.Int4 => MemoryMarshal.AsBytes<sbyte>(constant.ToArray<sbyte>()),
        { IsSubByte: true } => constant.ToArray<byte>(),
        _ => constant.ToContent() is var content ? Read(content) : default,
    };

    private static byte[] Read(WeightContent content)
    {
        var bytes = new byte[content.SizeInBytes];
        content.Read(0, bytes);
        return bytes;
    }
}
