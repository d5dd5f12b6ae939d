namespace CoreML.Mil;

/// <summary>A term of a <see cref="ShapePattern"/>.</summary>
public sealed class ShapeTerm
{
    private readonly string _text;

    private ShapeTerm(string text, string? name, bool isVariadic, SizeExpression? expression)
    {
        _text = text;
        Name = name;
        IsVariadic = isVariadic;
        Expression = expression;
    }

    /// <summary>The name that stands for the size, or for the dimensions; <see langword="null"/> if the size is a number
    /// or computed.</summary>
    public string? Name { get; }

    /// <summary>Whether it stands for any number of dimensions.</summary>
    public bool IsVariadic { get; }

    /// <summary>How the size is computed; <see langword="null"/> for a name with dots.</summary>
    internal SizeExpression? Expression { get; }

    /// <summary>The term as definitions write it.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => _text;

    internal static ShapeTerm Parse(string text)
    {
        bool variadic = text.EndsWith("...", StringComparison.Ordinal);
        string name = variadic ? text[..^3] : text;
        return char.IsLetter(name[0]) && name.All(char.IsLetterOrDigit)
            ? new(text, name, variadic, variadic ? null : new SizeExpression.Named(name))
            : new(text, null, false, SizeExpression.Parse(text));
    }
}
