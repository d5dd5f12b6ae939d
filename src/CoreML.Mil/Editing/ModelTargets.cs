using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Mil;

/// <summary>Changes for which systems a model is made.</summary>
public static class ModelTargets
{
    extension(CoreMLModel model)
    {
        /// <summary>Raises or lowers the version of the specification that a model asks for, as
        /// <see cref="CoreMLModel.SetSpecificationVersion"/> does, and brings its ML programs, also those in pipelines, to the
        /// opset of that version: to the same operations in the versions that it has. Lowered are only programs whose opset
        /// is newer than the version.</summary>
        /// <param name="version">The version, 1 to 10.</param>
        /// <returns>A warning (CML6106) for each program that stays with an older opset, because one of its operations would
        /// be another one in the newer: it says which and why. Such a program goes as far as it can; the version is raised all
        /// the same, since newer systems run older opsets.</returns>
        /// <exception cref="ArgumentOutOfRangeException">There is no such version.</exception>
        /// <exception cref="CoreMLException">CML6004: the model uses something newer. CML4202: an operation came, or changed,
        /// with a newer version. The model is what it was.</exception>
        public IReadOnlyList<Diagnostic> Retarget(int version)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(version, CoreMLModel.NewestSpecificationVersion);
            var kept = new List<Diagnostic>();
            (ModelStage Stage, MilProgram Program)[] programs =
            [
                .. from stage in model.Stages
                   where stage.HasProgram
                   let program = Change(stage, version, kept)
                   where program is not null
                   select (stage, program),
            ];
            if (programs.Length > 0)
            {
                Probe(model, version, programs);
            }
            foreach ((ModelStage stage, MilProgram program) in programs)
            {
                stage.WriteProgram(program);
                stage.Specification.SpecificationVersion = Math.Max(stage.Specification.SpecificationVersion, NeededBy(program));
            }
            model.SetSpecificationVersion(version);
            return kept;
        }
    }

    /// <summary>The newest opset that a version of the specification has; the oldest one below version 6.</summary>
    internal static Opset OpsetOf(int version) =>
        Enum.GetValues<Opset>().LastOrDefault(candidate => DeploymentTargets.VersionOfOpset(candidate.Name) <= version, Opset.CoreML5);

    // The version has to fit everything else as well before anything is written.
    private static void Probe(CoreMLModel model, int version, (ModelStage Stage, MilProgram Program)[] programs)
    {
        using CoreMLModel probe = CoreMLModel.Create(model.Specification.Clone());
        foreach ((ModelStage stage, MilProgram program) in programs)
        {
            foreach ((string name, Specification.MILSpec.Function function) in ModelStage.Find(probe.Specification, stage.Path).MlProgram.Functions)
            {
                function.Opset = program.Functions[name].Opset;
            }
        }
        probe.SetSpecificationVersion(version);
    }

    private static int NeededBy(MilProgram program) => program.Functions.Max(function => DeploymentTargets.VersionOfOpset(function.Opset));

    // The program in its new opset; null if it stays as it is. All functions of a program have the same.
    private static MilProgram? Change(ModelStage stage, int version, List<Diagnostic> kept)
    {
        Opset wanted = OpsetOf(version);
        MilProgram program = stage.ReadProgram();
        if (version < DeploymentTargets.VersionOfOpset(Opset.CoreML5.Name) || program.Functions.All(function => function.Opset == wanted.Name))
        {
            return null;
        }
        if (NeededBy(program) > version)
        {
            Apply(program, wanted);
            return program;
        }
        Diagnostic? reason = null;
        Opset newest = OpsetOf(NeededBy(program));
        for (Opset opset = wanted; opset >= newest; opset--)
        {
            try
            {
                Apply(program, opset);
                break;
            }
            catch (CoreMLException exception)
            {
                reason ??= exception.Diagnostics[0];
                program = stage.ReadProgram();
            }
        }
        if (reason is not null)
        {
            kept.Add(MilDiagnostics.OpsetKept.Create(
                $"The program stays with {program.Functions[0].Opset}: {reason.Message}",
                path: stage.Path.Length == 0 ? reason.Path : $"{stage.Path}.{reason.Path}", expected: reason.Expected, found: reason.Found));
        }
        return program;
    }

    private static void Apply(MilProgram program, Opset opset)
    {
        foreach (MilFunction function in program.Functions)
        {
            OpsetChange.Apply(function, opset);
        }
    }
}
