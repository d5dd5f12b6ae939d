using System.Text.Json;
using System.Text.Json.Nodes;
using CoreML.Specification;

namespace CoreML.Format;

// Xcode keeps texts that were edited there in items of their own, which go before those of the specification.
public sealed partial class CoreMLModel
{
    /// <summary>Puts the texts of the overlays into the specification and takes the overlays out of the package: an edit of
    /// the specification would otherwise not be seen.</summary>
    /// <exception cref="CoreMLException">CML6003: an overlay is not what Xcode writes.</exception>
    internal void FoldOverlays()
    {
        Fold("Metadata.json", TextOverlays.FoldMetadata);
        Fold("FeatureDescriptions.json", TextOverlays.FoldFeatures);
    }

    private void Fold(string name, Action<JsonObject, ModelDescription> apply)
    {
        if (_package?.Manifest.Items.FirstOrDefault(item => item.Name == name) is not { } item)
        {
            return;
        }
        string path = $"{PackageManifest.DataFolder}/{item.Path}";
        try
        {
            JsonObject texts = JsonNode.Parse(_package.ReadSmall(path, _options.Limits))?.AsObject() ?? [];
            apply(texts, Specification.Description ??= new());
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            throw FormatDiagnostics.OverlayInvalid.Error(file: path, found: exception.Message, inner: exception);
        }
        _package.Remove(item);
    }
}
