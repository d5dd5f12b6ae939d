using System.Runtime.CompilerServices;
using CoreML.Specification.MILSpec;

namespace CoreML.Format;

/// <summary>Remembers the edits made to the messages of ML programs themselves, and which messages others took the place of,
/// so that a graph that was read before is not written over them.</summary>
internal static class ProgramEdits
{
    private static readonly ConditionalWeakTable<Program, StrongBox<int>> Counts = [];

    private static readonly ConditionalWeakTable<Program, CoreMLModel> Replaced = [];

    /// <summary>The number of edits so far.</summary>
    public static int Count(Program program) => Counts.TryGetValue(program, out StrongBox<int>? count) ? count.Value : 0;

    /// <summary>Notes an edit.</summary>
    public static void Note(Program program) => Counts.GetValue(program, _ => new StrongBox<int>()).Value++;

    /// <summary>Notes that a message was in a model until another took its place.</summary>
    public static void NoteReplaced(Program program, CoreMLModel model) => Replaced.AddOrUpdate(program, model);

    /// <summary>Whether another message has taken a message's place in a model.</summary>
    public static bool IsReplaced(Program program, CoreMLModel model) =>
        Replaced.TryGetValue(program, out CoreMLModel? owner) && owner == model;
}
