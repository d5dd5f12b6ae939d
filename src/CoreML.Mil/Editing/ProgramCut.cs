using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Mil;

/// <summary>Cuts the main function of a program at some of its values.</summary>
internal sealed class ProgramCut
{
    private readonly CoreMLModel _model;
    private readonly MilFunction _source;
    private readonly MilValue[] _values;
    private readonly HashSet<MilValue> _behind = [];

    /// <exception cref="CoreMLException">CML6104.</exception>
    public ProgramCut(CoreMLModel model, string[] values)
    {
        _model = model;
        _source = ModelSurgery.DefaultFunction(model);
        _values = [.. values.Distinct().Select(Find)];
        if (_values.Length == 0)
        {
            throw new ArgumentException("There is no value to cut at.", nameof(values));
        }
        foreach (MilOperation operation in _source.Body.Operations)
        {
            bool behind = GraphWalk.ValuesTaken(operation).Any(value => _behind.Contains(value) || _values.Contains(value));
            if (behind)
            {
                _behind.UnionWith(operation.Outputs);
            }
        }
        CheckStates();
    }

    /// <summary>The model that computes the values.</summary>
    public CoreMLModel MakeFirst()
    {
        (MilProgram program, MilFunction function) = Copy();
        MilBlock body = function.Body;
        MilValue[] kept = [.. body.Outputs.Where(output => !_behind.Contains(_source.FindValue(output.Name)!) && !IsCut(output))];
        MilValue[] made = [.. _values.Select(value => ToBorder(function, function.FindValue(value.Name)!))];
        body.SetOutputs([.. kept, .. made]);
        RemoveBehind(body);
        Finish(function);
        ModelDescription description = Describe(function);
        foreach (MilValue value in made.Where(value => description.Output.All(output => output.Name != value.Name)))
        {
            description.Output.Add(BorderTypes.Describe(value));
        }
        return ModelSurgery.Create(_model.SpecificationVersion, description, program);
    }

    /// <summary>The model that takes the values.</summary>
    public CoreMLModel MakeSecond()
    {
        (MilProgram program, MilFunction function) = Copy();
        MilBlock body = function.Body;
        var taken = new List<MilValue>();
        foreach (MilValue value in _values)
        {
            MilValue old = function.FindValue(value.Name)!;
            taken.Add(FromBorder(function, old));
        }
        body.SetOutputs([.. _source.Body.Outputs
            .Where(output => _behind.Contains(output) || _values.Contains(output)).Select(output => function.FindValue(output.Name)!)]);
        if (body.Outputs.Count == 0)
        {
            throw MilDiagnostics.SurgeryRefused.Error(path: _source.Name, expected: "outputs that depend on the values", found: "none");
        }
        RemoveBefore(body);
        Finish(function);
        ModelDescription description = Describe(function);
        description.Input.Add(taken.Select(BorderTypes.Describe));
        return ModelSurgery.Create(_model.SpecificationVersion, description, program);
    }

    private MilValue Find(string name)
    {
        MilValue? value = _source.FindValue(name);
        if (value is null)
        {
            throw FormatDiagnostics.NothingToEdit.Error($"The program has no value '{name}'.", path: _source.Name, found: name);
        }
        if (value.Operation is null || value.Operation.Type == "const" || value.Block != _source.Body)
        {
            throw MilDiagnostics.SurgeryRefused.Error(path: value.Path, expected: "a result of an operation in the body of the function",
                found: value.Operation is null ? "an input" : "a constant or a value in a nested block");
        }
        return value.Type is TensorType { Shape.IsKnown: true } type && BorderTypes.Of(type.ElementType, _model.SpecificationVersion) is not null
            ? value
            : throw MilDiagnostics.SurgeryRefused.Error(path: value.Path, expected: "a tensor of numbers of known shape", found: value.Type.ToString());
    }

    // A state that both parts had would be two states.
    private void CheckStates()
    {
        foreach (MilValue state in _source.Inputs.Where(input => input.Type is StateType))
        {
            bool[] sides = [.. _source.Body.Operations.Where(operation => GraphWalk.ValuesTaken(operation).Contains(state)).Select(IsBehind).Distinct()];
            if (sides.Length > 1)
            {
                throw MilDiagnostics.SurgeryRefused.Error(path: state.Path, expected: "a state that one of the two parts uses", found: "one that both use");
            }
        }
    }

    private bool IsBehind(MilOperation operation) => operation.Outputs.Count > 0
        ? _behind.Contains(operation.Outputs[0])
        : GraphWalk.ValuesTaken(operation).Any(value => _behind.Contains(value) || _values.Contains(value));

    private bool IsCut(MilValue value) => _values.Any(cut => cut.Name == value.Name);

    private (MilProgram Program, MilFunction Function) Copy()
    {
        var program = new MilProgram();
        ModelSurgery.CopyAttributes(_source.Program, program);
        return (program, program.AddFunction("main", _source));
    }

    // The value itself or, where its type cannot leave a program, a cast one under its name.
    private MilValue ToBorder(MilFunction function, MilValue value)
    {
        var type = (TensorType)value.Type;
        ElementType border = BorderTypes.Of(type.ElementType, _model.SpecificationVersion)!.Value;
        if (border == type.ElementType)
        {
            return value;
        }
        string name = value.Name;
        value.Rename(function.MakeUniqueName($"{name}_{TypeNames.Of(type.ElementType)}"));
        MilValue cast = ProgramInterface.AppendCast(function, value, type.WithElementType(border), function.Body.Operations.Count);
        cast.Rename(name);
        return cast;
    }

    // An input under the name of the value, which everything behind uses in its place.
    private MilValue FromBorder(MilFunction function, MilValue value)
    {
        var type = (TensorType)value.Type;
        ElementType border = BorderTypes.Of(type.ElementType, _model.SpecificationVersion)!.Value;
        string name = value.Name;
        value.Rename(function.MakeUniqueName(name + "_cut"));
        MilValue input = function.AddInput(name, type.WithElementType(border));
        MilValue inside = border == type.ElementType ? input : ProgramInterface.AppendCast(function, input, type, 0);
        value.ReplaceUses(inside);
        return input;
    }

    private void RemoveBehind(MilBlock body)
    {
        MilList<MilOperation> operations = body.Operations;
        for (int i = operations.Count - 1; i >= 0; i--)
        {
            if (i < _source.Body.Operations.Count && IsBehind(_source.Body.Operations[i]))
            {
                operations[i].Remove();
            }
        }
    }

    // What is written to a state before the cut belongs to the first part.
    private void RemoveBefore(MilBlock body)
    {
        int added = body.Operations.Count - _source.Body.Operations.Count;
        MilList<MilOperation> operations = body.Operations;
        for (int i = operations.Count - 1; i >= added; i--)
        {
            if (operations[i].Outputs.Count == 0 && !IsBehind(_source.Body.Operations[i - added]))
            {
                operations[i].Remove();
            }
        }
    }

    private static void Finish(MilFunction function)
    {
        DeadCode.RemoveAll(function);
        foreach (MilValue input in function.Inputs)
        {
            if (input.Uses.Count == 0)
            {
                function.RemoveInput(input);
            }
        }
    }

    private ModelDescription Describe(MilFunction function)
    {
        ModelDescription all = ModelSurgery.Describe(_model, _source.Name);
        HashSet<string> outputs = [.. function.Body.Outputs.Select(output => output.Name)];
        bool classifies = outputs.Contains(all.PredictedFeatureName);
        return new ModelDescription
        {
            Input = { all.Input.Where(feature => function.Inputs.Find(feature.Name) is not null && !IsCutName(feature.Name)) },
            State = { all.State.Where(feature => function.Inputs.Find(feature.Name) is not null) },
            Output = { all.Output.Where(feature => outputs.Contains(feature.Name)) },
            PredictedFeatureName = classifies ? all.PredictedFeatureName : "",
            PredictedProbabilitiesName = classifies ? all.PredictedProbabilitiesName : "",
            Metadata = _model.Specification.Description?.Metadata?.Clone(),
        };
    }

    private bool IsCutName(string name) => _values.Any(value => value.Name == name);
}
