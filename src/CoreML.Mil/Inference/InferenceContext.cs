using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using CoreML.Format;

namespace CoreML.Mil;

/// <summary>
/// One operation while its types are inferred: arguments that are known to be of the kinds and types its definition
/// asks for, the sizes that the definition's shape patterns name, and the outputs. A rule checks the labelled
/// conditions, and binds the names in the outputs' patterns that no input has bound, or sets the outputs.
/// </summary>
internal sealed partial class InferenceContext
{
    private readonly ImmutableArray<ValueFacts>[] _arguments;
    private readonly object _place;
    private FewNames<ElementType> _types;

    /// <param name="version">The operation's version.</param>
    /// <param name="opset">The opset of the function, which may be newer.</param>
    /// <param name="arguments">For each of its inputs, what it is bound to; default if it was left out.</param>
    /// <param name="blocks">The nested blocks.</param>
    /// <param name="sizes">Arithmetic whose symbols the whole program shares.</param>
    /// <param name="place">The operation, or something whose text says where it is.</param>
    public InferenceContext(
        OperationVersion version,
        Opset opset,
        ImmutableArray<ValueFacts>[] arguments,
        ImmutableArray<InferenceBlock> blocks,
        SizeArithmetic sizes,
        object place)
    {
        Version = version;
        Opset = opset;
        _arguments = arguments;
        Blocks = blocks;
        Sizes = sizes;
        _place = place;
    }

    public OperationVersion Version { get; }

    /// <summary>The opset of the function that the operation is in, which may be newer than the version.</summary>
    public Opset Opset { get; }

    public SizeArithmetic Sizes { get; }

    /// <summary>The nested blocks.</summary>
    public ImmutableArray<InferenceBlock> Blocks { get; }

    /// <summary>Runs the checks that follow from the definition, the rule, and the checks of what it says.</summary>
    public void Run()
    {
        CheckArguments();
        BindTypes();
        if (BindShapes())
        {
            InferenceRules.Find(Version.Operation.Name)?.Invoke(this);
        }
        CompleteOutputs();
    }

    /// <summary>Reports a condition of the definition that does not hold.</summary>
    /// <param name="label">The condition's label.</param>
    /// <param name="condition">Whether it holds.</param>
    /// <param name="found">What there was instead.</param>
    /// <exception cref="CoreMLException">It does not hold (CML4208).</exception>
    public void Require(string label, bool condition, [InterpolatedStringHandlerArgument(nameof(condition))] FoundText found)
    {
        if (!condition)
        {
            throw Violated(label, found.ToString());
        }
    }

    // What captures parameters is apart from what every operation runs through, which would make an object for it each time.
    private CoreMLException Violated(string label, string found)
    {
        OperationConstraint constraint = Version.Constraints.First(constraint => constraint.Label == label);
        return MilDiagnostics.Constraint.Error(
            $"{Name} ({label}): {constraint.Text}", path: PathOf(_place), expected: constraint.Text, found: found);
    }

    /// <summary>The path of an operation, which takes time to make and is needed for diagnostics only.</summary>
    internal static string PathOf(object place) => place is MilOperation operation ? operation.Path : place.ToString()!;

    private string PathOf(OperationParameter input) => $"{PathOf(_place)}.{input.Name}";

    private int IndexOf(string input)
    {
        for (int i = 0; i < Version.Inputs.Length; i++)
        {
            if (Version.Inputs[i].Name == input)
            {
                return i;
            }
        }
        return -1;
    }
}
