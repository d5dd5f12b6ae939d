namespace CoreML.Mil;

/// <summary>What a slice takes along one axis.</summary>
/// <param name="Begin">The first element, from the end if negative; <see langword="null"/> to begin at the border.</param>
/// <param name="End">The element behind the last; <see langword="null"/> to go on to the border.</param>
/// <param name="Stride">Distance of the elements, not 0; negative to go backwards.</param>
/// <param name="IsSqueezed">Whether only the first element is taken, and the axis removed.</param>
internal readonly record struct SliceRange(SizeValue? Begin, SizeValue? End, long Stride, bool IsSqueezed)
{
    /// <summary>Whether the begin is behind the end where both can be compared.</summary>
    public bool IsBackwards => !IsSqueezed && Begin is { IsKnown: true } begin && End is { IsKnown: true } end
        && (Stride > 0 ? begin.Value >= 0 && end.Value >= 0 && end.Value < begin.Value : begin.Value < 0 && end.Value < 0 && begin.Value < end.Value);

    /// <summary>Number of elements taken.</summary>
    public SizeValue Count(SizeValue size, SizeArithmetic sizes)
    {
        if (Begin is null && End is null)
        {
            return sizes.CeilingDivide(size, Math.Abs(Stride));
        }
        if (Fixed() is { } few)
        {
            return few;
        }
        // A size of 1 has only one element to take, wherever the slice begins.
        if (size.Is(1) && (Begin is { IsKnown: false } || End is { IsKnown: false }))
        {
            return 1;
        }
        return size.IsKnown ? CountKnown(size.Value) : CountOpen(size, sizes);
    }

    /// <summary>The elements themselves, if which they are is known.</summary>
    public SizeValue[]? Take(SizeValue[] elements)
    {
        if (Begin is { IsKnown: false } || End is { IsKnown: false })
        {
            return null;
        }
        (long first, long last) = Borders(elements.Length);
        if (IsSqueezed)
        {
            return first >= 0 && first < elements.Length ? [elements[first]] : null;
        }
        var taken = new List<SizeValue>();
        for (long i = first; Stride > 0 ? i < last : i > last; i += Stride)
        {
            taken.Add(elements[i]);
        }
        return [.. taken];
    }

    // None or one element can be certain even if the size is not known.
    private SizeValue? Fixed()
    {
        if (Begin is { IsKnown: true } only && End is null && ((only.Value == -1 && Stride > 0) || (only.Value == 0 && Stride < 0)))
        {
            return 1;
        }
        if (Begin is not { IsKnown: true } begin || End is not { IsKnown: true } end || (begin.Value < 0) != (end.Value < 0))
        {
            return null;
        }
        Int128 distance = Stride > 0 ? (Int128)end.Value - begin.Value : (Int128)begin.Value - end.Value;
        return distance <= 0 ? 0 : distance <= Math.Abs(Stride) ? 1 : null;
    }

    private SizeValue CountKnown(long size)
    {
        if (Begin is { IsKnown: false } || End is { IsKnown: false })
        {
            return SizeValue.CreateUnknown();
        }
        (long first, long last) = Borders(size);
        long distance = Stride > 0 ? last - first : first - last;
        long step = Math.Abs(Stride);
        return distance <= 0 ? 0 : (distance - 1) / step + 1;
    }

    private SizeValue CountOpen(SizeValue size, SizeArithmetic sizes)
    {
        if (Stride < 0 || Begin is { IsKnown: false } || End is { IsKnown: false })
        {
            return SizeValue.CreateUnknown();
        }
        // From a certain element to one counted from the end, there are as many as are left.
        long begin = Begin?.Value ?? 0;
        long end = End?.Value ?? 0;
        return begin >= 0 && (End is null || end < 0)
            ? sizes.CeilingDivide(sizes.Subtract(sizes.Add(size, end), begin), Stride)
            : begin < 0 && End is null ? (SizeValue)((-begin - 1) / Stride + 1) : SizeValue.CreateUnknown();
    }

    // First element, and the one behind the last, both kept inside.
    private (long First, long Last) Borders(long size)
    {
        (long low, long high) = Stride > 0 ? (0L, size) : (-1L, size - 1);
        return (Place(Begin?.Value, Stride > 0 ? low : high), Place(End?.Value, Stride > 0 ? high : low));

        long Place(long? index, long border) =>
            index is { } given ? Math.Clamp(given < 0 ? given + size : given, low, high) : border;
    }
}
