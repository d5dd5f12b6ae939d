namespace CoreML.Quantization;

/// <summary>Which elements of a weight a pruning keeps, piece by piece.</summary>
/// <param name="scheme">The pruning.</param>
/// <param name="source">The weight.</param>
internal sealed class SparseMaker(Pruning scheme, WeightSource source)
{
    private float _threshold;
    private byte[]? _structured;

    /// <summary>The pieces.</summary>
    public PieceParts Parts { get; } = new(source.ElementCount);

    /// <summary>Number of elements that each part keeps; known after <see cref="Prepare"/>.</summary>
    public long[] Counts { get; private set; } = [];

    /// <summary>Number of elements that are kept; known after <see cref="Prepare"/>.</summary>
    public long KeptCount { get; private set; }

    /// <summary>Finds out how many elements are kept.</summary>
    public void Prepare(Workers workers)
    {
        if (!scheme.IsStructured && scheme.Mode != PruningMode.Threshold && scheme.TargetSparsity is > 0 and < 1)
        {
            (_threshold, Counts) = MagnitudeQuantile.Of(source, scheme.TargetSparsity, workers);
        }
        else
        {
            _threshold = scheme.Mode == PruningMode.Threshold ? scheme.MagnitudeThreshold : scheme.TargetSparsity == 1 ? float.MaxValue : 0;
            Choose();
            Counts = new long[Parts.Count];
            workers.ForEach(Counts.Length, (part, scratch) => Counts[part] = Count(part, scratch));
        }
        KeptCount = Counts.Sum();
        Release();
    }

    private long Count(int part, Scratch scratch)
    {
        long sum = 0;
        (int piece, int end) = Parts.Pieces(part);
        for (; piece < end; piece++)
        {
            (long first, int count) = Parts.Elements(piece);
            Span<byte> mask = scratch.Output((count + 7) / 8);
            Mask(piece, source.Read(first, count, scratch), mask);
            sum += MaskKernel.Count(mask);
        }
        return sum;
    }

    /// <summary>Chooses elements that depend on others; before the first <see cref="Mask"/>.</summary>
    public void Choose() => _structured = scheme.IsStructured ? StructuredMask.Make(scheme, source) : null;

    /// <summary>Gives the memory back that <see cref="Choose"/> took.</summary>
    public void Release() => _structured = null;

    /// <summary>Makes the mask of a piece.</summary>
    public void Mask(int piece, ReadOnlySpan<byte> packed, Span<byte> mask)
    {
        if (_structured is not null)
        {
            _structured.AsSpan(piece * (PieceParts.PieceElements / 8), mask.Length).CopyTo(mask);
            return;
        }
        if (scheme.Mode == PruningMode.Threshold || scheme.TargetSparsity is 0 or 1)
        {
            // Nobody has looked at the elements yet.
            if (!WeightRange.Of(source.ElementType, packed).IsFinite)
            {
                source.CheckFinite((long)piece * PieceParts.PieceElements, packed);
            }
        }
        MaskKernel.Above(source.ElementType, packed, _threshold, mask);
    }
}
