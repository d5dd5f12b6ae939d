using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>
/// Builds ML programs. Inputs give values, methods of values and of the builder append operations, outputs say what the model returns:
/// <code>
/// CoreMLModel model = ProgramBuilder.Build(DeploymentTarget.IOS17, p =>
/// {
///     Var x = p.Input("x", [1, 64]);
///     p.Output("y", x.Linear(weight, bias).Relu());
/// });
/// </code>
/// Types and shapes are inferred and checked at each call, so a mistake is an exception where it is made. A builder makes one model and
/// is used by one thread.
/// </summary>
public sealed partial class ProgramBuilder
{
    private readonly MilProgram _program = new();
    private readonly Opset _opset;
    private readonly ConstantPool _constants = new();
    private readonly List<FunctionBuilder> _functions = [];
    private FunctionBuilder? _function;
    private MilBlock? _block;
    private string? _defaultFunction;
    private bool _built;

    /// <summary>Starts a program.</summary>
    /// <param name="target">The oldest systems that the model is made for.</param>
    /// <exception cref="ArgumentOutOfRangeException">The target is not one.</exception>
    public ProgramBuilder(DeploymentTarget target)
    {
        if (!Enum.IsDefined(target))
        {
            throw new ArgumentOutOfRangeException(nameof(target), target, "There is no such target.");
        }
        Target = target;
        _opset = (Opset)target;
    }

    /// <summary>The oldest systems that the model is made for.</summary>
    public DeploymentTarget Target { get; }

    // The function that is being built; main if none was begun.
    internal FunctionBuilder Current => _function ??= Begin("main");

    /// <summary>Builds a model.</summary>
    /// <param name="target">The oldest systems that the model is made for.</param>
    /// <param name="define">Adds inputs, operations and outputs.</param>
    /// <param name="validate">Whether the model is validated, which finds what only the whole of it shows.</param>
    /// <returns>The model, to be saved or edited, and disposed by the caller.</returns>
    /// <exception cref="CoreMLException">Something is missing or does not fit, or Core ML would refuse the model: the errors of its
    /// validation.</exception>
    public static CoreMLModel Build(DeploymentTarget target, Action<ProgramBuilder> define, bool validate = true)
    {
        ArgumentNullException.ThrowIfNull(define);
        var builder = new ProgramBuilder(target);
        define(builder);
        return builder.Build(validate);
    }

    /// <summary>Makes the model.</summary>
    /// <param name="validate">Whether the model is validated, which finds what only the whole of it shows.</param>
    /// <returns>The model, to be saved or edited, and disposed by the caller. Weights are read when it is saved.</returns>
    /// <exception cref="CoreMLException">CML7004: there is no output. CML7402: the builder has been asked for its model before. Or Core ML would
    /// refuse the model: the errors of its validation.</exception>
    public CoreMLModel Build(bool validate = true)
    {
        CheckOpen();
        var description = new ModelDescription();
        FunctionBuilder only = _functions.Count > 0 ? _functions[0] : Current;
        foreach (FunctionBuilder function in _functions)
        {
            function.Complete();
        }
        if (_functions is [{ Name: "main" }])
        {
            description.Input.Add(only.Features.Input);
            description.Output.Add(only.Features.Output);
            description.State.Add(only.Features.State);
            description.PredictedFeatureName = only.Features.PredictedFeatureName;
            description.PredictedProbabilitiesName = only.Features.PredictedProbabilitiesName;
        }
        else
        {
            description.Functions.Add(_functions.Select(function => function.Features));
            description.DefaultFunctionName = _defaultFunction ?? (_functions.Exists(function => function.Name == "main") ? "main" : only.Name);
        }
        CoreMLModel model = CoreMLModel.Create(new Model
        {
            SpecificationVersion = DeploymentTargets.VersionOfOpset(_opset.Name),
            Description = description,
            MlProgram = new(),
        });
        model.WriteProgram(_program);
        _built = true;
        return validate ? BuiltModels.Check(model) : model;
    }

    private void CheckOpen()
    {
        if (_built)
        {
            throw BuilderDiagnostics.BuilderFinished.Error(
                path: _functions[0].Name, expected: "a builder that has not made its model", found: "a finished one");
        }
    }

    private FunctionBuilder Begin(string name)
    {
        CheckOpen();
        var function = new FunctionBuilder(_program.AddFunction(name, _opset.Name), DeploymentTargets.VersionOfOpset(_opset.Name));
        _functions.Add(function);
        _block = function.Function.Body;
        return function;
    }

    private Var ToVar(MilValue value) => new(this, value);
}
