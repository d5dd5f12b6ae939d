using System.Globalization;

namespace CoreML.Mil;

/// <summary>A size computed from others: numbers, names, <c>#D</c> for a number of dimensions, <c>* / + -</c>, in which
/// <c>* /</c> bind closer.</summary>
internal abstract record SizeExpression
{
    public static SizeExpression Parse(string text)
    {
        // The last operator of the lowest rank is the outermost.
        int at = text.LastIndexOfAny(['+', '-']);
        at = at < 0 ? text.LastIndexOfAny(['*', '/']) : at;
        if (at > 0)
        {
            return new Binary(text[at], Parse(text[..at].Trim()), Parse(text[(at + 1)..].Trim()));
        }
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? new Number(number)
            : text[0] == '#' ? new Rank(text[1..])
            : text.Length > 0 && text.All(sign => char.IsLetterOrDigit(sign) || sign == '_') ? new Named(text)
            : throw new FormatException($"'{text}' is no size.");
    }

    public sealed record Number(long Value) : SizeExpression;

    public sealed record Named(string Name) : SizeExpression;

    public sealed record Rank(string Name) : SizeExpression;

    public sealed record Binary(char Operator, SizeExpression Left, SizeExpression Right) : SizeExpression;
}
