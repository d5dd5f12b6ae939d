using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CoreML.Format;

/// <summary>
/// The <c>Manifest.json</c> of a package: which items there are and which one is the model. Keys that are not known
/// are kept.
/// </summary>
public sealed class PackageManifest
{
    /// <summary>Name of the manifest's file, at the top of a package.</summary>
    public const string FileName = "Manifest.json";

    /// <summary>The folder of a package below which all items are.</summary>
    public const string DataFolder = "Data";

    private const string VersionKey = "fileFormatVersion";
    private const string ItemsKey = "itemInfoEntries";
    private const string RootKey = "rootModelIdentifier";

    private readonly JsonObject _json;
    private readonly List<PackageItem> _items;

    private PackageManifest(JsonObject json, List<PackageItem> items, PackageItem model)
    {
        _json = json;
        _items = items;
        Model = model;
    }

    /// <summary>The items, in the order of the manifest.</summary>
    public IReadOnlyList<PackageItem> Items => _items;

    /// <summary>The item that is the model's specification.</summary>
    public PackageItem Model { get; }

    /// <summary>The items' format version, for example <c>1.0.0</c>.</summary>
    public string FileFormatVersion => (string)_json[VersionKey]!;

    /// <summary>A manifest of one model item, and of a weights folder where one is asked for.</summary>
    /// <remarks>Identifiers follow from the paths, so that the same model gives the same manifest every time.</remarks>
    internal static PackageManifest Create(bool withWeights)
    {
        PackageItem model = PackageItem.Model(DeterministicIdentifier.For("model.mlmodel"));
        var manifest = new PackageManifest(
            new JsonObject
            {
                [VersionKey] = "1.0.0",
                [ItemsKey] = new JsonObject(),
                [RootKey] = model.Identifier,
            },
            [],
            model);
        manifest.Add(model);
        if (withWeights)
        {
            manifest.AddWeights();
        }
        return manifest;
    }

    /// <summary>Adds the usual weights folder as an item, if no item covers it yet.</summary>
    internal void AddWeights()
    {
        PackageItem weights = PackageItem.Weights(DeterministicIdentifier.For("weights"));
        if (!_items.Exists(item => item.Path.TrimEnd('/') == weights.Path))
        {
            Add(weights);
        }
    }

    /// <summary>Takes an item out.</summary>
    internal void Remove(PackageItem item)
    {
        _items.Remove(item);
        _json[ItemsKey]!.AsObject().Remove(item.Identifier);
    }

    private void Add(PackageItem item)
    {
        _items.Add(item);
        _json[ItemsKey]!.AsObject()[item.Identifier] = new JsonObject
        {
            ["author"] = item.Author,
            ["description"] = item.Description,
            ["name"] = item.Name,
            ["path"] = item.Path,
        };
    }

    /// <summary>Reads and checks a manifest.</summary>
    /// <exception cref="CoreMLException">CML1102 to CML1107.</exception>
    internal static PackageManifest Parse(ReadOnlySpan<byte> utf8, string file)
    {
        JsonObject json = JsonObject.Create(PackageJson.Parse(utf8, file, FormatDiagnostics.ManifestInvalid))!;
        CheckVersion(json, file);
        List<PackageItem> items = ReadItems(json, file);
        string root = RequiredText(json, RootKey, RootKey, file, FormatDiagnostics.ManifestNoModel);
        PackageItem model = items.Find(item => item.Identifier == root) ?? throw FormatDiagnostics.ManifestNoModel.Error(
            path: RootKey, file: file, expected: "the key of an item", found: root);
        return new PackageManifest(json, items, model);
    }

    // The rule of Apple's reader: three numbers, at most 1.0.0, except that 0.x.y with x above 0 may have any patch.
    private static void CheckVersion(JsonObject json, string file)
    {
        string version = RequiredText(json, VersionKey, VersionKey, file, FormatDiagnostics.ManifestInvalid);
        string[] parts = version.Split('.');
        var numbers = new uint[3];
        bool wellFormed = parts.Length == 3;
        for (int i = 0; wellFormed && i < 3; i++)
        {
            wellFormed = uint.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]);
        }
        if (!wellFormed || numbers is [> 1, _, _] or [1, > 0, _] or [_, 0, > 0])
        {
            throw FormatDiagnostics.ManifestVersion.Error(
                path: VersionKey, file: file, expected: "1.0.0", found: version);
        }
    }

    private static List<PackageItem> ReadItems(JsonObject json, string file)
    {
        var items = new List<PackageItem>();
        if (json[ItemsKey] is not { } entries)
        {
            return items;
        }
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string identifier, JsonNode? entry) in AsObject(entries, ItemsKey, file))
        {
            string where = $"{ItemsKey}[\"{identifier}\"]";
            JsonObject item = AsObject(entry, where, file);
            string path = Text("path");
            if (!PackagePath.IsContained(path))
            {
                throw FormatDiagnostics.PathOutsidePackage.Error(
                    path: where + ".path", file: file, expected: "a relative path below Data/", found: path);
            }
            if (!paths.Add(path.TrimEnd('/')))
            {
                throw FormatDiagnostics.ItemDuplicate.Error(path: where + ".path", file: file, found: path);
            }
            items.Add(new PackageItem(identifier, path, Text("name"), Text("author"), Text("description")));

            string Text(string key) =>
                RequiredText(item, key, $"{where}.{key}", file, FormatDiagnostics.ManifestInvalid);
        }
        return items;
    }

    private static JsonObject AsObject(JsonNode? node, string where, string file) =>
        node as JsonObject ?? throw FormatDiagnostics.ManifestInvalid.Error(
            path: where, file: file, expected: "an object", found: Kind(node));

    private static string RequiredText(
        JsonObject json, string key, string where, string file, DiagnosticDescriptor descriptor) =>
        json[key] is JsonValue value && value.TryGetValue(out string? text)
            ? text
            : throw descriptor.Error(path: where, file: file, expected: "a string", found: Kind(json[key]));

    private static string Kind(JsonNode? node) => node?.GetValueKind().ToString() ?? "nothing";

    /// <summary>The manifest as Apple's tools write it: UTF-8, four spaces, keys sorted, a final line end.</summary>
    internal byte[] ToUtf8()
    {
        var buffer = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions
        {
            Indented = true,
            IndentSize = 4,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            WriteSorted(writer, _json);
        }
        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteSorted(Utf8JsonWriter writer, JsonNode? node)
    {
        if (node is not JsonObject json)
        {
            if (node is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                node.WriteTo(writer);
            }
            return;
        }
        writer.WriteStartObject();
        foreach ((string key, JsonNode? value) in json.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            writer.WritePropertyName(key);
            WriteSorted(writer, value);
        }
        writer.WriteEndObject();
    }
}
