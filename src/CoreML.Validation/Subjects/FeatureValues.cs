using System.Globalization;
using CoreML.Specification;

namespace CoreML.Validation;

/// <summary>Small questions about the parts of features.</summary>
internal static class FeatureValues
{
    private const int ShownDimensions = 12;

    extension(SizeRange range)
    {
        /// <summary>Whether a size exists between the bounds. An upper bound of 0 or less is none.</summary>
        public bool IsValid() => range.UpperBound <= 0 || range.LowerBound <= (ulong)range.UpperBound;

        /// <summary>Whether a size is between the bounds. Here an upper bound of 0 counts, as it does for Core ML.</summary>
        public bool Contains(long size) =>
            size >= 0 && (ulong)size >= range.LowerBound && (range.UpperBound < 0 || size <= range.UpperBound);

        /// <summary>The range as <c>1…8</c>.</summary>
        public string Describe() =>
            string.Create(CultureInfo.InvariantCulture, $"{range.LowerBound}…{(range.UpperBound < 0 ? "∞" : range.UpperBound.ToString(CultureInfo.InvariantCulture))}");
    }

    extension(ArrayFeatureType.Types.ArrayDataType type)
    {
        /// <summary>The type as the specification spells it, or its number.</summary>
        public string ToText() => Enum.IsDefined(type) ? type.ToString().ToUpperInvariant() : $"{(int)type}";
    }

    extension(FeatureType.TypeOneofCase[] types)
    {
        /// <summary>The types in words: <c>double or multiArray</c>.</summary>
        public string ToText() => string.Join(" or ", types.Select(type =>
        {
            string name = type.ToString()[..^"Type".Length];
            return char.ToLowerInvariant(name[0]) + name[1..];
        }));
    }

    extension<T>(IReadOnlyCollection<T> shape)
    {
        /// <summary>Numbers in brackets; only the first of very many.</summary>
        public string ShortText() => $"[{string.Join(", ", shape.Take(ShownDimensions))}{(shape.Count > ShownDimensions ? ", …" : "")}]";
    }
}
