using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>Numbers that an application may change when it loads or trains the model.</summary>
public static class Parameter
{
    /// <summary>An integer that may be changed to anything.</summary>
    /// <param name="value">The value unless it is changed.</param>
    /// <returns>The parameter.</returns>
    public static Int64Parameter Of(long value) => new() { DefaultValue = value };

    /// <summary>An integer that may be changed within a range.</summary>
    /// <param name="value">The value unless it is changed.</param>
    /// <param name="least">The smallest value.</param>
    /// <param name="most">The largest value.</param>
    /// <returns>The parameter.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is not within the range.</exception>
    public static Int64Parameter InRange(long value, long least, long most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most);
        return new() { DefaultValue = value, Range = new Int64Range { MinValue = least, MaxValue = most } };
    }

    /// <summary>An integer that may be changed to one of a set.</summary>
    /// <param name="value">The value unless it is changed; one of the set.</param>
    /// <param name="values">The set.</param>
    /// <returns>The parameter.</returns>
    /// <exception cref="ArgumentException"><paramref name="value"/> is not in the set.</exception>
    public static Int64Parameter OneOf(long value, params ReadOnlySpan<long> values)
    {
        if (!values.Contains(value))
        {
            throw new ArgumentException($"{value} is not one of the values.", nameof(values));
        }
        return new() { DefaultValue = value, Set = new Int64Set { Values = { values.ToArray() } } };
    }

    /// <summary>A number that may be changed to anything.</summary>
    /// <param name="value">The value unless it is changed.</param>
    /// <returns>The parameter.</returns>
    public static DoubleParameter Of(double value) => new() { DefaultValue = value };

    /// <summary>A number that may be changed within a range.</summary>
    /// <param name="value">The value unless it is changed.</param>
    /// <param name="least">The smallest value.</param>
    /// <param name="most">The largest value.</param>
    /// <returns>The parameter.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is not within the range.</exception>
    public static DoubleParameter InRange(double value, double least, double most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most);
        return new() { DefaultValue = value, Range = new DoubleRange { MinValue = least, MaxValue = most } };
    }

    /// <summary>Makes sure that all that a parameter may be is positive.</summary>
    internal static void CheckPositive(Int64Parameter parameter, string path)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        long least = Math.Min(parameter.DefaultValue, parameter.Range?.MinValue ?? parameter.Set?.Values.Min() ?? parameter.DefaultValue);
        if (least <= 0)
        {
            throw BuilderDiagnostics.ValueNotAllowed.Error(path: path, expected: "positive numbers only", found: $"{least}");
        }
    }
}
