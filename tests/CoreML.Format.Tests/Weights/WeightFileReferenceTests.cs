namespace CoreML.Format.Tests;

public sealed class WeightFileReferenceTests
{
    [Theory]
    [InlineData("@model_path/weights/weight.bin", "weights/weight.bin")]
    [InlineData("@model_path/weight.bin", "weight.bin")]
    [InlineData("@model_path/weights/0-weight.bin", "weights/0-weight.bin")]
    [InlineData("@model_path/weights/Gewichte für ü.bin", "weights/Gewichte für ü.bin")]
    public void Path_is_what_follows_the_prefix(string reference, string expected) =>
        Assert.Equal(expected, WeightFileReference.Parse(reference));

    [Theory]
    [InlineData("")]
    [InlineData("weights/weight.bin")]
    [InlineData("/nonexistent/weight.bin")]
    [InlineData("@model_path")]
    [InlineData("@model_path/")]
    [InlineData("@model_path//weight.bin")]
    [InlineData("@model_path/../../../secret.bin")]
    [InlineData("@model_path/weights/../weights/weight.bin")]
    [InlineData("@model_path\\..\\weight.bin")]
    [InlineData("@model_path/..\\weight.bin")]
    [InlineData("@model_path/C:/weight.bin")]
    [InlineData("@MODEL_PATH/weights/weight.bin")]
    public void Everything_else_is_refused(string reference)
    {
        CoreMLException exception = Assert.Throws<CoreMLException>(() => WeightFileReference.Parse(reference));
        Assert.Equal("CML3007", exception.Code);
        Assert.Equal($"'{reference}'", exception.Diagnostics[0].Found);
    }
}
