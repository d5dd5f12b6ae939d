namespace CoreML.Mil;

/// <summary>One difference between two models.</summary>
/// <param name="Path">Where.</param>
/// <param name="Left">What the first model has; <see langword="null"/> if it has nothing there.</param>
/// <param name="Right">What the second model has; <see langword="null"/> if it has nothing there.</param>
public sealed record ModelDifference(string Path, string? Left, string? Right)
{
    /// <summary>Whether something has another name and is else the same.</summary>
    public bool IsRename { get; init; }

    /// <summary>What happened from the first model to the second: <c>renamed</c>, <c>added</c>, <c>removed</c> or
    /// <c>changed</c>.</summary>
    public string Kind => IsRename ? "renamed" : Left is null ? "added" : Right is null ? "removed" : "changed";

    /// <summary>The difference as text: the path, then a line for each side; one line for a rename.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => IsRename
        ? $"{Path} to {Right}"
        : Path + (Left is null ? "" : "\n  - " + Left) + (Right is null ? "" : "\n  + " + Right);
}
