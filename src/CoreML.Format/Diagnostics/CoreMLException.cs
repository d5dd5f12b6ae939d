namespace CoreML.Format;

/// <summary>
/// Thrown when a model cannot be read, written or worked on. Carries at least one <see cref="Diagnostic"/>.
/// Mistakes in the arguments of a call are <see cref="ArgumentException"/>s instead.
/// </summary>
public sealed class CoreMLException : Exception
{
    /// <summary>Makes an exception of one diagnostic.</summary>
    /// <param name="diagnostic">What went wrong.</param>
    public CoreMLException(Diagnostic diagnostic)
        : this([diagnostic ?? throw new ArgumentNullException(nameof(diagnostic))], null)
    {
    }

    /// <summary>Makes an exception of several diagnostics.</summary>
    /// <param name="diagnostics">What went wrong; at least one.</param>
    /// <param name="innerException">The exception that revealed the problem, if any.</param>
    /// <exception cref="ArgumentException"><paramref name="diagnostics"/> is empty.</exception>
    public CoreMLException(IReadOnlyList<Diagnostic> diagnostics, Exception? innerException = null)
        : base(Describe(diagnostics), innerException)
    {
        Diagnostics = diagnostics;
    }

    /// <summary>What went wrong; never empty.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>The first diagnostic's code.</summary>
    public string Code => Diagnostics[0].Code;

    private static string Describe(IReadOnlyList<Diagnostic> diagnostics)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        if (diagnostics.Count == 0)
        {
            throw new ArgumentException("An exception needs at least one diagnostic.", nameof(diagnostics));
        }
        return string.Join('\n', diagnostics);
    }
}
