using Google.Protobuf;

namespace CoreML.Format.Tests;

public sealed class TruncationTests
{
    [Theory]
    [MemberData(nameof(SampleModels.Names), MemberType = typeof(SampleModels))]
    public void Cut_after_any_byte_gives_a_diagnostic_or_a_model(string name)
    {
        byte[] bytes = SampleModels.All[name].ToByteArray();
        int refused = 0;
        for (int length = 0; length < bytes.Length; length++)
        {
            refused += Opening.Survives(bytes[..length]) ? 0 : 1;
        }

        Assert.True(Opening.Survives(bytes));
        // The type of a model is its last field, so hardly a cut leaves a whole one.
        Assert.True(refused > bytes.Length - 5, $"{refused} of {bytes.Length}");
    }
}
