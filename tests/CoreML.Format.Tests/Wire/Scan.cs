namespace CoreML.Format.Tests;

/// <summary>Scans bytes and takes the one diagnostic that must come of it.</summary>
internal static class Scan
{
    public static Diagnostic Refused(byte[] bytes, ReadLimits? limits = null)
    {
        CoreMLException exception = Assert.Throws<CoreMLException>(() => Run(bytes, limits));
        Diagnostic diagnostic = Assert.Single(exception.Diagnostics);
        Assert.Equal("model.mlmodel", diagnostic.File);
        return diagnostic;
    }

    public static WireScanResult Run(byte[] bytes, ReadLimits? limits = null) =>
        WireScanner.Scan(bytes, limits ?? ReadLimits.Default, "model.mlmodel");
}
