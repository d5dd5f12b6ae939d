namespace CoreML.Format;

/// <summary>An item of a package, as its manifest lists it: a file or a folder below <c>Data/</c>.</summary>
/// <param name="Identifier">The item's key in the manifest, a UUID in either letter case.</param>
/// <param name="Path">Path below <c>Data/</c>, with forward slashes: <c>com.apple.CoreML/model.mlmodel</c>.</param>
/// <param name="Name">The item's name, usually the last part of <paramref name="Path"/>.</param>
/// <param name="Author">Who wrote the item, usually the first part of <paramref name="Path"/>.</param>
/// <param name="Description">What the item is, for people.</param>
public sealed record PackageItem(string Identifier, string Path, string Name, string Author, string Description)
{
    /// <summary>The author that Apple's tools and coremltools give.</summary>
    public const string AppleAuthor = "com.apple.CoreML";

    internal static PackageItem Model(string identifier) => new(
        identifier, AppleAuthor + "/model.mlmodel", "model.mlmodel", AppleAuthor, "CoreML Model Specification");

    internal static PackageItem Weights(string identifier) => new(
        identifier, AppleAuthor + "/weights", "weights", AppleAuthor, "CoreML Model Weights");
}
