using CoreML.Format;

namespace CoreML.Builder;

public static partial class BuilderDiagnostics
{
    /// <summary>CML7201: the nodes of a tree do not make a tree.</summary>
    public static readonly DiagnosticDescriptor NotATree = Error(
        "CML7201", "The nodes do not make a tree.",
        "Every node but the root is the child of exactly one node of its tree, and every child that is named exists.");

    /// <summary>CML7202: a leaf's values do not fit the ensemble.</summary>
    public static readonly DiagnosticDescriptor InvalidLeaf = Error(
        "CML7202", "A leaf does not fit the ensemble.", "A leaf has at least one value, each for another dimension of the result.");

    private static DiagnosticDescriptor[] Classic => [NotATree, InvalidLeaf];
}
