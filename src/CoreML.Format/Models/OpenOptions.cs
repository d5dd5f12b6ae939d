namespace CoreML.Format;

/// <summary>How a model is opened.</summary>
public sealed record OpenOptions
{
    /// <summary>Bounds on what is accepted. Default: <see cref="ReadLimits.Default"/>.</summary>
    public ReadLimits Limits { get; init; } = ReadLimits.Default;

    /// <summary>Whether files of a package may be symbolic links, wherever they lead. Default:
    /// <see langword="false"/>, since a package from elsewhere could otherwise make any readable file part of a copy.
    /// Download caches that keep packages as links into a common store need it.</summary>
    public bool FollowLinks { get; init; }
}
