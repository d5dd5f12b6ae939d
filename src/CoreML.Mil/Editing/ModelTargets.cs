using CoreML.Format;

namespace CoreML.Mil;

/// <summary>Changes for which systems a model is made.</summary>
public static class ModelTargets
{
    extension(CoreMLModel model)
    {
        /// <summary>Raises or lowers the version of the specification that a model asks for, as
        /// <see cref="CoreMLModel.SetSpecificationVersion"/> does. Where functions of ML programs ask for newer operations than
        /// the version has, they go back to older ones if these are the same.</summary>
        /// <param name="version">The version, 1 to 10.</param>
        /// <exception cref="CoreMLException">CML6004: the model uses something newer. CML4202: an operation came, or changed,
        /// with a newer version.</exception>
        public void Retarget(int version)
        {
            ArgumentNullException.ThrowIfNull(model);
            var programs = new List<(ModelStage Stage, MilProgram Program)>();
            foreach (ModelStage stage in model.Stages.Where(stage => stage.HasProgram))
            {
                MilProgram program = stage.ReadProgram();
                bool changed = false;
                foreach (MilFunction function in program.Functions)
                {
                    changed |= Lower(function, version);
                }
                if (changed)
                {
                    programs.Add((stage, program));
                }
            }
            Specification.Model? before = programs.Count > 0 ? model.Specification.Clone() : null;
            foreach ((ModelStage stage, MilProgram program) in programs)
            {
                stage.WriteProgram(program);
            }
            try
            {
                model.SetSpecificationVersion(version);
            }
            catch (CoreMLException) when (programs.Count > 0)
            {
                foreach ((ModelStage stage, MilProgram program) in programs)
                {
                    Restore(stage, program, before!);
                }
                throw;
            }
        }
    }

    private static void Restore(ModelStage stage, MilProgram program, Specification.Model before)
    {
        foreach ((string name, Specification.MILSpec.Function function) in ModelStage.Find(before, stage.Path).MlProgram.Functions)
        {
            program.Functions[name].Opset = function.Opset;
        }
        stage.WriteProgram(program);
    }

    // Only as far as the version makes it necessary.
    private static bool Lower(MilFunction function, int version)
    {
        if (!Opsets.TryParse(function.Opset, out Opset opset) || DeploymentTargets.VersionOfOpset(function.Opset) <= version
            || version < DeploymentTargets.VersionOfOpset(Opset.CoreML5.Name))
        {
            return false;
        }
        Opset wanted = Enum.GetValues<Opset>().Last(candidate => DeploymentTargets.VersionOfOpset(candidate.Name) <= version);
        foreach (MilOperation operation in GraphWalk.Operations(function))
        {
            OperationDefinition? definition = OperationCatalog.Find(operation.Type);
            OperationVersion? used = definition?.FindVersion(opset);
            if (used is null || used != definition!.FindVersion(wanted))
            {
                throw MilDiagnostics.NotInOpset.Error(
                    $"{wanted.Target} does not have this {operation.Type}.", path: operation.Path,
                    expected: $"operations of {wanted.Name} or older", found: used is null ? operation.Type : $"{operation.Type} of {used.Opset.Name}");
            }
        }
        function.Opset = wanted.Name;
        return true;
    }
}
