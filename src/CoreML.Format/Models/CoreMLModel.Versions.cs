using CoreML.Specification;

namespace CoreML.Format;

public sealed partial class CoreMLModel
{
    /// <summary>The newest version of the specification that there is.</summary>
    public const int NewestSpecificationVersion = 10;

    /// <summary>Raises or lowers the version of the specification that the model asks for. A higher one needs newer systems
    /// and changes nothing else; a lower one is possible down to what the model uses.</summary>
    /// <param name="version">The version, 1 to 10; <see cref="DeploymentTargets"/> tells which systems load it.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such version.</exception>
    /// <exception cref="CoreMLException">CML6004: the model uses something newer; a diagnostic for each such thing.</exception>
    public void SetSpecificationVersion(int version)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(version, NewestSpecificationVersion);
        IReadOnlyList<VersionReason> beyond = RequiredVersion.Of(Specification).Beyond(version);
        if (beyond.Count > 0)
        {
            throw new CoreMLException([.. beyond.Select(reason => FormatDiagnostics.VersionTooOld.Create(
                path: reason.Path.Length == 0 ? null : reason.Path,
                expected: $"what version {version} ({DeploymentTargets.Of(version)}) has",
                found: $"{reason.Feature}, of version {reason.Version} ({DeploymentTargets.Of(reason.Version)})"))]);
        }
        Specification.SpecificationVersion = version;
        Lower(Specification, version);
    }

    // A stage may ask for less than the whole, not for more.
    private static void Lower(Model model, int version)
    {
        foreach ((Model stage, _) in ModelStage.StagesOf(model))
        {
            stage.SpecificationVersion = Math.Min(stage.SpecificationVersion, version);
            Lower(stage, version);
        }
    }
}
