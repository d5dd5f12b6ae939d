using CoreML.Specification;
using CoreML.Tests;
using CsCheck;
using Google.Protobuf;

namespace CoreML.Format.Tests;

/// <summary>Models with some bytes changed, put in, taken out or doubled.</summary>
public sealed class MutationTests
{
    private static readonly byte[][] Models = [.. SampleModels.All.Values.Select(model => model.ToByteArray())];

    // Bytes that mean something on the wire come up more often than by chance.
    private static readonly Gen<byte> Byte = Gen.Frequency(
        (2, Gen.Byte),
        (1, Gen.OneOf<byte>(0x00, 0x01, 0x0A, 0x0B, 0x0C, 0x12, 0x7F, 0x80, 0xFF)));

    private static readonly Gen<Action<List<byte>>> Edit = Gen.Select(
        Gen.Int[0, 3],
        Gen.Double[0, 1],
        Gen.Int[1, 12],
        Byte,
        (kind, where, length, value) => (Action<List<byte>>)(bytes => Apply(bytes, kind, (int)(where * bytes.Count), length, value)));

    private static readonly Gen<byte[]> Mutant = Gen.Select(Gen.OneOf(Models), Edit.List[1, 4], (model, edits) =>
    {
        var bytes = new List<byte>(model);
        edits.ForEach(edit => edit(bytes));
        return bytes.ToArray();
    });

    [Fact]
    public void Only_diagnostics_come_of_them()
    {
        int survivors = 0;
        Mutant.Check(20_000, bytes => survivors += Opening.Survives(bytes) ? 1 : 0);

        // Neither all nor hardly any are refused, so that more than the first check is tested.
        Assert.InRange(survivors, 2_000, 18_000);
    }

    [Fact]
    public void What_the_scanner_accepts_the_parser_accepts()
    {
        int accepted = 0;
        Mutant.Check(20_000, bytes =>
        {
            try
            {
                Scan.Run(bytes);
            }
            catch (CoreMLException)
            {
                return;
            }
            Model.Parser.ParseFrom(bytes);
            accepted++;
        });

        Assert.InRange(accepted, 2_000, 18_000);
    }

    private static void Apply(List<byte> bytes, int kind, int at, int length, byte value)
    {
        int count = Math.Min(length, bytes.Count - at);
        switch (kind)
        {
            case 0 when at < bytes.Count:
                bytes[at] = value;
                break;
            case 1:
                bytes.Insert(at, value);
                break;
            case 2:
                bytes.RemoveRange(at, count);
                break;
            default:
                bytes.InsertRange(at, bytes.GetRange(at, count));
                break;
        }
    }
}
