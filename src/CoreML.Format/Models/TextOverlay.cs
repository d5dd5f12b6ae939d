using System.Text.Json;
using CoreML.Specification;
using Google.Protobuf.Collections;

namespace CoreML.Format;

/// <summary>Texts that Xcode keeps beside a specification, by its keys: <c>Metadata.json</c> and
/// <c>FeatureDescriptions.json</c>.</summary>
internal sealed class TextOverlay
{
    private const string UserDefined = "MLModelCreatorDefinedKey";
    private const string FeatureText = "MLFeatureShortDescription";

    private static readonly Dictionary<string, Action<TextOverlay, ModelDescription>> Folds = new(StringComparer.Ordinal)
    {
        ["Metadata.json"] = (overlay, description) => overlay.FoldMetadata(description.Metadata ??= new Metadata()),
        ["FeatureDescriptions.json"] = (overlay, description) => overlay.FoldFeatures(description),
    };

    private readonly string _file;
    private readonly JsonElement _texts;

    /// <param name="item">The item of the package.</param>
    /// <param name="file">Its path in the package.</param>
    /// <param name="utf8">Its content.</param>
    /// <exception cref="CoreMLException">CML6003.</exception>
    public TextOverlay(PackageItem item, string file, ReadOnlySpan<byte> utf8)
    {
        Item = item;
        _file = file;
        _texts = PackageJson.Parse(utf8, file, FormatDiagnostics.OverlayInvalid);
    }

    public PackageItem Item { get; }

    /// <summary>Every entry as a path and a text, for dumps.</summary>
    public IEnumerable<KeyValuePair<string, string>> Lines => List(_texts, Item.Name);

    /// <summary>Whether an item of a package holds such texts.</summary>
    public static bool Is(PackageItem item) => Folds.ContainsKey(item.Name);

    /// <summary>Puts the texts into a description.</summary>
    /// <exception cref="CoreMLException">CML6003.</exception>
    public void FoldInto(ModelDescription description) => Folds[Item.Name](this, description);

    private void FoldMetadata(Metadata metadata)
    {
        metadata.ShortDescription = Text(_texts, "MLModelDescriptionKey") ?? metadata.ShortDescription;
        metadata.VersionString = Text(_texts, "MLModelVersionStringKey") ?? metadata.VersionString;
        metadata.Author = Text(_texts, "MLModelAuthorKey") ?? metadata.Author;
        metadata.License = Text(_texts, "MLModelLicenseKey") ?? metadata.License;
        if (Child(_texts, UserDefined) is { } entries)
        {
            foreach (JsonProperty entry in entries.EnumerateObject())
            {
                metadata.UserDefined[entry.Name] = Text(entries, entry.Name) ?? "";
            }
        }
    }

    private void FoldFeatures(ModelDescription description)
    {
        Fold(description.Input, "Inputs");
        Fold(description.Output, "Outputs");
        Fold(description.State, "States");
        Fold(description.TrainingInput, "TrainingInputs");
    }

    private void Fold(RepeatedField<FeatureDescription> features, string section)
    {
        if (Child(_texts, section) is not { } texts)
        {
            return;
        }
        foreach (FeatureDescription feature in features)
        {
            if (Child(texts, feature.Name) is { } entry)
            {
                feature.ShortDescription = Text(entry, FeatureText) ?? feature.ShortDescription;
            }
        }
    }

    private JsonElement? Child(JsonElement json, string key) => Get(json, key, JsonValueKind.Object);

    private string? Text(JsonElement json, string key) => Get(json, key, JsonValueKind.String)?.GetString();

    private JsonElement? Get(JsonElement json, string key, JsonValueKind kind)
    {
        if (!json.TryGetProperty(key, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }
        return value.ValueKind == kind ? value : throw FormatDiagnostics.OverlayInvalid.Error(
            path: key, file: _file, expected: kind.ToString(), found: value.ValueKind.ToString());
    }

    private static IEnumerable<KeyValuePair<string, string>> List(JsonElement json, string path)
    {
        foreach (JsonProperty property in json.EnumerateObject())
        {
            string where = $"{path}.{property.Name}";
            if (property.Value.ValueKind == JsonValueKind.Object)
            {
                foreach (KeyValuePair<string, string> line in List(property.Value, where))
                {
                    yield return line;
                }
                continue;
            }
            yield return new(where, property.Value.ValueKind == JsonValueKind.String
                ? SpecificationFields.Quote(property.Value.GetString()!)
                : property.Value.GetRawText());
        }
    }
}
