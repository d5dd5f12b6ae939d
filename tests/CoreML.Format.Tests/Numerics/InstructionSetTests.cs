using CoreML.Tests;

namespace CoreML.Format.Tests;

/// <summary>Packing and conversions in processes that do without the instruction sets which they are written for.</summary>
public sealed class InstructionSetTests
{
    public static TheoryData<string> All => [.. InstructionSets.All];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Packing_and_conversions_are_right_without(string instructionSet)
    {
        string file = Path.GetTempFileName();
        try
        {
            await InstructionSets.RunAsync(
                instructionSet,
                [nameof(BitPackingTests), nameof(HighFirstPackingTests), nameof(NumericConversionTests), nameof(SmallFloatTests)],
                file);
            Assert.Equal([nameof(HighFirstPackingTests)], InstructionSets.ReadResults(file, instructionSet));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
