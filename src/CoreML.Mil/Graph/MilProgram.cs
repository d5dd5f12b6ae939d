using CoreML.Format;

namespace CoreML.Mil;

/// <summary>
/// An ML program as a graph: functions of blocks of operations, whose values know their definition and their uses.
/// Several threads may read a program at once; editing needs one.
/// </summary>
public sealed class MilProgram
{
    private MilAttributes? _attributes;
    private NodeArray<MilFunction> _functions;

    /// <summary>Makes a program without functions.</summary>
    public MilProgram()
        : this(null)
    {
    }

    internal MilProgram(object? unknown) => Unknown = unknown;

    /// <summary>The version of the program's format. Default: 1, the only one there is.</summary>
    public long Version { get; set; } = 1;

    /// <summary>Documentation for people. Default: empty.</summary>
    public string DocString { get; set; } = "";

    /// <summary>The functions in order.</summary>
    public MilNamedList<MilFunction> Functions => new(_functions.List);

    /// <summary>The attributes, for example <c>buildInfo</c>.</summary>
    public MilAttributes Attributes => _attributes ??= new();

    /// <summary>Fields of the message that this version does not know.</summary>
    internal object? Unknown { get; }

    internal int AttributeCount => _attributes?.Count ?? 0;

    /// <summary>Adds a function with an empty body, after those there are.</summary>
    /// <param name="name">Its name; <c>main</c> where there is one function.</param>
    /// <param name="opset">The set of operation versions it is written for, for example <c>CoreML8</c>.</param>
    /// <returns>The function.</returns>
    /// <exception cref="ArgumentException">The name or opset is empty, or the name is taken.</exception>
    public MilFunction AddFunction(string name, string opset)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(opset);
        CheckFree(name);
        var function = new MilFunction(this, name, opset);
        function.AddBlock(opset);
        _functions.Add(function);
        return function;
    }

    /// <summary>Adds a copy of a function of this or another program, after those there are.</summary>
    /// <param name="name">The copy's name.</param>
    /// <param name="source">The function to copy. Constants are shared: they do not change.</param>
    /// <returns>The copy.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public MilFunction AddFunction(string name, MilFunction source)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(source);
        CheckFree(name);
        MilFunction copy = ProgramCopier.Copy(source, this, name);
        _functions.Add(copy);
        return copy;
    }

    /// <summary>Makes a copy of the program that shares nothing with it that can change.</summary>
    /// <returns>The copy.</returns>
    public MilProgram Clone()
    {
        var copy = new MilProgram(Unknown) { Version = Version, DocString = DocString };
        if (AttributeCount > 0)
        {
            ProgramCopier.Copy(Attributes, copy.Attributes);
        }
        foreach (MilFunction function in _functions.Span)
        {
            copy._functions.Add(ProgramCopier.Copy(function, copy, function.Name));
        }
        return copy;
    }

    /// <summary>Removes a function.</summary>
    /// <param name="function">A function of this program.</param>
    /// <exception cref="ArgumentException">It is not one of this program.</exception>
    public void RemoveFunction(MilFunction function)
    {
        ArgumentNullException.ThrowIfNull(function);
        int index = _functions.Span.IndexOf(function);
        if (index < 0)
        {
            throw new ArgumentException($"The function {function.Name} is not in this program.", nameof(function));
        }
        _functions.RemoveAt(index);
        function.Detach();
    }

    /// <summary>Checks that the program holds together: every value is defined before it is used and visible there,
    /// names are unique where they are visible, functions have bodies, definitions and uses know each other.</summary>
    /// <returns>What is wrong; empty if nothing is.</returns>
    public IReadOnlyList<Diagnostic> Verify() => MilVerifier.Verify(this);

    internal void CheckFree(string name)
    {
        if (Functions.Find(name) is not null)
        {
            throw new ArgumentException($"There is a function of the name '{name}' already.", nameof(name));
        }
    }

    /// <summary>Adds a function whose name is known to be new.</summary>
    internal void AddNew(MilFunction function) => _functions.Add(function);
}
