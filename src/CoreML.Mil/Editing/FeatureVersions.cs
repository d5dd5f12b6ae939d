using CoreML.Format;

namespace CoreML.Mil;

/// <summary>Versions that features ask for.</summary>
internal static class FeatureVersions
{
    /// <exception cref="CoreMLException">CML6004: the model asks for an older version.</exception>
    public static void Require(ModelFeature feature, int version, string what)
    {
        int has = feature.Model.SpecificationVersion;
        if (has < version)
        {
            throw FormatDiagnostics.VersionTooOld.Error(
                path: feature.Name,
                expected: $"what version {has} ({DeploymentTargets.Of(has)}) has",
                found: $"{what}, of version {version} ({DeploymentTargets.Of(version)})",
                advice: "Raise the version first: SetSpecificationVersion, or --target on the command line.");
        }
    }
}
