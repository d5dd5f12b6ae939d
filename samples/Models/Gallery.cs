using CoreML.Format;

namespace Models;

/// <summary>The models of this sample.</summary>
public static class Gallery
{
    /// <summary>Each model by its name.</summary>
    public static IReadOnlyDictionary<string, Func<CoreMLModel>> All { get; } = new Dictionary<string, Func<CoreMLModel>>
    {
        ["MobileNetV2"] = MobileNetV2.Build,
        ["ResNet18"] = ResNet18.Build,
        ["CachedTransformer"] = CachedTransformer.Build,
        ["LstmTagger"] = LstmTagger.Build,
    };
}
