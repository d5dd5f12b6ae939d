namespace CoreML.Format.Tests;

public sealed class PackagePathTests
{
    [Theory]
    [InlineData("model.mlmodel")]
    [InlineData("com.apple.CoreML/weights")]
    [InlineData("com.apple.CoreML/weights/")]
    [InlineData("a/..b")]
    [InlineData("a/b..")]
    [InlineData("a/...")]
    [InlineData(".hidden")]
    [InlineData("with space/and ü")]
    public void Stays_inside(string path) => Assert.True(PackagePath.IsContained(path));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("//")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("../model.mlmodel")]
    [InlineData("a/../../b")]
    [InlineData("a/../b")]
    [InlineData("a/..")]
    [InlineData("a/../")]
    [InlineData(".")]
    [InlineData("./a")]
    [InlineData("a/./b")]
    [InlineData("a//b")]
    [InlineData("a//")]
    [InlineData("a\\b")]
    [InlineData("..\\a")]
    [InlineData("\\\\server\\share")]
    [InlineData("C:/a")]
    [InlineData("C:a")]
    [InlineData("a:stream")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    public void Does_not(string? path) => Assert.False(PackagePath.IsContained(path));

    [Theory]
    [InlineData("a/b/c", "a/b", "c")]
    [InlineData("a", "", "a")]
    public void Parts(string path, string folder, string name)
    {
        Assert.Equal(folder, PackagePath.Folder(path));
        Assert.Equal(name, PackagePath.Name(path));
        Assert.Equal(path, PackagePath.Combine(folder, name));
    }
}
