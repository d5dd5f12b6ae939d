using System.Text.Json.Nodes;
using CoreML.Specification;
using Google.Protobuf.Collections;

namespace CoreML.Format;

/// <summary>The texts that Xcode keeps beside a specification, by its keys.</summary>
internal static class TextOverlays
{
    /// <summary>Puts what <c>Metadata.json</c> says into a description.</summary>
    public static void FoldMetadata(JsonObject json, ModelDescription description)
    {
        Metadata metadata = description.Metadata ??= new Metadata();
        metadata.ShortDescription = Text(json, "MLModelDescriptionKey") ?? metadata.ShortDescription;
        metadata.VersionString = Text(json, "MLModelVersionStringKey") ?? metadata.VersionString;
        metadata.Author = Text(json, "MLModelAuthorKey") ?? metadata.Author;
        metadata.License = Text(json, "MLModelLicenseKey") ?? metadata.License;
        foreach ((string key, JsonNode? value) in json["MLModelCreatorDefinedKey"]?.AsObject() ?? [])
        {
            metadata.UserDefined[key] = value?.GetValue<string>() ?? "";
        }
    }

    /// <summary>Puts what <c>FeatureDescriptions.json</c> says into a description.</summary>
    public static void FoldFeatures(JsonObject json, ModelDescription description)
    {
        Fold(description.Input, json["Inputs"]);
        Fold(description.Output, json["Outputs"]);
        Fold(description.State, json["States"]);
        Fold(description.TrainingInput, json["TrainingInputs"]);
    }

    private static void Fold(RepeatedField<FeatureDescription> features, JsonNode? texts)
    {
        foreach (FeatureDescription feature in features)
        {
            if (texts?[feature.Name]?.AsObject() is { } entry)
            {
                feature.ShortDescription = Text(entry, "MLFeatureShortDescription") ?? feature.ShortDescription;
            }
        }
    }

    private static string? Text(JsonObject json, string key) => json[key]?.GetValue<string>();
}
