namespace CoreML.Format;

/// <summary>How a model is saved.</summary>
public sealed record SaveOptions
{
    /// <summary>What is written; by default what the path's extension says (<c>.mlmodel</c>, <c>.mlpackage</c>,
    /// <c>.zip</c>), or else what the model was opened from.</summary>
    public ModelContainer? Container { get; init; }

    /// <summary>Whether the new files must survive a loss of power right after the save. It costs a flush of
    /// everything written, some 50 to 100 ms for each 100 MB. A save survives a killed process or a full disk in either
    /// case. Default: <see langword="false"/>.</summary>
    public bool Durable { get; init; }

    /// <summary>Whether files that did not change may be shared with the package that the model was opened from, as clones
    /// or hard links, instead of being copied. It takes no time and no space however large the weights are. Nothing here
    /// ever writes into a file that exists; do not let other programs do so in either package. Default:
    /// <see langword="false"/>, but a model that is saved over itself always keeps its unchanged files.</summary>
    public bool ShareFiles { get; init; }

    /// <summary>Is told of each file beside the specification that had to be copied although it could have been shared: the
    /// target is on another file system, for example. Default: nobody is.</summary>
    public IProgress<CopiedFile>? Copied { get; init; }

    /// <summary>Checks the model first; if it finds errors, nothing is written and saving throws them. Default:
    /// <see langword="null"/>: whatever can be read back is saved.</summary>
    public IModelValidator? Validate { get; init; }
}
