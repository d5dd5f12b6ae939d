using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Builder;

// Constants and labels.
public sealed partial class ProgramBuilder
{
    /// <summary>Appends <c>const</c>: a constant as a value, for uses in several places. Operands need none: they become constants by
    /// themselves.</summary>
    /// <param name="value">Numbers, a tensor, a text, weights. Ten elements and more go to the weight file.</param>
    /// <param name="type">The type of elements, for numbers that have none; float32 by default, int32 for whole numbers.</param>
    /// <param name="name">The name; one is made if <see langword="null"/>.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">There is nothing, or it is a value already.</exception>
    /// <exception cref="CoreMLException">CML7006: the type cannot hold a number. CML7404: a value has this name.</exception>
    public Var Const(Operand value, ElementType? type = null, string? name = null)
    {
        CheckOpen();
        if (value.IsEmpty || value.Value is not null)
        {
            throw new ArgumentException("A constant is made of numbers, a tensor, a text or weights.", nameof(value));
        }
        FunctionBuilder function = Current;
        CheckName(name);
        name ??= function.Function.MakeUniqueName("const");
        ElementType chosen = type ?? (value.IsInteger ? ElementType.Int32 : ElementType.Float32);
        return ToVar(_block!.AppendConst(name, value.ToConstant(chosen, _constants, $"{_block.Path}/{name}")));
    }

    /// <summary>Appends <c>classify</c>: the model becomes a classifier with two outputs, the label of the most probable class and a table
    /// from label to probability.</summary>
    /// <param name="probabilities">The probability of each class, in single precision; all dimensions but the last are 1.</param>
    /// <param name="labels">The labels in the order of the classes, none twice.</param>
    /// <param name="label">The output with the label.</param>
    /// <param name="table">The output with the table.</param>
    /// <exception cref="ArgumentException">A name is empty, or both are equal.</exception>
    /// <exception cref="CoreMLException">CML7001: there is such an output, or the model is a classifier already. CML7007: there are no labels, or one is there twice. CML42xx: the
    /// probabilities do not fit the labels.</exception>
    public void Classify(Var probabilities, ReadOnlySpan<string> labels, string label = "classLabel", string table = "classLabel_probs")
    {
        var classes = new ClassLabels();
        classes.Set(labels);
        Classify(probabilities, classes, ListOf(ElementType.String, [.. classes.Strings!.Vector.Select(text => TensorConstant.Scalar(text))]), label, table);
    }

    /// <inheritdoc cref="Classify(Var, ReadOnlySpan{string}, string, string)"/>
    public void Classify(Var probabilities, ReadOnlySpan<long> labels, string label = "classLabel", string table = "classLabel_probs")
    {
        var classes = new ClassLabels();
        classes.Set(labels);
        Classify(probabilities, classes, ListOf(ElementType.Int64, [.. classes.Integers!.Vector.Select(number => TensorConstant.Scalar(number))]), label, table);
    }

    private static ListConstant ListOf(ElementType type, MilConstant[] items) =>
        new(new ListType(TensorType.Scalar(type), items.Length), [.. items]);

    private void Classify(Var probabilities, ClassLabels labels, ListConstant classes, string label, string table)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        ArgumentException.ThrowIfNullOrEmpty(table);
        CheckInFunction();
        if (Current.Features.PredictedFeatureName.Length > 0)
        {
            throw BuilderDiagnostics.DuplicateFeature.Error(
                path: $"{Current.Name}.predictedFeatureName", expected: "one classification", found: $"'{label}' after '{Current.Features.PredictedFeatureName}'");
        }
        Current.CheckOutput(label);
        Current.CheckOutput(table);
        if (label == table)
        {
            throw new ArgumentException("The table needs a name of its own.", nameof(table));
        }
        MilOperation operation = Emit("classify", null, [probabilities, classes]);
        AddOutput(new() { Name = label, Type = labels.LabelType }, operation.OutputSpan[0]);
        AddOutput(new() { Name = table, Type = labels.DictionaryType }, operation.OutputSpan[1]);
        Current.Features.PredictedFeatureName = label;
        Current.Features.PredictedProbabilitiesName = table;
    }
}
