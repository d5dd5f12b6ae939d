using System.Collections.Immutable;
using System.Globalization;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Builder;

// Operations with blocks.
public sealed partial class ProgramBuilder
{
    /// <summary>Appends <c>cond</c>: the results of one of two blocks, which see the values around them.</summary>
    /// <param name="pred">A scalar truth value: which block runs.</param>
    /// <param name="ifTrue">Appends what runs if it is true, and gives the results.</param>
    /// <param name="ifFalse">Appends what runs if it is false, and gives the results.</param>
    /// <param name="name">The name; one is made if <see langword="null"/>.</param>
    /// <returns>The results.</returns>
    /// <exception cref="CoreMLException">Something that is appended does not fit, or the results of the blocks differ in number or
    /// type (CML42xx). Nothing is appended then.</exception>
    public Var[] Cond(Var pred, Func<Var[]> ifTrue, Func<Var[]> ifFalse, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(ifTrue);
        ArgumentNullException.ThrowIfNull(ifFalse);
        return EmitBlocks("cond", "pred", [pred], name, [], _ => ifTrue(), _ => ifFalse());
    }

    /// <inheritdoc cref="Cond(Var, Func{Var[]}, Func{Var[]}, string?)"/>
    /// <returns>The result.</returns>
    public Var Cond(Var pred, Func<Var> ifTrue, Func<Var> ifFalse, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(ifTrue);
        ArgumentNullException.ThrowIfNull(ifFalse);
        return Cond(pred, () => [ifTrue()], () => [ifFalse()], name)[0];
    }

    /// <summary>Appends <c>while_loop</c>: variables that a block changes as long as another says so.</summary>
    /// <param name="variables">The values of the variables before the loop.</param>
    /// <param name="condition">Gives a scalar truth value for the variables: whether to go on.</param>
    /// <param name="body">Gives the new values of the variables.</param>
    /// <param name="name">The name; one is made if <see langword="null"/>.</param>
    /// <returns>The values of the variables after the loop.</returns>
    /// <exception cref="CoreMLException">Something that is appended does not fit, or a block gives something of another type
    /// (CML42xx). Nothing is appended then.</exception>
    public Var[] While(ReadOnlySpan<Var> variables, Func<Var[], Var> condition, Func<Var[], Var[]> body, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(body);
        return EmitBlocks("while_loop", "loop_vars", variables, name, variables, inputs => [condition(inputs)], body);
    }

    /// <summary>Appends <c>while_loop</c>: a variable that a block changes as long as another says so.</summary>
    /// <param name="variable">The value of the variable before the loop.</param>
    /// <param name="condition">Gives a scalar truth value for the variable: whether to go on.</param>
    /// <param name="body">Gives the new value of the variable.</param>
    /// <param name="name">The name; one is made if <see langword="null"/>.</param>
    /// <returns>The value of the variable after the loop.</returns>
    /// <exception cref="CoreMLException">Something that is appended does not fit, or a block gives something of another type
    /// (CML42xx). Nothing is appended then.</exception>
    public Var While(Var variable, Func<Var, Var> condition, Func<Var, Var> body, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(body);
        return While([variable], inputs => condition(inputs[0]), inputs => [body(inputs[0])], name)[0];
    }

    private Var[] EmitBlocks(
        string type, string input, ReadOnlySpan<Var> values, string? name, ReadOnlySpan<Var> variables, params ReadOnlySpan<Func<Var[], Var[]>> blocks)
    {
        CheckOpen();
        FunctionBuilder function = Current;
        CheckName(name);
        string path = $"{_block!.Path}/{name ?? type}.{input}";
        name ??= function.Function.MakeUniqueName(type);
        var arguments = new MilArgument[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            arguments[i] = Check(values[i].ToOperand(), path);
        }
        MilOperation operation = _block!.Append(type, [new(input, arguments)], [], name);
        try
        {
            foreach (Func<Var[], Var[]> block in blocks)
            {
                AddBlock(operation, variables, block, path);
            }
            ImmutableArray<MilType> types = function.Inference.Infer(operation);
            for (int i = 0; i < types.Length; i++)
            {
                string output = types.Length == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}_{i}");
                operation.AddOutput(function.Function.MakeUniqueName(output), types[i]);
            }
            return OutputsOf(operation);
        }
        catch
        {
            operation.Remove();
            throw;
        }
    }

    private void AddBlock(MilOperation operation, ReadOnlySpan<Var> variables, Func<Var[], Var[]> define, string path)
    {
        var inputs = new NamedType[variables.Length];
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < inputs.Length; i++)
        {
            string name = Current.Function.MakeUniqueName($"{variables[i].Name}_x");
            while (!names.Add(name))
            {
                name = Current.Function.MakeUniqueName(name + "_x");
            }
            inputs[i] = (name, variables[i].Type);
        }
        MilBlock outer = _block!;
        MilBlock nested = operation.AddBlock(inputs);
        _block = nested;
        try
        {
            Var[] results = define([.. nested.Inputs.Select(ToVar)]);
            nested.SetOutputs([.. results.Select(result => Check(result.ToOperand(), path))]);
        }
        finally
        {
            _block = outer;
        }
    }
}
