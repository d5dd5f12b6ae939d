using CoreML.Format;

namespace CoreML.Builder.Tests;

/// <summary>Expects that something wrong is found.</summary>
internal static class Misuse
{
    /// <summary>Expects a diagnostic of this code that says where, what was expected and what was found.</summary>
    public static Diagnostic Expect(string code, Action misuse)
    {
        CoreMLException exception = Assert.Throws<CoreMLException>(misuse);
        Diagnostic diagnostic = Assert.Single(exception.Diagnostics);
        Assert.Equal(code, diagnostic.Code);
        Assert.False(string.IsNullOrEmpty(diagnostic.Path));
        Assert.False(string.IsNullOrEmpty(diagnostic.Expected));
        Assert.False(string.IsNullOrEmpty(diagnostic.Found));
        return diagnostic;
    }
}
