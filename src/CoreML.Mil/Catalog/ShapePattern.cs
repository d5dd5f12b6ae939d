using System.Collections;
using System.Collections.Immutable;

namespace CoreML.Mil;

/// <summary>
/// The shape that an input or output of an operation has to have: <c>[N, C, D...]</c>. Names stand for sizes, equal
/// names for equal sizes; one name with dots stands for any number of dimensions. A size may be computed from others:
/// <c>[O, C / groups, K...]</c>, <c>[2 * #D]</c>, where <c>#D</c> is the number of dimensions that <c>D...</c> stands for.
/// </summary>
public sealed class ShapePattern : IReadOnlyList<ShapeTerm>
{
    private readonly ImmutableArray<ShapeTerm> _terms;

    private ShapePattern(ImmutableArray<ShapeTerm> terms)
    {
        _terms = terms;
        Variadic = -1;
        for (int i = 0; i < terms.Length; i++)
        {
            Variadic = terms[i].IsVariadic ? i : Variadic;
        }
    }

    /// <summary>Number of terms.</summary>
    public int Count => _terms.Length;

    /// <summary>The rank, or the lowest rank if the pattern <see cref="HasVariableRank"/>.</summary>
    public int MinRank => Variadic < 0 ? _terms.Length : _terms.Length - 1;

    /// <summary>Whether a term stands for any number of dimensions.</summary>
    public bool HasVariableRank => Variadic >= 0;

    internal ReadOnlySpan<ShapeTerm> Terms => _terms.AsSpan();

    /// <summary>The position of the term with dots, or −1.</summary>
    internal int Variadic { get; }

    /// <summary>The term at a position.</summary>
    /// <param name="index">Position, below <see cref="Count"/>.</param>
    public ShapeTerm this[int index] => _terms[index];

    /// <summary>Enumerates the terms.</summary>
    /// <returns>The enumerator.</returns>
    public IEnumerator<ShapeTerm> GetEnumerator() => ((IEnumerable<ShapeTerm>)_terms).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The pattern in brackets.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"[{string.Join(", ", _terms)}]";

    internal static ShapePattern Parse(string text) =>
        new([.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(ShapeTerm.Parse)]);
}
