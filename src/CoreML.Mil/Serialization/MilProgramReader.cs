using System.Diagnostics.CodeAnalysis;
using CoreML.Format;
using Spec = CoreML.Specification.MILSpec;

namespace CoreML.Mil;

/// <summary>
/// Reads the specification's message of an ML program as a graph. Nothing the message says is lost, and
/// <see cref="MilProgramWriter"/> makes an equal one of the graph.
/// </summary>
public static class MilProgramReader
{
    /// <summary>Reads a program.</summary>
    /// <param name="program">The message; the graph shares nothing with it that can change.</param>
    /// <param name="weights">Gives the weight files that constants refer to, when they are first read.</param>
    /// <returns>The graph.</returns>
    /// <exception cref="CoreMLException">The program uses values that are not defined or not visible (CML4001, CML4002),
    /// defines a name twice (CML4003), or is nested too deeply (CML2003).</exception>
    public static MilProgram Read(Spec.Program program, IWeightFileResolver weights) =>
        TryRead(program, weights, out MilProgram? graph, out IReadOnlyList<Diagnostic> diagnostics)
            ? graph
            : throw new CoreMLException(diagnostics);

    /// <summary>Reads a program, or says why it cannot be read.</summary>
    /// <param name="program">The message; the graph shares nothing with it that can change.</param>
    /// <param name="weights">Gives the weight files that constants refer to, when they are first read.</param>
    /// <param name="graph">The graph, if the program can be read.</param>
    /// <param name="diagnostics">What is wrong; empty if the program can be read. After 100 findings the rest is not looked
    /// for.</param>
    /// <returns>Whether the program can be read.</returns>
    public static bool TryRead(
        Spec.Program program,
        IWeightFileResolver weights,
        [NotNullWhen(true)] out MilProgram? graph,
        out IReadOnlyList<Diagnostic> diagnostics)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(weights);
        var reading = new ProgramReading(weights);
        graph = reading.Read(program);
        diagnostics = reading.Diagnostics;
        return graph is not null;
    }
}
