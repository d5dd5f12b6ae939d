using CoreML.Specification;

namespace CoreML.Format;

/// <summary>
/// The oldest version of the specification that has everything a model uses, and what asks for it. Core ML itself compares
/// only some of this with the model's <c>specificationVersion</c>; a model that declares too old a version may load on a
/// new system and fail on the one it claims to be made for.
/// </summary>
/// <remarks>What the stages of a pipeline use counts for the pipeline, what networks inside branches and loops use counts for
/// the network, and the opset of every function counts, not that of <c>main</c> alone.</remarks>
public sealed class RequiredVersion
{
    private RequiredVersion(IReadOnlyList<VersionReason> reasons) => Reasons = reasons;

    /// <summary>The version, 1 to 10.</summary>
    public int Version => Reasons.Count == 0 ? 1 : Reasons[0].Version;

    /// <summary>What asks for a version above 1, each thing once: the newest first, then in the order of the model.</summary>
    public IReadOnlyList<VersionReason> Reasons { get; }

    /// <summary>Looks through a model, weights' values excepted.</summary>
    /// <param name="model">A model of any type, also a damaged one.</param>
    /// <returns>The version and its reasons.</returns>
    public static RequiredVersion Of(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var finder = new VersionFinder();
        finder.Visit(model, "");
        return new RequiredVersion([.. finder.Found.OrderByDescending(reason => reason.Version)]);
    }

    /// <summary>What a version does not have.</summary>
    /// <param name="specificationVersion">A version of the specification.</param>
    /// <returns>The reasons above it, the newest first; none if the version is enough.</returns>
    public IReadOnlyList<VersionReason> Beyond(int specificationVersion) =>
        [.. Reasons.TakeWhile(reason => reason.Version > specificationVersion)];
}
