namespace CoreML.Mil;

/// <summary>
/// Arithmetic with sizes that need not be known. Equal expressions of the same symbols give the same symbol, so that
/// <c>2·n / 2</c> is <c>n</c> again and two tensors that were padded alike have equal shapes.
/// </summary>
internal sealed class SizeArithmetic
{
    // Longer sums are symbols of their own, so that no program makes them grow without limit.
    private const int MaxLength = 400;

    private readonly Dictionary<DimensionSymbol, SizePolynomial> _forms = [];
    private readonly Dictionary<string, SizeValue> _values = new(StringComparer.Ordinal);
    private int _symbols;

    public SizeValue Add(SizeValue left, SizeValue right) => left.IsKnown && right.IsKnown
        ? checked(left.Value + right.Value)
        : ValueOf(FormOf(left).Plus(FormOf(right), 1));

    public SizeValue Subtract(SizeValue left, SizeValue right) => left.IsKnown && right.IsKnown
        ? checked(left.Value - right.Value)
        : ValueOf(FormOf(left).Plus(FormOf(right), -1));

    public SizeValue Multiply(SizeValue left, SizeValue right) => left.IsKnown && right.IsKnown
        ? checked(left.Value * right.Value)
        : ValueOf(FormOf(left).Times(FormOf(right)));

    public SizeValue Product(IEnumerable<SizeValue> factors)
    {
        SizeValue product = 1;
        foreach (SizeValue factor in factors)
        {
            product = Multiply(product, factor);
        }
        return product;
    }

    /// <summary>The quotient, rounded towards negative infinity. The divisor is not 0.</summary>
    public SizeValue FloorDivide(SizeValue left, SizeValue right)
    {
        if (left.IsKnown && right.IsKnown)
        {
            (long quotient, long rest) = Math.DivRem(left.Value, right.Value);
            return rest != 0 && (rest < 0) != (right.Value < 0) ? quotient - 1 : quotient;
        }
        SizePolynomial dividend = FormOf(left);
        SizePolynomial divisor = FormOf(right);
        return dividend.DividedBy(divisor) is { } exact ? ValueOf(exact) : Named($"({dividend})/({divisor})");
    }

    /// <summary>The quotient, rounded towards positive infinity. The divisor is not 0.</summary>
    public SizeValue CeilingDivide(SizeValue left, SizeValue right) => Subtract(0, FloorDivide(Subtract(0, left), right));

    /// <summary>A symbol for what has no form of its own; the same text gives the same symbol.</summary>
    public SizeValue Named(string key)
    {
        if (!_values.TryGetValue(key, out SizeValue value))
        {
            _values.Add(key, value = SizeValue.CreateUnknown());
        }
        return value;
    }

    private SizePolynomial FormOf(SizeValue value)
    {
        if (value.Symbol is null)
        {
            return SizePolynomial.Of(value.Value);
        }
        if (!_forms.TryGetValue(value.Symbol, out SizePolynomial? form))
        {
            _forms.Add(value.Symbol, form = SizePolynomial.Of(_symbols++));
            _values[form.ToString()] = value;
        }
        return form;
    }

    private SizeValue ValueOf(SizePolynomial form)
    {
        if (form.Constant is { } constant)
        {
            return constant;
        }
        string text = form.ToString();
        SizeValue value = Named(text);
        if (text.Length <= MaxLength)
        {
            _forms.TryAdd(value.Symbol!, form);
        }
        return value;
    }
}
