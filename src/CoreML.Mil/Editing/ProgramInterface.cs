using CoreML.Format;

namespace CoreML.Mil;

/// <summary>Changes how the functions of ML programs meet the outside.</summary>
internal static class ProgramInterface
{
    /// <summary>Casts an input or output at the border, so that outside it has another element type.</summary>
    public static void Cast(FeaturePlace place, ElementType elementType)
    {
        MilProgram program = place.Stage.ReadProgram();
        MilValue value = Find(program, place);
        if (value.Type is not TensorType type)
        {
            throw place.Refuse("a tensor", value.Type.ToString());
        }
        if (type.ElementType == elementType)
        {
            return;
        }
        if (place.IsInput)
        {
            CastInput(value, type, elementType);
        }
        else
        {
            CastOutput(value, type, elementType);
        }
        place.Stage.WriteProgram(program);
    }

    /// <summary>The value that a feature is inside its program.</summary>
    /// <exception cref="CoreMLException">CML6001: there is none.</exception>
    public static MilValue Find(MilProgram program, FeaturePlace place)
    {
        MilFunction? function = program.Functions.Find(place.FunctionName);
        MilValue? value = place.IsInput
            ? function?.Inputs.Find(place.Feature.Name)
            : function?.Body.Outputs.Find(place.Feature.Name);
        return value ?? throw FormatDiagnostics.NothingToEdit.Error(
            path: place.Path, expected: $"a function '{place.FunctionName}' with this {(place.IsInput ? "input" : "output")}", found: "none");
    }

    private static void CastInput(MilValue input, TensorType old, ElementType elementType)
    {
        MilFunction function = input.Function;
        input.Type = old.WithElementType(elementType);
        // What was cast to the new type needs no cast any more. A cast keeps the shape, whatever it is.
        ILookup<bool, MilUse> uses = input.Uses.ToLookup(
            use => use.Operation is { Type: "cast", Outputs.Count: 1 } cast && Has(cast.Output, elementType) && !IsOutput(cast.Output));
        foreach (MilUse use in uses[true])
        {
            use.Operation!.Output.ReplaceUses(input);
            DeadCode.Remove(use.Operation);
        }
        if (uses[false].Any())
        {
            // It has to come before all of them.
            MilValue value = AppendCast(function, input, old, 0);
            foreach (MilUse use in uses[false])
            {
                use.Replace(value);
            }
        }
    }

    private static void CastOutput(MilValue output, TensorType old, ElementType elementType)
    {
        MilFunction function = output.Function;
        MilBlock body = function.Body;
        string name = output.Name;
        MilValue? source = output.Operation is { Type: "cast" } cast ? cast.Inputs.Find("x")?.Value : null;
        MilValue value;
        if (source?.Operation is not null && source.Block == body && Has(source, elementType) && !IsOutput(source))
        {
            value = source;
            Move(output, source);
            if (output.Uses.Count == 0)
            {
                DeadCode.Remove(output.Operation!);
            }
            else
            {
                output.Rename(function.MakeUniqueName(name));
            }
        }
        else if (output.Operation is null)
        {
            // An input that is returned as it is has the name for itself, and the output needs the same one.
            throw MilDiagnostics.FeatureTypeRefused.Error(
                path: output.Path, expected: "an output that an operation makes", found: "an input that is returned as it is");
        }
        else
        {
            value = AppendCast(function, output, old.WithElementType(elementType), body.Operations.Count);
            Move(output, value);
            output.Rename(function.MakeUniqueName($"{name}_{TypeNames.Of(old.ElementType)}"));
        }
        value.Rename(name);
    }

    private static void Move(MilValue from, MilValue to)
    {
        foreach (MilUse use in from.Uses)
        {
            if (use.Block is { Operation: null })
            {
                use.Replace(to);
            }
        }
    }

    private static bool Has(MilValue value, ElementType elementType) => value.Type is TensorType type && type.ElementType == elementType;

    private static bool IsOutput(MilValue value)
    {
        foreach (MilUse use in value.Uses)
        {
            if (use.Block is not null)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Adds a cast of a value to a type at a position of the body.</summary>
    public static MilValue AppendCast(MilFunction function, MilValue value, TensorType type, int index)
    {
        MilBlock body = function.Body;
        string name = function.MakeUniqueName($"{value.Name}_to_{TypeNames.Of(type.ElementType)}");
        MilOperation? next = index < body.Operations.Count ? body.Operations[index] : null;
        string dtype = $"{name}_dtype_0";
        MilConstant constant = TypeNames.Of(type.ElementType);
        MilValue parameter = next is null ? body.AppendConst(dtype, constant) : body.InsertConstBefore(next, dtype, constant);
        MilBinding[] inputs = [("x", value), ("dtype", parameter)];
        return (next is null
            ? body.Append("cast", inputs, [(name, type)])
            : body.InsertBefore(next, "cast", inputs, [(name, type)])).Output;
    }
}
