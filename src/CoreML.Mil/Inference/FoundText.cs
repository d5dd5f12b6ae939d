using System.Globalization;
using System.Runtime.CompilerServices;

namespace CoreML.Mil;

/// <summary>A text that is only made when a condition does not hold.</summary>
[InterpolatedStringHandler]
internal ref struct FoundText
{
    private DefaultInterpolatedStringHandler _text;
    private readonly bool _needed;

    public FoundText(int literalLength, int formattedCount, bool condition, out bool needed)
    {
        needed = _needed = !condition;
        _text = needed ? new(literalLength, formattedCount, CultureInfo.InvariantCulture) : default;
    }

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public override string ToString() => _needed ? _text.ToString() : "";
}
