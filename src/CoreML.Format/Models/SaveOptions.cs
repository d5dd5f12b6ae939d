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
}
