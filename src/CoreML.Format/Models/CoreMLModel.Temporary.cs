namespace CoreML.Format;

public sealed partial class CoreMLModel
{
    /// <summary>Opens a package that is made for the purpose and lives as long as the model: in the system's folder for
    /// temporary files, deleted when the model is disposed and nobody holds its weights any more.</summary>
    /// <param name="write">Writes the package at a path.</param>
    internal CoreMLModel OpenTemporary(Action<string> write)
    {
        var store = new TemporaryStore(_options.Limits);
        try
        {
            write(store.Location);
        }
        catch
        {
            store.Dispose();
            throw;
        }
        // A model without a path is never saved over itself, so the folder stays the store's alone.
        return Completed(OpenPackageAsync(
            store, ModelContainer.Package, path: null, _options, async: false, CancellationToken.None));
    }
}
