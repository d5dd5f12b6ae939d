namespace CoreML.Format;

public static partial class FormatDiagnostics
{
    /// <summary>CML6001: what is to be edited does not exist.</summary>
    public static readonly DiagnosticDescriptor NothingToEdit = Error(
        "CML6001", "What is to be edited does not exist.", "'coreml info' lists inputs, outputs, states and functions, 'coreml weights' the weights.");

    /// <summary>CML6002: another feature or function has the new name.</summary>
    public static readonly DiagnosticDescriptor NameTaken = Error(
        "CML6002", "The name is taken.", "Choose another name, or rename what has it first.");

    /// <summary>CML6003: an overlay of texts in the package cannot be read.</summary>
    public static readonly DiagnosticDescriptor OverlayInvalid = Error(
        "CML6003", "The texts that Xcode keeps beside the model are damaged.", "Repair the file, or take it out of the package and its manifest.");

    /// <summary>CML6004: a model uses something that the version it is to have lacks.</summary>
    public static readonly DiagnosticDescriptor VersionTooOld = Error(
        "CML6004", "The model uses something that this version of the specification does not have.", "Choose a newer version or deployment target.");

    /// <summary>CML6005: JSON is no specification.</summary>
    public static readonly DiagnosticDescriptor JsonInvalid = Error(
        "CML6005", "The JSON is not a specification.", "Compare it with what 'coreml to-json' gives; hashes stand for data of the model that the JSON is applied to.");

    private static DiagnosticDescriptor[] Editing => [NothingToEdit, NameTaken, OverlayInvalid, VersionTooOld, JsonInvalid];
}
