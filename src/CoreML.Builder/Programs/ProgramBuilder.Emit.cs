using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Builder;

// How operations are appended.
public sealed partial class ProgramBuilder
{
    private readonly List<MilBinding> _bindings = [];

    /// <summary>Appends an operation with one output.</summary>
    internal Var EmitOne(string type, string? name, ReadOnlySpan<Operand> operands) => ToVar(Emit(type, name, operands).OutputSpan[0]);

    /// <summary>An output of an operation; nothing if it does not have it in this version or form.</summary>
    internal Var OutputOf(MilOperation operation, int index) =>
        index < operation.OutputSpan.Length ? ToVar(operation.OutputSpan[index]) : default;

    /// <summary>All outputs of an operation.</summary>
    internal Var[] OutputsOf(MilOperation operation)
    {
        var outputs = new Var[operation.OutputSpan.Length];
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] = ToVar(operation.OutputSpan[i]);
        }
        return outputs;
    }

    /// <summary>Appends an operation to the current block.</summary>
    /// <param name="type">The specification's name of the operation.</param>
    /// <param name="name">The name of the operation, and of its only output; one is made if <see langword="null"/>.</param>
    /// <param name="operands">One for each of <see cref="OperationDefinition.InputNames"/>.</param>
    /// <returns>The operation.</returns>
    internal MilOperation Emit(string type, string? name, ReadOnlySpan<Operand> operands)
    {
        CheckOpen();
        FunctionBuilder function = Current;
        MilBlock block = _block!;
        var place = new OperationPlace(block, name ?? type);
        CheckName(name);
        OperationVersion version = TypeInference.VersionOf(type, function.Function.Opset, place).Version;

        OperandTypes types = TypesOf(version, operands, place);
        _bindings.Clear();
        foreach (OperationParameter input in version.Inputs)
        {
            Operand operand = operands[version.Operation.InputNames.IndexOf(input.Name)];
            if (!operand.IsEmpty)
            {
                _bindings.Add(Bind(input, operand, types, place));
            }
        }
        InferenceResult result = function.Inference.Infer(
            version, _opset, function.Inference.Bind(version, CollectionsMarshal.AsSpan(_bindings), place), [], place);

        name ??= function.Function.MakeUniqueName(type);
        bool inPlace = type.StartsWith("constexpr_", StringComparison.Ordinal);
        bool attributes = inPlace && version.Opset == Opset.CoreML6;
        AddDefaults(version, types, result);
        Span<MilBinding> bindings = CollectionsMarshal.AsSpan(_bindings);
        if (!inPlace)
        {
            foreach (ref MilBinding binding in bindings)
            {
                binding = MoveConstants(binding, name);
            }
        }
        var outputs = new NamedType[result.Types.Length];
        for (int i = 0; i < outputs.Length; i++)
        {
            string output = outputs.Length == 1
                ? name
                : function.Function.MakeUniqueName(string.Create(CultureInfo.InvariantCulture, $"{name}_{i}"));
            outputs[i] = (output, result.Types[i]);
        }
        MilOperation operation = block.Append(type, attributes ? [] : bindings, outputs, name);
        if (attributes)
        {
            foreach (MilBinding binding in bindings)
            {
                operation.Attributes[binding.Name] = binding[0].Immediate!;
            }
        }
        function.Inference.Remember(operation, result);
        return operation;
    }

    // Checks that the version has what is given, and that values may be used here; takes note of their types.
    private OperandTypes TypesOf(OperationVersion version, ReadOnlySpan<Operand> operands, OperationPlace place)
    {
        var types = new OperandTypes();
        ImmutableArray<string> names = version.Operation.InputNames;
        for (int i = 0; i < operands.Length; i++)
        {
            if (operands[i].IsEmpty)
            {
                continue;
            }
            OperationParameter input = version.Inputs[TypeInference.IndexOf(version, names[i], place)];
            types.Note(input, operands[i]);
            foreach (Operand element in operands[i])
            {
                CheckElement(element, place, input.Name);
                types.Note(input, element);
            }
            CheckElement(operands[i], place, input.Name);
        }
        return types;
    }

    private void CheckElement(Operand operand, OperationPlace place, string input)
    {
        if (operand.Value is not null)
        {
            Check(operand, place, input);
        }
    }

    private MilBinding Bind(OperationParameter input, Operand operand, OperandTypes types, OperationPlace place)
    {
        if (!input.IsVariadic || operand.Elements is not { } elements)
        {
            return new(input.Name, ToArgument(input, operand, types, place));
        }
        var arguments = new MilArgument[elements.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = ToArgument(input, elements[i], types, place);
        }
        return new(input.Name, arguments);
    }

    private MilArgument ToArgument(OperationParameter input, Operand operand, OperandTypes types, OperationPlace place) =>
        operand.Value is { } value ? value
        : operand.Constant is { } constant ? constant
        : operand.ToConstant(types.Choose(input, operand), _constants, $"{place}.{input.Name}");

    // Inputs that are left out and have a default are written out, as other authoring tools do.
    private void AddDefaults(OperationVersion version, OperandTypes types, InferenceResult result)
    {
        int position = 0;
        foreach (OperationParameter input in version.Inputs)
        {
            if (position < _bindings.Count && _bindings[position].Name == input.Name)
            {
                position++;
            }
            else if (input.Default is not null && DefaultOf(version, input, types, result) is { } constant)
            {
                _bindings.Insert(position++, new(input.Name, constant));
            }
        }
    }

    private static TensorConstant? DefaultOf(OperationVersion version, OperationParameter input, OperandTypes types, InferenceResult result)
    {
        string text = input.Default!;
        if (input.Shape is not { Count: 0 })
        {
            // A vector with an element for each dimension; weights that are left out stay left out.
            return input.Shape is [{ Name: null }] && result.DefaultOf(input.Name) is { } elements
                ? NumberConstants.TryCreate(ElementType.Int32, [elements.Length], Array.ConvertAll(elements, element => (double)element))
                : null;
        }
        if (input.ElementTypes is [ElementType.String])
        {
            return TensorConstant.Scalar(text);
        }
        if (bool.TryParse(text, out bool flag))
        {
            return TensorConstant.Scalar(flag);
        }
        double number = double.Parse(text, CultureInfo.InvariantCulture);
        Operand literal = input.ElementTypes.Any(element => element.IsFloat) ? (Operand)number : (int)number;
        ElementType type = types.ChooseDefault(version, input, literal);
        // What rounds to 0 is not the default.
        return number != 0 && type == ElementType.Float16 && (Half)number == Half.Zero
            ? null
            : NumberConstants.TryCreate(type, [], [number]);
    }

    // Constants become operations in front; lists of labels stay in place, since no operation makes them.
    private MilBinding MoveConstants(MilBinding binding, string name)
    {
        if (binding.Count == 1)
        {
            return new(binding.Name, MoveConstant(binding[0], $"{name}_{binding.Name}"));
        }
        var arguments = new MilArgument[binding.Count];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = MoveConstant(binding[i], string.Create(CultureInfo.InvariantCulture, $"{name}_{binding.Name}_{i}"));
        }
        return new(binding.Name, arguments);
    }

    private MilArgument MoveConstant(MilArgument argument, string name) => argument.Immediate is TensorConstant constant
        ? _block!.AppendConst(Current.Function.MakeUniqueName(name), constant)
        : argument;

    private void CheckName(string? name)
    {
        if (name is not null && Current.Function.FindValue(name) is not null)
        {
            throw NameTaken(name);
        }
    }

    private CoreMLException NameTaken(string name) => BuilderDiagnostics.NameTaken.Error(
        path: $"{Current.Name}/{name}", expected: "a name that no other value of the function has", found: name);

    // The value of an operand, if it may be used here.
    private MilValue Check(Operand operand, object place, string? input = null)
    {
        MilValue value = operand.Value!;
        if (!ReferenceEquals(operand.Builder, this))
        {
            throw BuilderDiagnostics.ForeignValue.Error(path: PathOf(place, input), expected: "a value of this builder", found: $"'{value.Name}' of another one");
        }
        for (MilBlock? block = _block; block is not null; block = block.Operation?.Block)
        {
            if (ReferenceEquals(value.Owner, block)
                || (value.Owner is MilOperation { IsAttached: true } operation && ReferenceEquals(operation.Block, block)))
            {
                return value;
            }
        }
        return ReferenceEquals(value.Owner, Current.Function) ? value : throw BuilderDiagnostics.ValueOutOfScope.Error(
            path: PathOf(place, input), expected: $"a value that {_block!.Path} sees", found: $"'{value.Name}'");
    }

    private static string PathOf(object place, string? input) => input is null ? place.ToString()! : $"{place}.{input}";
}
