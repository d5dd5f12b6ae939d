namespace CoreML.Quantization;

/// <summary>Which elements of a weight a pruning keeps, piece by piece.</summary>
/// <param name="scheme">The pruning.</param>
/// <param name="source">The weight.</param>
internal sealed class SparseMaker(Pruning scheme, WeightSource source)
{
    /// <summary>Elements of a piece.</summary>
    public const int PieceElements = 1 << 16;

    private float _threshold;
    private byte[]? _structured;

    /// <summary>Number of pieces.</summary>
    public int PieceCount => (int)((source.ElementCount + PieceElements - 1) / PieceElements);

    /// <summary>Number of elements that each piece keeps; known after <see cref="Prepare"/>.</summary>
    public int[] Counts { get; private set; } = [];

    /// <summary>Number of elements that are kept; known after <see cref="Prepare"/>.</summary>
    public long KeptCount { get; private set; }

    /// <summary>Finds out how many elements are kept.</summary>
    public void Prepare(Workers workers)
    {
        if (scheme.IsStructured)
        {
            Choose();
        }
        else
        {
            _threshold = scheme.Mode == PruningMode.Threshold ? scheme.MagnitudeThreshold
                : scheme.TargetSparsity == 1 ? float.MaxValue
                : scheme.TargetSparsity == 0 ? 0
                : MagnitudeQuantile.Of(source, scheme.TargetSparsity, workers);
        }
        Counts = new int[PieceCount];
        workers.ForEach(PieceCount, (piece, scratch) =>
        {
            (long first, int count) = Range(piece);
            Span<byte> mask = scratch.Output((count + 7) / 8);
            Mask(piece, source.Read(first, count, scratch), mask);
            Counts[piece] = MaskKernel.Count(mask);
        });
        KeptCount = Counts.Sum(count => (long)count);
        Release();
    }

    /// <summary>Chooses elements that depend on others; before the first <see cref="Mask"/>.</summary>
    public void Choose() => _structured = scheme.IsStructured ? StructuredMask.Make(scheme, source) : null;

    /// <summary>Gives the memory back that <see cref="Choose"/> took.</summary>
    public void Release() => _structured = null;

    /// <summary>The elements of a piece.</summary>
    public (long First, int Count) Range(int piece)
    {
        long first = (long)piece * PieceElements;
        return (first, (int)Math.Min(PieceElements, source.ElementCount - first));
    }

    /// <summary>Makes the mask of a piece.</summary>
    public void Mask(int piece, ReadOnlySpan<byte> packed, Span<byte> mask)
    {
        if (_structured is not null)
        {
            _structured.AsSpan(piece * (PieceElements / 8), mask.Length).CopyTo(mask);
            return;
        }
        if (scheme.Mode == PruningMode.Threshold || scheme.TargetSparsity is 0 or 1)
        {
            // Nobody has looked at the elements yet.
            if (!WeightRange.Of(source.ElementType, packed).IsFinite)
            {
                source.CheckFinite((long)piece * PieceElements, packed);
            }
        }
        MaskKernel.Above(source.ElementType, packed, _threshold, mask);
    }
}
