using System.Runtime.CompilerServices;
using CoreML.Specification.MILSpec;

namespace CoreML.Format;

/// <summary>Counts the edits made to the messages of ML programs themselves, so that a graph that was read before one is
/// not written over it.</summary>
internal static class ProgramEdits
{
    private static readonly ConditionalWeakTable<Program, StrongBox<int>> Counts = [];

    /// <summary>The number of edits so far.</summary>
    public static int Count(Program program) => Counts.TryGetValue(program, out StrongBox<int>? count) ? count.Value : 0;

    /// <summary>Notes an edit.</summary>
    public static void Note(Program program) => Counts.GetValue(program, _ => new StrongBox<int>()).Value++;
}
