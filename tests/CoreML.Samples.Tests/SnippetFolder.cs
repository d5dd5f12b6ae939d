using CoreML.Format;

namespace CoreML.Samples.Tests;

/// <summary>A folder where <c>Digits.mlpackage</c> is, for code that the documents show to run in.</summary>
public abstract class SnippetFolder : IDisposable
{
    /// <summary>The classes that ask for the current folder run one after the other, and their tests too.</summary>
    public const string Folder = "current folder";

    private static readonly string Model = Path.Combine(AppContext.BaseDirectory, "Digits.mlpackage");

    private readonly string _before = Directory.GetCurrentDirectory();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coreml-samples-");

    protected SnippetFolder()
    {
        Directory.SetCurrentDirectory(_folder.FullName);
        using CoreMLModel model = CoreMLModel.Open(Model);
        model.Save("Digits.mlpackage");
    }

    public void Dispose()
    {
        Directory.SetCurrentDirectory(_before);
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>What code writes to the console.</summary>
    protected static string Printed(Action snippet)
    {
        TextWriter before = Console.Out;
        using var written = new StringWriter();
        Console.SetOut(written);
        try
        {
            snippet();
        }
        finally
        {
            Console.SetOut(before);
        }
        return written.ToString();
    }
}
