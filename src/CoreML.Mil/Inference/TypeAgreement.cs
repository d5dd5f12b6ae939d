namespace CoreML.Mil;

/// <summary>Whether two types can be those of the same value.</summary>
internal static class TypeAgreement
{
    /// <summary>Whether nothing that both types say differs: an unknown size agrees with every size.</summary>
    public static bool Agree(MilType left, MilType right) => (left, right) switch
    {
        (TensorType a, TensorType b) => a.ElementType == b.ElementType && Agree(a.Shape, b.Shape),
        (ListType a, ListType b) => Agree(a.Length, b.Length) && Agree(a.Element, b.Element),
        (StateType a, StateType b) => Agree(a.Wrapped, b.Wrapped),
        (DictionaryType a, DictionaryType b) => Agree(a.Key, b.Key) && Agree(a.Value, b.Value),
        (TupleType a, TupleType b) => a.Types.Length == b.Types.Length && a.Types.Zip(b.Types).All(pair => Agree(pair.First, pair.Second)),
        _ => left.Equals(right),
    };

    /// <summary>What is known of a value that has one of two types that agree.</summary>
    public static MilType Join(MilType left, MilType right) =>
        left is TensorType { Shape.IsRanked: true } a && right is TensorType { Shape.IsRanked: true } b
            ? a.WithShape([.. a.Shape.Zip(b.Shape, (x, y) => x == y ? x : Dimension.CreateUnknown())])
            : left is TensorType { Shape.IsRanked: true } ? right : left;

    private static bool Agree(Dimension left, Dimension right) => !left.IsKnown || !right.IsKnown || left == right;

    private static bool Agree(TensorShape left, TensorShape right)
    {
        if (!left.IsRanked || !right.IsRanked)
        {
            return true;
        }
        bool agree = left.Rank == right.Rank;
        for (int i = 0; agree && i < left.Rank; i++)
        {
            agree = Agree(left[i], right[i]);
        }
        return agree;
    }
}
