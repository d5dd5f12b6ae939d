using System.Globalization;

namespace CoreML.Mil;

/// <summary>A sum of products of symbols with integer factors, in a canonical order, so that equal sums are equal texts.</summary>
internal sealed class SizePolynomial
{
    // Products by the sorted numbers of their symbols: "" is the constant, "1,1,4" the square of symbol 1 times symbol 4.
    private readonly SortedDictionary<string, long> _terms = new(StringComparer.Ordinal);

    public static SizePolynomial Of(long constant) => new SizePolynomial().Add("", constant);

    public static SizePolynomial Of(int symbol) => new SizePolynomial().Add(symbol.ToString("D6", CultureInfo.InvariantCulture), 1);

    /// <summary>The value, if there are no symbols in it.</summary>
    public long? Constant => _terms.Count == 0 ? 0 : _terms.Count == 1 && _terms.TryGetValue("", out long value) ? value : null;

    public SizePolynomial Plus(SizePolynomial other, long factor)
    {
        var sum = new SizePolynomial();
        foreach ((string product, long count) in _terms)
        {
            sum.Add(product, count);
        }
        foreach ((string product, long count) in other._terms)
        {
            sum.Add(product, checked(count * factor));
        }
        return sum;
    }

    public SizePolynomial Times(SizePolynomial other)
    {
        var result = new SizePolynomial();
        foreach ((string product, long count) in _terms)
        {
            foreach ((string otherProduct, long otherCount) in other._terms)
            {
                result.Add(Join(product, otherProduct), checked(count * otherCount));
            }
        }
        return result;
    }

    /// <summary>The quotient by a single product, if it divides every term.</summary>
    public SizePolynomial? DividedBy(SizePolynomial divisor)
    {
        if (divisor._terms.Count != 1)
        {
            return ToString() == divisor.ToString() && _terms.Count > 0 ? Of(1L) : null;
        }
        (string product, long count) = divisor._terms.First();
        var result = new SizePolynomial();
        foreach ((string term, long factor) in _terms)
        {
            if (factor % count != 0 || Remove(term, product) is not { } rest)
            {
                return null;
            }
            result.Add(rest, factor / count);
        }
        return result;
    }

    public override string ToString() =>
        string.Join('+', _terms.Select(term => string.Create(CultureInfo.InvariantCulture, $"{term.Value}*{term.Key}")));

    private static string Join(string left, string right)
    {
        string[] symbols = [.. Split(left), .. Split(right)];
        Array.Sort(symbols, StringComparer.Ordinal);
        return string.Join(',', symbols);
    }

    private static string? Remove(string product, string part)
    {
        List<string> symbols = [.. Split(product)];
        return Split(part).All(symbols.Remove) ? string.Join(',', symbols) : null;
    }

    private static string[] Split(string product) => product.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private SizePolynomial Add(string product, long count)
    {
        long sum = checked(_terms.GetValueOrDefault(product) + count);
        if (sum == 0)
        {
            _terms.Remove(product);
        }
        else
        {
            _terms[product] = sum;
        }
        return this;
    }
}
