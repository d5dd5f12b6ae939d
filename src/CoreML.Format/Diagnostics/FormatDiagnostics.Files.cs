namespace CoreML.Format;

public static partial class FormatDiagnostics
{
    /// <summary>CML1001: there is no file or directory at the path.</summary>
    public static readonly DiagnosticDescriptor FileNotFound = Error(
        "CML1001", "There is no model at this path.", "Check the path; a package is a directory and is named as such.");

    /// <summary>CML1002: the file exists but the system does not let it be read.</summary>
    public static readonly DiagnosticDescriptor FileNotReadable = Error(
        "CML1002", "The file cannot be read.", "Check permissions, and that no other program has locked the file.");

    /// <summary>CML1003: the content is neither a specification, a package nor a zip archive of one.</summary>
    public static readonly DiagnosticDescriptor NotAModel = Error(
        "CML1003", "This is not a Core ML model.",
        "Give an .mlmodel file, an .mlpackage directory or a zip archive of one. Compiled models (.mlmodelc) cannot be opened.");

    /// <summary>CML1004: the specification does not say which type of model it is.</summary>
    public static readonly DiagnosticDescriptor NoModelType = Error(
        "CML1004", "The specification contains no model.", "The file is empty, cut short or was made by a newer version; export the model again.");

    /// <summary>CML1101: the package has no manifest.</summary>
    public static readonly DiagnosticDescriptor ManifestMissing = Error(
        "CML1101", "The package has no Manifest.json.", "Copy the whole .mlpackage directory, not only a part of it.");

    /// <summary>CML1102: the manifest is not JSON of the expected form.</summary>
    public static readonly DiagnosticDescriptor ManifestInvalid = Error(
        "CML1102", "The package's Manifest.json is damaged.", "Export the model again or repair the manifest by hand.");

    /// <summary>CML1103: the manifest's format version is not one that Core ML reads.</summary>
    public static readonly DiagnosticDescriptor ManifestVersion = Error(
        "CML1103", "The package's format version is not supported.", "Core ML reads version 1.0.0 and older ones; export the model with a tool that writes 1.0.0.");

    /// <summary>CML1104: the manifest does not lead to a model.</summary>
    public static readonly DiagnosticDescriptor ManifestNoModel = Error(
        "CML1104", "The manifest does not lead to a model.", "rootModelIdentifier must be the key of an item whose path is the model file.");

    /// <summary>CML1105: an item's path leaves the package or is not a relative path.</summary>
    public static readonly DiagnosticDescriptor PathOutsidePackage = Error(
        "CML1105", "A path leads out of the package.", "Paths are relative to the package, use forward slashes and have no '..' and no links.");

    /// <summary>CML1106: a file or folder that the manifest names does not exist.</summary>
    public static readonly DiagnosticDescriptor ItemMissing = Error(
        "CML1106", "A file of the package is missing.", "Copy the whole .mlpackage directory, and fetch large files if version control kept only pointers.");

    /// <summary>CML1107: two items of the manifest have the same path.</summary>
    public static readonly DiagnosticDescriptor ItemDuplicate = Error(
        "CML1107", "Two items of the package have the same path.", "Give each item a path of its own.");

    /// <summary>CML1108: the package holds more files than the limit.</summary>
    public static readonly DiagnosticDescriptor PackageTooLarge = Error(
        "CML1108", "The package exceeds a limit.", "If the package can be trusted, raise the limit in ReadLimits.");

    /// <summary>CML1201: the zip archive is damaged or is not a package.</summary>
    public static readonly DiagnosticDescriptor ArchiveInvalid = Error(
        "CML1201", "The zip archive cannot be read as a package.", "It must contain one .mlpackage, at its top or in one folder.");

    /// <summary>CML1202: an entry of the zip archive expands beyond the limit.</summary>
    public static readonly DiagnosticDescriptor ArchiveTooLarge = Error(
        "CML1202", "An entry of the zip archive expands beyond the limit.", "If the archive can be trusted, raise the limit in ReadLimits.");

    /// <summary>CML1301: the model could not be written; what was there before is unchanged.</summary>
    public static readonly DiagnosticDescriptor SaveFailed = Error(
        "CML1301", "The model could not be saved; what was there before is unchanged.", "Check free space, permissions, and that no program holds the target open.");

    /// <summary>CML1302: the model has weight files, which a single file cannot hold.</summary>
    public static readonly DiagnosticDescriptor NeedsPackage = Error(
        "CML1302", "The model keeps weights in files of its own and cannot be saved as a single .mlmodel file.", "Save it as .mlpackage.");

    /// <summary>CML1303: the save target exists and is not a model.</summary>
    public static readonly DiagnosticDescriptor TargetNotAModel = Error(
        "CML1303", "The save target exists and is not a Core ML model.", "Choose another path; only models are replaced.");

    /// <summary>CML1304: a file that is no model, such as a report or an extracted weight, could not be written.</summary>
    public static readonly DiagnosticDescriptor FileNotWritable = Error(
        "CML1304", "The file could not be written.", "Check the path, free space, permissions, and that no program holds the file open.");

    private static DiagnosticDescriptor[] Files =>
    [
        FileNotFound, FileNotReadable, NotAModel, NoModelType,
        ManifestMissing, ManifestInvalid, ManifestVersion, ManifestNoModel, PathOutsidePackage, ItemMissing, ItemDuplicate,
        PackageTooLarge, ArchiveInvalid, ArchiveTooLarge, SaveFailed, NeedsPackage, TargetNotAModel,
        FileNotWritable,
    ];
}
