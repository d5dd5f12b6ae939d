using CoreML.Format;

namespace CoreML.Mil;

/// <summary>Takes ML programs out of models as graphs, and puts graphs back; lists the weights of models.</summary>
public static class ModelPrograms
{
    extension(CoreMLModel model)
    {
        /// <summary>Reads the model's ML program as a graph. The graph is detached: edits reach the model only through
        /// <see cref="WriteProgram(CoreMLModel, MilProgram)"/>. Weights stay on disk.</summary>
        /// <returns>The graph.</returns>
        /// <exception cref="CoreMLException">CML4008: the model is not an ML program. CML4001 to CML4003: the program is damaged.</exception>
        public MilProgram ReadProgram()
        {
            ArgumentNullException.ThrowIfNull(model);
            return model.Stages[0].ReadProgram();
        }

        /// <summary>Puts a graph into the model as its ML program. Constants that are new, or come from elsewhere, go to
        /// the model's weight file when the model is saved; nothing is copied before.</summary>
        /// <param name="program">The graph; the model does not keep it.</param>
        /// <exception cref="CoreMLException">CML4008: the model is not an ML program. CML3xxx: a weight of the graph cannot be found.</exception>
        /// <exception cref="InvalidOperationException">The graph was read from this model before another one was written to it, or before a
        /// name in it was changed.</exception>
        public void WriteProgram(MilProgram program)
        {
            ArgumentNullException.ThrowIfNull(model);
            model.Stages[0].WriteProgram(program);
        }

        /// <summary>Every weight of the model: of its ML program or neural network, and of those inside its
        /// pipelines.</summary>
        /// <returns>The weights, in the order of the model; none for models of other types.</returns>
        /// <exception cref="CoreMLException">A program is damaged.</exception>
        public IReadOnlyList<ModelWeight> ReadWeights()
        {
            ArgumentNullException.ThrowIfNull(model);
            return [.. ReadStageWeights(model).SelectMany(stage => stage.Weights)];
        }
    }

    /// <summary>The stages of a model, each with the weights that it has itself.</summary>
    internal static IEnumerable<(ModelStage Stage, IReadOnlyList<ModelWeight> Weights)> ReadStageWeights(CoreMLModel model) =>
        model.Stages.Select(stage => (stage, (IReadOnlyList<ModelWeight>)(stage.HasProgram
            ? [.. ProgramWeight.Enumerate(stage.ReadProgram(), stage.Path)]
            : [.. NetworkWeights.Enumerate(stage.Specification, stage.Path)])));
}
