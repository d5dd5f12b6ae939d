using System.Runtime.CompilerServices;
using CoreML.Format;
using CoreML.Specification;
using Spec = CoreML.Specification.MILSpec;

namespace CoreML.Mil;

/// <summary>Takes ML programs out of the stages of models as graphs, and puts graphs back.</summary>
public static class StagePrograms
{
    // The message that a graph was read from or written as. A graph does not know its model, and a model does not know
    // its graphs.
    private static readonly ConditionalWeakTable<MilProgram, ProgramSource> Sources = [];

    extension(ModelStage stage)
    {
        /// <summary>Whether the stage is an ML program.</summary>
        public bool HasProgram => stage.Specification.TypeCase == Model.TypeOneofCase.MlProgram;

        /// <summary>Reads the stage's ML program as a graph.</summary>
        /// <inheritdoc cref="ModelPrograms.ReadProgram(CoreMLModel)"/>
        public MilProgram ReadProgram()
        {
            Spec.Program message = ProgramOf(stage);
            MilProgram program = MilProgramReader.Read(message, stage.Model.SnapshotWeights());
            Sources.Add(program, ProgramSource.Of(message));
            return program;
        }

        /// <summary>Puts a graph into the stage as its ML program.</summary>
        /// <inheritdoc cref="ModelPrograms.WriteProgram(CoreMLModel, MilProgram)"/>
        public void WriteProgram(MilProgram program)
        {
            ArgumentNullException.ThrowIfNull(program);
            Spec.Program current = ProgramOf(stage);
            if (Sources.TryGetValue(program, out ProgramSource? source) && IsOutdated(source, current, stage.Model))
            {
                throw new InvalidOperationException(
                    "The graph was read before another one was written to the model, or before the model was edited; read it again and repeat the edit.");
            }
            Spec.Program message = ProgramPlacement.Write(program, stage);
            stage.Specification.MlProgram = message;
            Sources.AddOrUpdate(program, ProgramSource.Of(message));
            ProgramEdits.NoteReplaced(current, stage.Model);
        }
    }

    private static bool IsOutdated(ProgramSource source, Spec.Program current, CoreMLModel model) => source.Message == current
        ? source.Edits != ProgramEdits.Count(current)
        : ProgramEdits.IsReplaced(source.Message, model);

    private static Spec.Program ProgramOf(ModelStage stage) =>
        stage.HasProgram ? stage.Specification.MlProgram : throw MilDiagnostics.NotAProgram.Error(
            path: stage.Path.Length == 0 ? null : stage.Path, expected: "mlProgram", found: ModelStage.TypeName(stage.Specification));

    /// <summary>What a graph was read from.</summary>
    /// <param name="Message">The message.</param>
    /// <param name="Edits">How often it had been edited then.</param>
    private sealed record ProgramSource(Spec.Program Message, int Edits)
    {
        public static ProgramSource Of(Spec.Program message) => new(message, ProgramEdits.Count(message));
    }
}
