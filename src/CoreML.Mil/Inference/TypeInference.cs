using System.Collections.Immutable;
using System.Runtime.InteropServices;
using CoreML.Format;

namespace CoreML.Mil;

/// <summary>
/// Infers the types of operations' outputs from their inputs, and checks the inputs on the way. An instance remembers
/// what it learned of the values of a program: relations between unknown sizes, and the elements of small tensors of
/// integers, from which programs compute shapes. So operations are given in the order of the program.
/// </summary>
public sealed partial class TypeInference
{
    private readonly Dictionary<MilValue, ValueFacts> _facts = [];
    private readonly SizeArithmetic _sizes = new();

    /// <summary>Infers the types of an operation's outputs, and remembers them.</summary>
    /// <param name="operation">The operation; its own output types do not matter.</param>
    /// <returns>The type of each output.</returns>
    /// <exception cref="CoreMLException">The operation is not what its definition asks for (CML42xx).</exception>
    public ImmutableArray<MilType> Infer(MilOperation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        (OperationVersion version, Opset opset) = VersionOf(operation.Type, OpsetOf(operation.Block), operation);
        var inputs = new ImmutableArray<ValueFacts>[version.Inputs.Length];
        foreach (MilInput input in operation.InputSpan)
        {
            int index = IndexOf(version, input.Name, operation);
            inputs[index] = FactsOf(input.Span);
        }
        // The oldest constexpr operations have their parameters as attributes, and const its value.
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].IsDefault && operation.FindAttribute(version.Inputs[i].Name) is { } attribute)
            {
                inputs[i] = [FactsOf(attribute)];
            }
        }
        InferenceResult result = Infer(version, opset, inputs, operation.BlockSpan.IsEmpty ? [] : [.. operation.Blocks.Select(BlockOf)], operation);
        Remember(operation, result);
        return result.Types;
    }

    /// <summary>Infers the types that an operation would have. Nothing is remembered.</summary>
    /// <param name="operation">The specification's name of the operation, for example <c>max_pool</c>.</param>
    /// <param name="opset">The opset.</param>
    /// <param name="inputs">What its inputs are to be bound to.</param>
    /// <returns>The type of each output.</returns>
    /// <exception cref="CoreMLException">The inputs are not what the definition asks for, or the opset lacks the operation
    /// (CML42xx).</exception>
    public ImmutableArray<MilType> Infer(string operation, Opset opset, params ReadOnlySpan<MilBinding> inputs)
    {
        ArgumentException.ThrowIfNullOrEmpty(operation);
        (OperationVersion version, _) = VersionOf(operation, opset.Name, operation);
        return Infer(version, opset, Bind(version, inputs, operation), [], operation).Types;
    }

    /// <summary>The elements of a tensor of integers, if all are known.</summary>
    internal long[]? FindIntegers(MilArgument argument) =>
        InferenceContext.ElementsOf(FactsOf(argument)) is { } elements && Array.TrueForAll(elements, element => element.IsKnown)
            ? Array.ConvertAll(elements, element => element.Value)
            : null;

    /// <summary>Brings what is to be bound to an operation's inputs into the order of its definition.</summary>
    internal ImmutableArray<ValueFacts>[] Bind(OperationVersion version, ReadOnlySpan<MilBinding> inputs, object place)
    {
        var bound = new ImmutableArray<ValueFacts>[version.Inputs.Length];
        foreach (MilBinding binding in inputs)
        {
            var facts = new ValueFacts[binding.Count];
            for (int i = 0; i < facts.Length; i++)
            {
                facts[i] = FactsOf(binding[i]);
            }
            bound[IndexOf(version, binding.Name, place)] = ImmutableCollectionsMarshal.AsImmutableArray(facts);
        }
        return bound;
    }

    internal InferenceResult Infer(
        OperationVersion version, Opset opset, ImmutableArray<ValueFacts>[] inputs, ImmutableArray<InferenceBlock> blocks, object place)
    {
        var context = new InferenceContext(version, opset, inputs, blocks, _sizes, place);
        try
        {
            context.Run();
        }
        catch (OverflowException exception)
        {
            throw MilDiagnostics.SizeOverflow.Error($"{version.Operation.Name}: sizes are too large.", path: InferenceContext.PathOf(place), inner: exception);
        }
        bool constant = version.Inputs.Length > 0 && blocks.IsEmpty
            && Array.TrueForAll(inputs, input => input.IsDefault || input.All(argument => argument.IsConstant));
        return new(context, constant);
    }

    /// <summary>Takes note of what an operation makes.</summary>
    internal void Remember(MilOperation operation, InferenceResult result)
    {
        int count = Math.Min(operation.OutputSpan.Length, result.Types.Length);
        for (int i = 0; i < count; i++)
        {
            _facts[operation.OutputSpan[i]] = new(result.Types[i], result.IsConstant)
            {
                Elements = result.Elements,
                Constant = operation.OutputSpan[i].Constant,
            };
        }
    }

    /// <summary>The version of an operation that an opset has.</summary>
    internal static (OperationVersion Version, Opset Opset) VersionOf(string type, string opsetName, object place)
    {
        OperationDefinition operation = OperationCatalog.Find(type)
            ?? throw MilDiagnostics.UnknownOperation.Error($"There is no operation '{type}'.", path: InferenceContext.PathOf(place), found: type);
        if (!Opsets.TryParse(opsetName, out Opset opset))
        {
            throw MilDiagnostics.NotInOpset.Error($"The opset '{opsetName}' is not known.", path: InferenceContext.PathOf(place),
                expected: $"{Opset.CoreML5.Name} to {Opsets.Newest.Name}", found: opsetName);
        }
        OperationVersion version = operation.FindVersion(opset) ?? throw MilDiagnostics.NotInOpset.Error(
            $"{opset.Target} does not have the operation {type}; {operation.Versions[0].Opset.Target} brings it.", path: InferenceContext.PathOf(place),
            expected: $"{operation.Versions[0].Opset.Name} or newer", found: opset.Name,
            advice: $"Raise the target to {operation.Versions[0].Opset.Target}.");
        return (version, opset);
    }

    // A function may have blocks for several opsets; nested blocks belong to one of them.
    private static string OpsetOf(MilBlock block)
    {
        while (block.Operation is { } owner)
        {
            block = owner.Block;
        }
        return block.Opset ?? block.Function.Opset;
    }

    /// <summary>The position of an input.</summary>
    internal static int IndexOf(OperationVersion version, string input, object place)
    {
        for (int i = 0; i < version.Inputs.Length; i++)
        {
            if (version.Inputs[i].Name == input)
            {
                return i;
            }
        }
        throw UnknownInput(version, input, place);
    }

    private static CoreMLException UnknownInput(OperationVersion version, string input, object place)
    {
        OperationVersion? other = version.Operation.Versions.FirstOrDefault(candidate => candidate.FindInput(input) is not null);
        return MilDiagnostics.UnknownInput.Error(
            $"{version.Operation.Name} has no input '{input}' in {version.Opset.Target}.", path: $"{InferenceContext.PathOf(place)}.{input}",
            expected: string.Join(", ", version.Inputs.Select(known => known.Name)), found: input,
            advice: other?.Opset > version.Opset ? $"Raise the target to {other.Opset.Target}." : null);
    }

    private static ValueFacts FactsOf(MilConstant constant) => new(constant.Type, true) { Constant = constant };

    private ValueFacts FactsOf(MilArgument argument) => argument.Immediate is { } immediate ? FactsOf(immediate) : FactsOf(argument.Value!);

    private ImmutableArray<ValueFacts> FactsOf(ReadOnlySpan<MilArgument> arguments)
    {
        if (arguments.Length == 1 && !arguments[0].IsEmpty)
        {
            return [FactsOf(arguments[0])];
        }
        ImmutableArray<ValueFacts>.Builder facts = ImmutableArray.CreateBuilder<ValueFacts>(arguments.Length);
        foreach (ref readonly MilArgument argument in arguments)
        {
            // A binding to nothing, as a file may have it, counts as none.
            if (!argument.IsEmpty)
            {
                facts.Add(FactsOf(argument));
            }
        }
        return facts.DrainToImmutable();
    }

    private ValueFacts FactsOf(MilValue value)
    {
        if (_facts.TryGetValue(value, out ValueFacts? facts))
        {
            return facts;
        }
        return value.Constant is { } constant
            ? FactsOf(constant)
            : new(value.Type, value.Operation?.Type.StartsWith("constexpr_", StringComparison.Ordinal) == true);
    }

    private InferenceBlock BlockOf(MilBlock block) =>
        new([.. block.Inputs.Select(input => input.Type)], [.. block.Outputs.Select(FactsOf)]);
}
