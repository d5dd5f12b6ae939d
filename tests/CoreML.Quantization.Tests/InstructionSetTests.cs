using CoreML.Tests;

namespace CoreML.Quantization.Tests;

/// <summary>Kernels and whole compressions in processes that do without the instruction sets which they are written for.</summary>
public sealed class InstructionSetTests
{
    public static TheoryData<string> All => [.. InstructionSets.All];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Kernels_are_right_and_every_scheme_gives_the_same_bytes_without(string instructionSet)
    {
        string file = Path.GetTempFileName();
        try
        {
            await InstructionSets.RunAsync(
                instructionSet,
                [
                    nameof(DenseCheckTests), nameof(SparseCheckTests), nameof(HalfPrecisionTests), nameof(LinearCheckTests), nameof(LinearKernelTests),
                    nameof(MaskKernelTests), nameof(TableKernelTests), nameof(WeightRangeTests), nameof(DeterminismTests),
                ],
                file);
            Assert.Equal(DeterminismTests.OfOneThread, InstructionSets.ReadResults(file, instructionSet));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
