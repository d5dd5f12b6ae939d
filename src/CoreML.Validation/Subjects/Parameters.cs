using System.Globalization;
using CoreML.Specification;

namespace CoreML.Validation;

/// <summary>Parameters with a default value and a set or range of what is allowed, as updatable models have them.</summary>
internal static class Parameters
{
    /// <summary>What is wrong with a parameter of whole numbers; <see langword="null"/> if nothing is.</summary>
    /// <param name="parameter">The parameter; if it is missing its default value is 0.</param>
    /// <param name="positive">Whether only numbers above 0 make sense.</param>
    public static (string Expected, string Found)? FindProblem(Int64Parameter? parameter, bool positive)
    {
        long value = parameter?.DefaultValue ?? 0;
        if (positive && value <= 0)
        {
            return ("a default value above 0", $"{value}");
        }
        if (parameter?.Set is { } set)
        {
            int index = set.Values.IndexOf(value);
            if (index < 0)
            {
                return ("a default value that is in the set", $"{value}");
            }
            return positive && set.Values.Take(index).Any(member => member <= 0) ? ("a set of numbers above 0", set.Values.ShortText()) : null;
        }
        if (parameter?.Range is { } range)
        {
            bool bounds = !positive || (range.MinValue > 0 && range.MaxValue > 0);
            return !bounds ? ("bounds above 0", $"{range.MinValue}…{range.MaxValue}")
                : value < range.MinValue || value > range.MaxValue ? ($"a default value in {range.MinValue}…{range.MaxValue}", $"{value}")
                : null;
        }
        return null;
    }

    /// <summary>What is wrong with a parameter of floating-point numbers; <see langword="null"/> if nothing is.</summary>
    public static (string Expected, string Found)? FindProblem(DoubleParameter parameter) =>
        parameter.Range is { } range && !(parameter.DefaultValue >= range.MinValue && parameter.DefaultValue <= range.MaxValue)
            ? (string.Create(CultureInfo.InvariantCulture, $"a default value in {range.MinValue}…{range.MaxValue}"),
                parameter.DefaultValue.ToString(CultureInfo.InvariantCulture))
            : null;
}
