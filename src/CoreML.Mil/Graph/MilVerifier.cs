using CoreML.Format;

namespace CoreML.Mil;

/// <summary>Checks that a program holds together, trusting none of the links it checks.</summary>
internal sealed class MilVerifier
{
    private readonly List<Diagnostic> _diagnostics = [];
    private readonly Dictionary<string, MilValue> _visible = new(StringComparer.Ordinal);
    private readonly HashSet<MilUse> _uses = [];
    private readonly List<MilValue> _defined = [];

    public static IReadOnlyList<Diagnostic> Verify(MilProgram program)
    {
        var verifier = new MilVerifier();
        foreach (MilFunction function in program.Functions)
        {
            verifier.Check(function);
        }
        return verifier._diagnostics;
    }

    /// <summary>What can be wrong with a program that has just been read: its links are made, and names are resolved, by the reader.</summary>
    public static IReadOnlyList<Diagnostic> FindMissingBodies(MilProgram program) =>
        [.. program.Functions.Where(function => function.FindBlock(function.Opset) is null).Select(BodyMissing)];

    private static Diagnostic BodyMissing(MilFunction function) => MilDiagnostics.FunctionWithoutBody.Create(
        $"The function {function.Name} has no block for its opset {function.Opset}.", path: function.Name);

    private void Check(MilFunction function)
    {
        _visible.Clear();
        _uses.Clear();
        _defined.Clear();
        if (function.FindBlock(function.Opset) is null)
        {
            _diagnostics.Add(BodyMissing(function));
        }
        foreach (MilValue input in function.InputSpan)
        {
            Define(input, function);
        }
        foreach (MilBlock block in function.BlockSpan)
        {
            Check(block, function, function);
        }
        CheckLinks(function);
    }

    private void Check(MilBlock block, MilFunction function, object owner)
    {
        if (!block.IsAttached || !ReferenceEquals(block.Function, function) || !ReferenceEquals(block.Operation ?? owner, owner))
        {
            Broken("The block does not know where it belongs.", $"{function.Name}");
            return;
        }
        int outer = _defined.Count;
        foreach (MilValue input in block.InputSpan)
        {
            Define(input, block);
        }
        for (int i = 0; i < block.OperationCount; i++)
        {
            Check(block.OperationSpan[i], block, i, function);
        }
        for (int i = 0; i < block.OutputSpan.Length; i++)
        {
            Use(block.OutputSpan[i], new MilUse(block, i));
        }
        // What the block defines is not visible after it.
        for (int i = outer; i < _defined.Count; i++)
        {
            if (_visible.TryGetValue(_defined[i].Name, out MilValue? visible) && ReferenceEquals(visible, _defined[i]))
            {
                _visible.Remove(_defined[i].Name);
            }
        }
    }

    private void Check(MilOperation operation, MilBlock block, int index, MilFunction function)
    {
        if (!operation.IsAttached || !ReferenceEquals(operation.Block, block) || block.IndexOf(operation) != index)
        {
            Broken("The operation does not know where it belongs.", block.Path);
            return;
        }
        foreach (MilInput input in operation.InputSpan)
        {
            for (int i = 0; i < input.Span.Length; i++)
            {
                if (input.Span[i].Value is { } value)
                {
                    Use(value, new MilUse(input, i));
                }
            }
        }
        foreach (MilBlock nested in operation.BlockSpan)
        {
            Check(nested, function, operation);
        }
        foreach (MilValue output in operation.OutputSpan)
        {
            Define(output, operation);
        }
    }

    private void Define(MilValue value, object owner)
    {
        if (!ReferenceEquals(value.Owner, owner))
        {
            Broken($"The value {value.Name} does not know its definition.", value.Path);
        }
        _defined.Add(value);
        if (!_visible.TryAdd(value.Name, value))
        {
            _diagnostics.Add(MilDiagnostics.DuplicateName.Create(
                $"The name '{value.Name}' is defined although {_visible[value.Name].Path} has it.", path: value.Path));
        }
    }

    private void Use(MilValue value, MilUse use)
    {
        _uses.Add(use);
        if (!_visible.TryGetValue(value.Name, out MilValue? visible) || !ReferenceEquals(visible, value))
        {
            _diagnostics.Add(MilDiagnostics.ValueNotVisible.Create(
                $"The value {value.Path} is used before its definition or outside its block.", path: use.ToString()));
        }
    }

    // Each use that was met must be known to a value of the function, and each that a value knows must have been met.
    private void CheckLinks(MilFunction function)
    {
        foreach (MilValue value in _defined)
        {
            foreach (MilUse use in value.UseSpan)
            {
                if (!_uses.Remove(use) || !ReferenceEquals(use.Value, value))
                {
                    Broken($"The value {value.Name} knows a use that does not exist.", use.ToString());
                }
            }
            if (function.HasNames && !function.Names.Contains(value))
            {
                Broken($"The value {value.Name} is not found by its name.", value.Path);
            }
        }
        foreach (MilUse use in _uses)
        {
            Broken("The value used here does not know this use.", use.ToString());
        }
    }

    private void Broken(string message, string path) => _diagnostics.Add(MilDiagnostics.BrokenLink.Create(message, path: path));
}
