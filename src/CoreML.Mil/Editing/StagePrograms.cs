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
    private static readonly ConditionalWeakTable<MilProgram, Spec.Program> Sources = [];

    // Messages that were in a model until another was written in their place.
    private static readonly ConditionalWeakTable<Spec.Program, CoreMLModel> Replaced = [];

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
            Sources.Add(program, message);
            return program;
        }

        /// <summary>Puts a graph into the stage as its ML program.</summary>
        /// <inheritdoc cref="ModelPrograms.WriteProgram(CoreMLModel, MilProgram)"/>
        public void WriteProgram(MilProgram program)
        {
            ArgumentNullException.ThrowIfNull(program);
            Spec.Program current = ProgramOf(stage);
            if (Sources.TryGetValue(program, out Spec.Program? source) && source != current && IsOf(stage.Model, source))
            {
                throw new InvalidOperationException(
                    "The graph was read before another one was written to the model; read it again and repeat the edit.");
            }
            Spec.Program message = ProgramPlacement.Write(program, stage);
            stage.Specification.MlProgram = message;
            Sources.AddOrUpdate(program, message);
            Replaced.AddOrUpdate(current, stage.Model);
        }
    }

    private static bool IsOf(CoreMLModel model, Spec.Program message) =>
        Replaced.TryGetValue(message, out CoreMLModel? owner) && owner == model;

    private static Spec.Program ProgramOf(ModelStage stage) =>
        stage.HasProgram ? stage.Specification.MlProgram : throw MilDiagnostics.NotAProgram.Error(
            path: stage.Path.Length == 0 ? null : stage.Path, expected: "mlProgram", found: ModelStage.TypeName(stage.Specification));
}
