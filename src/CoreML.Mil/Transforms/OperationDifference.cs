using System.Globalization;

namespace CoreML.Mil;

/// <summary>Whether what an operation is given means the same in two versions, as far as their signatures tell.</summary>
internal static class OperationDifference
{
    // Defaults are small: a number for each dimension.
    private const int MostElements = 64;

    /// <summary>What differs for an operation; <see langword="null"/> if nothing does. Element types are for inference to
    /// compare.</summary>
    public static (string Expected, string Found)? Between(MilOperation operation, OperationVersion old, OperationVersion wanted)
    {
        foreach (OperationParameter input in old.Inputs)
        {
            OperationParameter? other = wanted.FindInput(input.Name);
            MilConstant? constant = operation.Inputs.Find(input.Name)?.Constant;
            bool given = operation.Inputs.Find(input.Name) is not null;
            bool same = other is null
                ? !given || IsDefault(constant, input.Default)
                : given ? IsSame(input, other) : input.Default == other.Default;
            if (!same)
            {
                return (wanted.ToString(), $"{input}, as in {old.Opset.Name}");
            }
        }
        for (int i = 0; i < Math.Min(operation.Outputs.Count, old.Outputs.Length); i++)
        {
            if (i >= wanted.Outputs.Length || !IsSame(old.Outputs[i], wanted.Outputs[i]))
            {
                return (wanted.ToString(), $"{old.Outputs[i]}, as in {old.Opset.Name}");
            }
        }
        return null;
    }

    /// <summary>Takes away what only says a default that a version without the input has built in.</summary>
    public static void RemoveDefaults(MilOperation operation, OperationVersion old, OperationVersion wanted)
    {
        foreach (OperationParameter input in old.Inputs.Where(input => wanted.FindInput(input.Name) is null))
        {
            MilOperation? definition = operation.Inputs.Find(input.Name)?.Value?.Operation;
            operation.RemoveInput(input.Name);
            if (definition is { Outputs: [{ Uses.Count: 0 }] })
            {
                DeadCode.Remove(definition);
            }
        }
    }

    // Another layout is another meaning, even where the sizes happen to fit.
    private static bool IsSame(OperationParameter left, OperationParameter right) =>
        left.Kind == right.Kind && left.IsVariadic == right.IsVariadic && left.Shape?.ToString() == right.Shape?.ToString();

    private static bool IsDefault(MilConstant? constant, string? text)
    {
        if (constant is not TensorConstant tensor || text is null || !tensor.Shape.TryGetElementCount(out long count) || count > MostElements)
        {
            return false;
        }
        if (tensor.TryGetString(out string? given))
        {
            return given == text;
        }
        if (tensor.ElementType == Format.ElementType.Bool)
        {
            return Array.TrueForAll(tensor.ToArray<bool>(), value => value == (text == "true"));
        }
        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float number)
            && Array.TrueForAll(tensor.ToSingles(), value => value == number);
    }
}
