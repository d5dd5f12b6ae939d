namespace CoreML.Format.Tests;

/// <summary>Opens bytes of which nobody knows what they are: a <see cref="CoreMLException"/> is the only way to fail.</summary>
internal static class Opening
{
    public static bool Survives(byte[] bytes)
    {
        try
        {
            using CoreMLModel model = CoreMLModel.Open(bytes);
            // Parses what the scanner has passed.
            Assert.True(model.Specification.CalculateSize() >= 0);
            Assert.NotEmpty(model.Stages);
            return true;
        }
        catch (CoreMLException exception)
        {
            Assert.NotEmpty(exception.Diagnostics);
            return false;
        }
    }
}
