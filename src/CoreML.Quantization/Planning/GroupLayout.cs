namespace CoreML.Quantization;

/// <summary>
/// How groups of channels that share a table lie in a weight. In row-major order a weight is <c>[outer, groups, row]</c>: a row
/// is what one group has for one index of the axes before the channel axis. In <em>grouped order</em>, <c>[groups, outer, row]</c>,
/// the elements of a group follow each other.
/// </summary>
internal sealed class GroupLayout
{
    /// <param name="shape">The weight's dimensions.</param>
    /// <param name="axis">The channel axis.</param>
    /// <param name="groups">Number of groups; it divides the axis.</param>
    public GroupLayout(long[] shape, int axis, long groups)
    {
        Shape = shape;
        Axis = axis;
        Groups = checked((int)groups);
        Outer = 1;
        Inner = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            Outer *= i < axis ? shape[i] : 1;
            Inner *= i > axis ? shape[i] : 1;
        }
        GroupChannels = shape[axis] / groups;
        Row = GroupChannels * Inner;
        GroupSize = Outer * Row;
    }

    /// <summary>The weight's dimensions.</summary>
    public long[] Shape { get; }

    /// <summary>The channel axis.</summary>
    public int Axis { get; }

    /// <summary>Number of groups.</summary>
    public int Groups { get; }

    /// <summary>Product of the dimensions before the channel axis.</summary>
    public long Outer { get; }

    /// <summary>Product of the dimensions after the channel axis.</summary>
    public long Inner { get; }

    /// <summary>Channels of a group.</summary>
    public long GroupChannels { get; }

    /// <summary>Elements of a row.</summary>
    public long Row { get; }

    /// <summary>Elements of a group.</summary>
    public long GroupSize { get; }

    /// <summary>Whether row-major order is grouped order.</summary>
    public bool IsGrouped => Outer == 1 || Groups == 1;

    /// <summary>Dimensions of the tables of an operation of iOS 18: those of the weight, all 1 but the channel axis, then entries and
    /// elements of an entry.</summary>
    public long[] TableShape(int entries, int vector)
    {
        var shape = new long[Shape.Length + 2];
        Array.Fill(shape, 1);
        shape[Axis] = Groups;
        shape[^2] = entries;
        shape[^1] = vector;
        return shape;
    }

    /// <summary>Copies elements from row-major to grouped order.</summary>
    /// <param name="source">All elements.</param>
    /// <param name="width">Bytes of an element.</param>
    public byte[] Group(ReadOnlySpan<byte> source, int width) => Reorder(source, Row * width, Outer, Groups);

    /// <summary>Copies elements from grouped to row-major order.</summary>
    /// <param name="source">All elements.</param>
    /// <param name="row">Bytes of a row.</param>
    public byte[] Ungroup(ReadOnlySpan<byte> source, long row) => Reorder(source, row, Groups, Outer);

    // [slow, fast, row] becomes [fast, slow, row].
    private static byte[] Reorder(ReadOnlySpan<byte> source, long row, long slow, long fast)
    {
        byte[] result = GC.AllocateUninitializedArray<byte>(source.Length);
        int size = checked((int)row);
        for (long i = 0; i < slow; i++)
        {
            for (long j = 0; j < fast; j++)
            {
                source.Slice((int)((i * fast + j) * row), size).CopyTo(result.AsSpan((int)((j * slow + i) * row)));
            }
        }
        return result;
    }

    /// <summary>Gives each element its sensitivity, in grouped order.</summary>
    /// <param name="sensitivity">One for each element or for each channel; empty for equal ones.</param>
    /// <exception cref="ArgumentException">The number fits neither.</exception>
    public float[]? Spread(ReadOnlyMemory<float> sensitivity)
    {
        if (sensitivity.IsEmpty)
        {
            return null;
        }
        long elements = GroupSize * Groups;
        if (sensitivity.Length != elements && sensitivity.Length != Shape[Axis])
        {
            throw new ArgumentException($"A weight of {elements} elements and {Shape[Axis]} channels cannot have {sensitivity.Length} sensitivities.");
        }
        var spread = new float[elements];
        for (long i = 0; i < elements; i++)
        {
            spread[i] = sensitivity.Span[(int)(sensitivity.Length == elements ? i : i / Inner % Shape[Axis])];
        }
        return IsGrouped ? spread : System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(
            Group(System.Runtime.InteropServices.MemoryMarshal.AsBytes(spread.AsSpan()), sizeof(float))).ToArray();
    }
}
