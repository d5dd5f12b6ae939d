using CoreML.Specification;
using CoreML.Specification.MILSpec;

namespace CoreML.Format;

/// <summary>A function of a model that describes several: a model of its own among others that share its weights.</summary>
public sealed class ModelFunction
{
    private readonly CoreMLModel _model;

    internal ModelFunction(CoreMLModel model, FunctionDescription specification)
    {
        _model = model;
        Specification = specification;
    }

    /// <summary>The function's own part of the specification's description.</summary>
    public FunctionDescription Specification { get; }

    /// <summary>The name by which an application chooses the function.</summary>
    public string Name => Specification.Name;

    /// <summary>Whether a prediction that names no function takes this one.</summary>
    public bool IsDefault => _model.Specification.Description.DefaultFunctionName == Name;

    /// <summary>What a prediction takes.</summary>
    public ModelFeatureList Inputs => new(_model, FeatureKind.Input, Specification, Specification.Input);

    /// <summary>What a prediction gives.</summary>
    public ModelFeatureList Outputs => new(_model, FeatureKind.Output, Specification, Specification.Output);

    /// <summary>What is kept from one prediction to the next.</summary>
    public ModelFeatureList States => new(_model, FeatureKind.State, Specification, Specification.State);

    /// <summary>Gives the function another name, in the description and in the program.</summary>
    /// <param name="name">The name, not empty.</param>
    /// <exception cref="CoreMLException">CML6002: another function has the name.</exception>
    public void Rename(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name == Name)
        {
            return;
        }
        if (_model.Functions.Any(function => function.Name == name)
            || _model.Specification.MlProgram?.Functions.ContainsKey(name) == true)
        {
            throw FormatDiagnostics.NameTaken.Error($"There is a function '{name}' already.", path: "description.functions", found: name);
        }
        if (_model.Specification.MlProgram is { } program)
        {
            RenameIn(program, name);
        }
        if (IsDefault)
        {
            _model.Specification.Description.DefaultFunctionName = name;
        }
        Specification.Name = name;
    }

    // A map keeps the order in which its entries were added, and that order is saved.
    private void RenameIn(Program program, string name)
    {
        KeyValuePair<string, Function>[] functions = [.. program.Functions];
        program.Functions.Clear();
        foreach ((string key, Function function) in functions)
        {
            program.Functions.Add(key == Name ? name : key, function);
        }
        ProgramEdits.Note(program);
    }

    /// <summary>Makes this function the one that a prediction takes if it names none.</summary>
    public void MakeDefault() => _model.Specification.Description.DefaultFunctionName = Name;

    /// <summary>The name.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Name;
}
