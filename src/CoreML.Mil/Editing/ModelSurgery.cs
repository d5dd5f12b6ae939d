using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Mil;

/// <summary>Takes models apart and puts programs together. The results read their weights from the models they come from, which
/// stay open until the results are saved.</summary>
public static class ModelSurgery
{
    private const string Main = "main";

    extension(CoreMLModel model)
    {
        /// <summary>Makes a model of one function of a model of several. It has the weights that the function uses.</summary>
        /// <param name="function">The function's name.</param>
        /// <returns>The model, to be disposed by the caller.</returns>
        /// <exception cref="CoreMLException">CML6001: there is no such function. CML4008: the model is not an ML program.</exception>
        public CoreMLModel ExtractFunction(string function)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentException.ThrowIfNullOrEmpty(function);
            MilProgram source = model.ReadProgram();
            MilFunction found = source.Functions.Find(function) ?? throw FormatDiagnostics.NothingToEdit.Error(
                $"The model has no function '{function}'.", expected: $"one of: {string.Join(", ", source.Functions.Select(other => other.Name))}", found: function);
            ModelDescription description = Describe(model, function);
            description.Metadata = model.Specification.Description?.Metadata?.Clone();
            var program = new MilProgram();
            CopyAttributes(source, program);
            program.AddFunction(Main, found);
            return Create(model.SpecificationVersion, description, program);
        }

        /// <summary>Makes a model of one stage of a pipeline.</summary>
        /// <param name="stage">A stage of this model.</param>
        /// <returns>The model, to be disposed by the caller. It asks for the version that the stage asks for, or for one that
        /// is enough for it.</returns>
        public CoreMLModel ExtractStage(ModelStage stage)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(stage);
            if (stage.Model != model)
            {
                throw new ArgumentException("The stage is part of another model.", nameof(stage));
            }
            Model specification = stage.Specification.Clone();
            specification.SpecificationVersion = Math.Max(specification.SpecificationVersion, RequiredVersion.Of(specification).Version);
            CoreMLModel result = CoreMLModel.Create(specification);
            ModelStage[] sources = [.. model.Stages.Where(other => other.Path.StartsWith(stage.Path, StringComparison.Ordinal) && IsWithin(other, stage))];
            foreach ((ModelStage from, ModelStage to) in sources.Zip(result.Stages))
            {
                if (from.HasProgram)
                {
                    to.WriteProgram(from.ReadProgram());
                }
            }
            return result;
        }

        /// <summary>Cuts an ML program in two at some of its values: the first model computes them, the second takes them and
        /// computes the rest. Outputs that do not depend on them stay with the first. Values of types that cannot leave a
        /// program are cast: truth values and small integers to int32, others to fp32.</summary>
        /// <param name="values">Names of tensors of known shape that operations in the body of the main function make.</param>
        /// <returns>The two models, to be disposed by the caller. Metadata stays with both.</returns>
        /// <exception cref="CoreMLException">CML6104: the program cannot be cut there. CML4008: the model is not an ML program.</exception>
        public (CoreMLModel First, CoreMLModel Second) Cut(params ReadOnlySpan<string> values)
        {
            ArgumentNullException.ThrowIfNull(model);
            var cut = new ProgramCut(model, values.ToArray());
            return (cut.MakeFirst(), cut.MakeSecond());
        }
    }

    /// <summary>Puts the programs of several models together as functions of one. Weights that are equal are kept once. Functions
    /// of older opsets are brought to the newest of them.</summary>
    /// <param name="functions">Names for the functions, and models that are ML programs of one function each, or of several
    /// of which the default one is taken. The first is the default function of the result.</param>
    /// <returns>The model, to be disposed by the caller. It has the metadata of the first model and asks for version 9 or
    /// a newer one.</returns>
    /// <exception cref="ArgumentException">There is no function, or a name is empty or twice there.</exception>
    /// <exception cref="CoreMLException">CML6104: the functions are of different opsets, and an operation of one is another one
    /// in the newest. CML4008: a model is not an ML program.</exception>
    public static CoreMLModel Merge(params ReadOnlySpan<(string Name, CoreMLModel Model)> functions)
    {
        if (functions.IsEmpty)
        {
            throw new ArgumentException("There is nothing to merge.", nameof(functions));
        }
        var program = new MilProgram();
        var description = new ModelDescription { DefaultFunctionName = functions[0].Name };
        int version = 9;
        MilFunction[] sources = [.. functions.ToArray().Select(function => DefaultFunction(function.Model))];
        string opset = sources.Select(source => source.Opset).Max(StringComparer.Ordinal)!;
        for (int i = 0; i < functions.Length; i++)
        {
            (string name, CoreMLModel model) = functions[i];
            ArgumentException.ThrowIfNullOrEmpty(name, nameof(functions));
            MilFunction source = sources[i];
            program.AddFunction(name, source.Opset == opset ? source : OpsetChange.Copy(source, opset, name));
            ModelDescription own = Describe(model, source.Name);
            description.Functions.Add(new FunctionDescription
            {
                Name = name,
                Input = { own.Input },
                Output = { own.Output },
                State = { own.State },
                PredictedFeatureName = own.PredictedFeatureName,
                PredictedProbabilitiesName = own.PredictedProbabilitiesName,
            });
            version = Math.Max(version, model.SpecificationVersion);
        }
        description.Metadata = functions[0].Model.Specification.Description?.Metadata?.Clone();
        ConstantSharing.Apply(program);
        return Create(version, description, program);
    }

    /// <summary>Makes a model of a program.</summary>
    internal static CoreMLModel Create(int version, ModelDescription description, MilProgram program)
    {
        CoreMLModel result = CoreMLModel.Create(new Model { SpecificationVersion = version, Description = description, MlProgram = new() });
        result.WriteProgram(program);
        return result;
    }

    /// <summary>The function of a program that a prediction takes if it names none.</summary>
    internal static MilFunction DefaultFunction(CoreMLModel model)
    {
        MilProgram program = model.ReadProgram();
        string name = model.Functions.FirstOrDefault(function => function.IsDefault)?.Name ?? Main;
        return program.Functions.Find(name) ?? (program.Functions.Count > 0 ? program.Functions[0] : null) ?? throw FormatDiagnostics.NothingToEdit.Error(
            "The program has no function.", found: "none");
    }

    internal static void CopyAttributes(MilProgram source, MilProgram target)
    {
        foreach ((string name, MilConstant value) in source.Attributes)
        {
            target.Attributes[name] = value;
        }
    }

    /// <summary>The features of a function as those of a model of its own.</summary>
    internal static ModelDescription Describe(CoreMLModel model, string function)
    {
        ModelDescription description = model.Specification.Description ?? new ModelDescription();
        if (description.Functions.FirstOrDefault(other => other.Name == function) is not { } own)
        {
            ModelDescription copy = description.Clone();
            copy.Metadata = null;
            return copy;
        }
        own = own.Clone();
        return new ModelDescription
        {
            Input = { own.Input },
            Output = { own.Output },
            State = { own.State },
            PredictedFeatureName = own.PredictedFeatureName,
            PredictedProbabilitiesName = own.PredictedProbabilitiesName,
        };
    }

    private static bool IsWithin(ModelStage stage, ModelStage outer) =>
        stage.Path.Length == outer.Path.Length || outer.Path.Length == 0 || stage.Path[outer.Path.Length] == '.';
}
