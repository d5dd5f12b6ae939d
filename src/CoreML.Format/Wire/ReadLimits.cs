namespace CoreML.Format;

/// <summary>
/// Bounds on what a reader accepts, so that a hostile or damaged file ends in a diagnostic and not in exhausted
/// memory. The defaults admit every model that Core ML itself can load.
/// </summary>
public sealed record ReadLimits
{
    /// <summary>The limits used when none are given.</summary>
    public static ReadLimits Default { get; } = new();

    /// <summary>Largest serialized specification, in bytes. Default: 2 GiB less one byte, the wire format's own limit.</summary>
    public int MaxSpecificationBytes { get; init; } = int.MaxValue;

    /// <summary>Deepest nesting of messages. Default: 100, the limit of the common protobuf implementations.</summary>
    public int MaxNesting { get; init; } = 100;

    /// <summary>Most messages, texts and byte strings in a specification. Default: 100 million.</summary>
    public int MaxObjects { get; init; } = 100_000_000;

    /// <summary>Longest string, in bytes. Default: 64 MiB.</summary>
    public int MaxStringBytes { get; init; } = 64 << 20;

    /// <summary>
    /// Most memory that the objects made from a specification may take, as a multiple of its size in bytes, beyond
    /// a fixed allowance of 16 MiB. Two bytes can encode a message that takes a hundred bytes of memory; ML programs
    /// come to some thirty times their size, models that hold their weights to little more than once. Default: 64.
    /// </summary>
    public int MaxExpansion { get; init; } = 64;

    /// <summary>Largest manifest of a package, in bytes. Default: 4 MiB.</summary>
    public int MaxManifestBytes { get; init; } = 4 << 20;

    /// <summary>Most files in a package or a zip archive. Default: 100,000.</summary>
    public int MaxPackageFiles { get; init; } = 100_000;

    /// <summary>Most bytes that one entry of a zip archive may expand to. Default: 64 GiB.</summary>
    public long MaxArchiveEntryBytes { get; init; } = 64L << 30;

    /// <summary>Largest ratio of expanded to compressed size of an entry of a zip archive. Default: 1,032, the most
    /// that the deflate format can reach.</summary>
    public int MaxArchiveRatio { get; init; } = 1032;
}
