namespace CoreML.Format;

/// <summary>How a model is kept on disk.</summary>
public enum ModelContainer
{
    /// <summary>A single <c>.mlmodel</c> file: the serialized specification.</summary>
    File,

    /// <summary>An <c>.mlpackage</c> directory: manifest, specification, weight files.</summary>
    Package,

    /// <summary>A zip archive that holds one <c>.mlpackage</c>.</summary>
    ZippedPackage,
}
