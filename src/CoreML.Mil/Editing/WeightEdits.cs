using CoreML.Format;

namespace CoreML.Mil;

/// <summary>Replaces weights of models of every type by name.</summary>
public static class WeightEdits
{
    extension(CoreMLModel model)
    {
        /// <summary>The weights of a name: those of <see cref="ModelPrograms.ReadWeights"/>, or the numbers that models of
        /// the classic types have learned.</summary>
        /// <param name="name">The name, or the path where names repeat.</param>
        /// <returns>The weights; several where functions or layers have the same name; none if there is none.</returns>
        public IReadOnlyList<ModelWeight> FindWeights(string name)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(name);
            return [.. model.ReadWeights().Concat(model.ReadParameters()).Where(weight => Is(weight, name))];
        }

        /// <summary>The numbers that models of the classic types have learned: coefficients of linear and support vector
        /// models, scales and shifts, support vectors, samples of nearest neighbors. They are named as in the
        /// specification: <c>weights[0]</c>, <c>offset</c>.</summary>
        /// <returns>The numbers; none for models of other types.</returns>
        public IReadOnlyList<ModelWeight> ReadParameters()
        {
            ArgumentNullException.ThrowIfNull(model);
            return [.. model.Stages.SelectMany(stage => ParameterLists.Of(stage.Specification, stage.Path))];
        }

        /// <summary>Replaces the values of a weight. It keeps its name, shape and type; one that was compressed becomes
        /// dense.</summary>
        /// <param name="name">The name, or the path where names repeat: of several weights of a name all are replaced.</param>
        /// <param name="values">As many values as the weight has, in row-major order, rounded to its type.</param>
        /// <exception cref="CoreMLException">CML6001: there is no such weight. CML6103: the values do not fit it.</exception>
        public void ReplaceWeight(string name, params ReadOnlySpan<float> values) =>
            model.ReplaceWeight(name, TensorConstant.Vector(values));

        /// <summary>Replaces the values of a weight. It keeps its name, shape and type; one that was compressed becomes
        /// dense.</summary>
        /// <param name="name">The name, or the path where names repeat: of several weights of a name all are replaced.</param>
        /// <param name="values">As many elements as the weight has. Their type is the weight's, or a floating-point type
        /// from which they are rounded to it; their shape is that of the weight, or flat.</param>
        /// <exception cref="CoreMLException">CML6001: there is no such weight. CML6103: the values do not fit it.</exception>
        public void ReplaceWeight(string name, TensorConstant values)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentException.ThrowIfNullOrEmpty(name);
            ArgumentNullException.ThrowIfNull(values);
            bool found = false;
            foreach (ModelStage stage in model.Stages)
            {
                if (stage.HasProgram)
                {
                    found |= ReplaceInProgram(stage, name, values);
                    continue;
                }
                foreach (ModelWeight weight in NetworkWeights.Enumerate(stage.Specification, stage.Path)
                    .Concat<ModelWeight>(ParameterLists.Of(stage.Specification, stage.Path)).Where(weight => Is(weight, name)))
                {
                    NewValues fitting = NewValues.For(weight, values);
                    switch (weight)
                    {
                        case NetworkWeight network:
                            network.Replace(fitting.Packed);
                            break;
                        case ParameterList list:
                            list.Replace(fitting.Packed);
                            break;
                    }
                    found = true;
                }
            }
            if (!found)
            {
                throw FormatDiagnostics.NothingToEdit.Error($"The model has no weight '{name}'.", found: name);
            }
        }
    }

    private static bool ReplaceInProgram(ModelStage stage, string name, TensorConstant values)
    {
        MilProgram program = stage.ReadProgram();
        ProgramWeight[] weights = [.. ProgramWeight.Enumerate(program, stage.Path).Where(weight => Is(weight, name))];
        foreach (ProgramWeight weight in weights)
        {
            weight.Replace(NewValues.For(weight, values).ToConstant());
        }
        if (weights.Length > 0)
        {
            stage.WriteProgram(program);
        }
        return weights.Length > 0;
    }

    private static bool Is(ModelWeight weight, string name) => weight.Name == name || weight.Path == name;
}
