namespace CoreML.Format;

/// <summary>Something that a model uses and that came with a version of the specification.</summary>
/// <param name="Version">The version, 2 to 10.</param>
/// <param name="Feature">What is used, in a few words: <c>an optional input with a default value</c>.</param>
/// <param name="Path">Where it is met first: <c>neuralNetwork.layers[3].convolution.weights</c>; empty for the model as a
/// whole.</param>
public sealed record VersionReason(int Version, string Feature, string Path)
{
    /// <summary>The reason in one line.</summary>
    /// <returns>The text.</returns>
    public override string ToString() =>
        FormattableString.Invariant($"version {Version} ({DeploymentTargets.Of(Version)}): {Feature}{(Path.Length == 0 ? "" : " at ")}{Path}");
}
