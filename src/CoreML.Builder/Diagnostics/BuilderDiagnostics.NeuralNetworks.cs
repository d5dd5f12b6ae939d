using CoreML.Format;

namespace CoreML.Builder;

public static partial class BuilderDiagnostics
{
    /// <summary>CML7101: a layer cannot take inputs of these shapes.</summary>
    public static readonly DiagnosticDescriptor LayerShape = Error(
        "CML7101", "A layer cannot take inputs of these shapes.", "Change the layer's parameters, or the shape of what it is given.");

    /// <summary>CML7102: a layer has more or fewer inputs or outputs than its kind has.</summary>
    public static readonly DiagnosticDescriptor LayerArity = Error(
        "CML7102", "A layer does not have the number of inputs or outputs that its kind has.", "Give the layer as many as expected.");

    /// <summary>CML7103: a parameter of a layer is outside of what its kind allows.</summary>
    public static readonly DiagnosticDescriptor LayerParameter = Error(
        "CML7103", "A parameter of a layer is not valid.", "Use a value that is expected.");

    /// <summary>CML7104: a layer uses a blob that is not there.</summary>
    public static readonly DiagnosticDescriptor UnknownBlob = Error(
        "CML7104", "A layer uses a blob that does not exist where the layer is.",
        "Use inputs of the network, outputs of earlier layers, and in branches and loops what is around them.");

    /// <summary>CML7105: two blobs have the same name.</summary>
    public static readonly DiagnosticDescriptor DuplicateBlob = Error(
        "CML7105", "Two blobs have the same name.", "Give the output of each layer a name of its own; only copies may write to an existing blob.");

    /// <summary>CML7106: a layer needs another mapping from features to blobs than the network has.</summary>
    public static readonly DiagnosticDescriptor LayerMapping = Error(
        "CML7106", "A layer does not go with the way in which the network sees its inputs.",
        "Use exact shapes, or only layers of iOS 12 and before.");

    /// <summary>CML7107: the training of a network does not fit its layers.</summary>
    public static readonly DiagnosticDescriptor InvalidUpdate = Error(
        "CML7107", "The network cannot be trained like this.",
        "A network is trained by one loss at its end, with layers before it that can be gone through backwards.");

    private static DiagnosticDescriptor[] NeuralNetworks =>
        [LayerShape, LayerArity, LayerParameter, UnknownBlob, DuplicateBlob, LayerMapping, InvalidUpdate];
}
