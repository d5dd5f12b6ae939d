using System.Collections.Immutable;
using CoreML.Format;

namespace CoreML.Mil;

/// <summary>
/// Brings a function to another opset. The versions that its operations have there must mean the same: what is given
/// exists there in the same layout, what is left out has the same default, the outputs have the same types. Where a
/// newer version is known to mean something else, the operation is put so that it means what it did.
/// </summary>
internal sealed class OpsetChange
{
    private readonly MilFunction _function;
    private readonly Opset _from;
    private readonly Opset _to;
    private readonly TypeInference _known = new();
    private readonly Dictionary<MilOperation, ImmutableArray<MilType>> _before = [];
    private readonly Dictionary<MilOperation, CoreMLException> _unsound = [];

    private OpsetChange(MilFunction function, Opset from, Opset to) => (_function, _from, _to) = (function, from, to);

    /// <summary>Brings a function to an opset.</summary>
    /// <param name="function">The function; of no use any more if it cannot be brought there.</param>
    /// <param name="wanted">The opset.</param>
    /// <exception cref="CoreMLException">CML4202: an operation is missing there, or is another one.</exception>
    public static void Apply(MilFunction function, Opset wanted)
    {
        if (function.Opset == wanted.Name)
        {
            return;
        }
        if (!Opsets.TryParse(function.Opset, out Opset from))
        {
            throw Unknown(function.Name, function.Opset);
        }
        if (function.Blocks.Count > 1)
        {
            throw MilDiagnostics.NotInOpset.Error(
                "A function with blocks for several opsets is not brought to another.", path: function.Name, expected: "one block", found: $"{function.Blocks.Count} blocks");
        }
        new OpsetChange(function, from, wanted).Run();
    }

    /// <summary>A copy of a function in another opset, to be put together with functions of that opset.</summary>
    /// <exception cref="CoreMLException">CML6104: an operation is missing there, or is another one.</exception>
    public static MilFunction Copy(MilFunction function, string opset, string name)
    {
        MilFunction copy = new MilProgram().AddFunction(name, function);
        try
        {
            if (!Opsets.TryParse(opset, out Opset wanted))
            {
                throw Unknown(name, opset);
            }
            Apply(copy, wanted);
            return copy;
        }
        catch (CoreMLException exception)
        {
            Diagnostic reason = exception.Diagnostics[0];
            throw MilDiagnostics.SurgeryRefused.Error(
                $"The function {name} is of {function.Opset} and cannot be brought to {opset}: {reason.Message}",
                path: reason.Path, expected: reason.Expected, found: reason.Found, inner: exception);
        }
    }

    private void Run()
    {
        Walk(_function.Body, operation =>
        {
            try
            {
                _before[operation] = _known.Infer(operation);
            }
            catch (CoreMLException exception)
            {
                _unsound[operation] = exception;
            }
        });
        foreach (MilOperation operation in GraphWalk.Operations(_function).ToArray())
        {
            if (Versions(operation) is var (old, wanted) && old != wanted)
            {
                Change(operation, old, wanted);
            }
        }
        _function.Opset = _to.Name;
        var inference = new TypeInference();
        Walk(_function.Body, operation => Compare(operation, inference));
    }

    // The version now, and the one that it is to have.
    private (OperationVersion Old, OperationVersion Wanted) Versions(MilOperation operation)
    {
        OperationDefinition? definition = OperationCatalog.Find(operation.Type);
        return definition?.FindVersion(_from) is { } old && definition.FindVersion(_to) is { } wanted
            ? (old, wanted)
            : throw Refuse(operation, $"operations of {_to.Name}", definition?.FindVersion(_from) is { } only ? $"{operation.Type} of {only.Opset.Name}" : operation.Type);
    }

    private void Change(MilOperation operation, OperationVersion old, OperationVersion wanted)
    {
        if (_unsound.TryGetValue(operation, out CoreMLException? exception))
        {
            throw Refuse(operation, exception.Diagnostics[0]);
        }
        if (ConstexprForm.Change(operation, old, wanted))
        {
            return;
        }
        if (OperationDifference.Between(operation, old, wanted) is var (expected, found))
        {
            throw Refuse(operation, expected, found);
        }
        OperationDifference.RemoveDefaults(operation, old, wanted);
        if (_from < NonNegativeIndices.Since && _to >= NonNegativeIndices.Since
            && NonNegativeIndices.Apply(operation, _known) is { } reason)
        {
            throw Refuse(operation, "indices that are not negative", reason);
        }
    }

    private void Compare(MilOperation operation, TypeInference inference)
    {
        ImmutableArray<MilType> types;
        try
        {
            types = inference.Infer(operation);
        }
        catch (CoreMLException exception)
        {
            // What could not be inferred before either is no worse than it was.
            if (_unsound.ContainsKey(operation))
            {
                return;
            }
            throw Refuse(operation, exception.Diagnostics[0]);
        }
        if (_before.TryGetValue(operation, out ImmutableArray<MilType> before)
            && !(before.Length == types.Length && before.Zip(types).All(pair => TypeAgreement.Agree(pair.First, pair.Second))))
        {
            throw Refuse(operation, string.Join(", ", before), string.Join(", ", types));
        }
    }

    private static void Walk(MilBlock block, Action<MilOperation> visit)
    {
        foreach (MilOperation operation in block.Operations)
        {
            if (operation.Type == "const")
            {
                continue;
            }
            foreach (MilBlock nested in operation.Blocks)
            {
                Walk(nested, visit);
            }
            visit(operation);
        }
    }

    private static CoreMLException Unknown(string path, string opset) => MilDiagnostics.NotInOpset.Error(
        $"The opset '{opset}' is not known.", path: path, expected: $"{Opset.CoreML5.Name} to {Opsets.Newest.Name}", found: opset);

    private CoreMLException Refuse(MilOperation operation, Diagnostic reason) => MilDiagnostics.NotInOpset.Error(
        $"{_to.Target} does not have this {operation.Type}: {reason.Message}", path: operation.Path, expected: reason.Expected, found: reason.Found, advice: Advice);

    private CoreMLException Refuse(MilOperation operation, string expected, string found) => MilDiagnostics.NotInOpset.Error(
        $"{_to.Target} does not have this {operation.Type}.", path: operation.Path, expected: expected, found: found, advice: Advice);

    private string Advice => _to > _from
        ? $"Leave the function at {_from.Name}, which newer systems run as well, or replace the operation first."
        : "Choose a newer target, or replace the operation first.";
}
