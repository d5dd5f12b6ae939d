namespace CoreML.Quantization;

/// <summary>
/// A weight's pieces, divided into parts of consecutive ones. What depends on all pieces before, like the place of elements that are
/// kept, is known for each part, and followed inside of it. The division does not depend on threads.
/// </summary>
/// <param name="elements">Elements of the weight.</param>
internal readonly struct PieceParts(long elements)
{
    /// <summary>Elements of a piece.</summary>
    public const int PieceElements = 1 << 16;

    private const int MostParts = 16;

    /// <summary>Number of pieces.</summary>
    public int PieceCount => (int)((elements + PieceElements - 1) / PieceElements);

    /// <summary>Number of parts.</summary>
    public int Count => Math.Min(PieceCount, MostParts);

    /// <summary>The pieces of a part.</summary>
    public (int First, int End) Pieces(int part) => ((int)((long)PieceCount * part / Count), (int)((long)PieceCount * (part + 1) / Count));

    /// <summary>The elements of a piece.</summary>
    public (long First, int Count) Elements(int piece)
    {
        long first = (long)piece * PieceElements;
        return (first, (int)Math.Min(PieceElements, elements - first));
    }
}
