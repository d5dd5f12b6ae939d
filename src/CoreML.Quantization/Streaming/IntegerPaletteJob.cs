using System.Runtime.InteropServices;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>The palettization of one weight that is quantized to 8 bits: its integers become indices of tables of integers, and keep
/// their scales.</summary>
internal sealed class IntegerPaletteJob : WholeJob
{
    private const int PieceElements = PieceParts.PieceElements;
    private const int Places = PaletteTables.Places;

    private readonly ScaledIntegers _integers;
    private readonly GroupLayout _layout;
    private readonly Palettization _scheme;
    private readonly Func<float[]?> _sensitivity;
    private readonly OpsetFeatures _opset;
    // Places for 256 integers for each group.
    private readonly byte[] _tables;
    private readonly int[] _used;
    private PendingContent? _indices;
    private PendingContent? _entries;

    /// <param name="source">The weight.</param>
    /// <param name="integers">Its parts.</param>
    /// <param name="layout">How groups lie in the weight.</param>
    /// <param name="scheme">The scheme.</param>
    /// <param name="sensitivity">Gives sensitivities in grouped order.</param>
    /// <param name="opset">What the opset has.</param>
    public IntegerPaletteJob(
        WeightSource source, ScaledIntegers integers, GroupLayout layout, Palettization scheme, Func<float[]?> sensitivity, OpsetFeatures opset)
        : base(source)
    {
        (_integers, _layout, _scheme, _sensitivity, _opset) = (integers, layout, scheme, sensitivity, opset);
        _tables = new byte[layout.Groups * Places];
        _used = new int[layout.Groups];
    }

    public override IReadOnlyList<PendingContent> Contents => [_indices!, _entries!];

    private bool IsSigned => _integers.Data.ElementType == ElementType.Int8;

    private int Entries => (int)(_entries!.ElementCount / TableShape.Aggregate(1L, (product, size) => product * size));

    // How many tables there are along each axis. Before iOS 26 tables are scaled before they are looked up, so that there
    // is one for each pair of group and scale.
    private long[] TableShape
    {
        get
        {
            long[] shape = _layout.TableShape(1, 1)[..^2];
            return _opset.ScalesAfterLookup ? shape
                : [.. shape.Zip(_integers.Scale.Shape.ToSizes(), (groups, scales) => groups / Gcd(groups, scales) * scales)];
        }
    }

    public override Decision? Survey(Workers workers)
    {
        byte[] grouped = Grouped();
        float[]? sensitivity = _sensitivity();
        workers.ForEach(_layout.Groups, (group, scratch) => MakeTable(group, grouped, sensitivity, scratch));
        int bits = _scheme.NBits > 0 ? _scheme.NBits : ((int[])[1, 2, 3, 4, 6, 8]).First(bits => 1 << bits >= _used.Max());
        _indices = new PendingContent(PaletteOperations.IndexType(bits), Source.ElementCount);
        _entries = new PendingContent(_integers.Data.ElementType, TableShape.Aggregate(1L << bits, (product, size) => product * size));
        long bytes = _indices.SizeInBytes + _entries.SizeInBytes;
        return bytes < _integers.Data.SizeInBytes ? null
            : Decision.Refuse($"its indices and tables would take {bytes} bytes, and its integers take {_integers.Data.SizeInBytes}");
    }

    protected override MilValue Insert(DecoderGraph graph)
    {
        string name = graph.Name + "_data_0_palettized";
        long[] tables = [.. TableShape, Entries, 1];
        TensorConstant indices = TensorConstant.FromContent(Source.Shape, _indices!);
        TensorConstant entries = TensorConstant.FromContent(tables, _entries!);
        if (_opset.ScalesAfterLookup)
        {
            var type = new TensorType(_integers.Data.ElementType, graph.Type.Shape);
            MilValue found = graph.Insert("constexpr_lut_to_dense", name, type, ("indices", indices), ("lut", entries));
            return graph.Insert("constexpr_blockwise_shift_scale", graph.Name, graph.Type, [("data", found), .. _integers.Bindings(0)]);
        }
        MilValue scaled = graph.Insert(
            "constexpr_blockwise_shift_scale", name, new TensorType(Source.ElementType, entries.Shape), [("data", entries), .. _integers.Bindings(2)]);
        return graph.Insert("constexpr_lut_to_dense", graph.Name + "_palettized", graph.Type, ("indices", indices), ("lut", scaled));
    }

    protected override byte[] Encode(Workers workers)
    {
        byte[] grouped = Grouped();
        byte[] indices = new byte[grouped.Length];
        workers.ForEach(_layout.Groups, (group, _) =>
        {
            Span<byte> nearest = stackalloc byte[256];
            FindNearest(group, nearest);
            for (long i = group * _layout.GroupSize; i < (group + 1) * _layout.GroupSize; i++)
            {
                byte index = nearest[grouped[i]];
                indices[i] = index;
                grouped[i] = _tables[group * Places + index];
            }
        });
        var packed = new byte[_indices!.SizeInBytes];
        BitPacking.Pack(Ungrouped(indices), _indices.ElementType.BitWidth, packed);
        _indices.Write(0, packed);
        WriteTables();
        return _integers.Blocks.Decode(Ungrouped(grouped));
    }

    private byte[] Grouped()
    {
        byte[] data = _integers.Data.ToPacked();
        return _layout.IsGrouped ? [.. data] : _layout.Group(data, 1);
    }

    private byte[] Ungrouped(byte[] bytes) => _layout.IsGrouped ? bytes : _layout.Ungroup(bytes, _layout.Row);

    // The tables of single elements, as of halves, which hold integers of 8 bits exactly; then the nearest integers.
    private void MakeTable(int group, byte[] grouped, float[]? sensitivity, Scratch scratch)
    {
        int most = _scheme.NBits > 0 ? 1 << _scheme.NBits : Places;
        TableBuilder builder = TableBuilder.Create(_scheme, half: true, _layout.GroupSize, most, sensitivity is not null);
        do
        {
            builder.Begin(builder);
            for (long start = 0; start < _layout.GroupSize; start += PieceElements)
            {
                int count = (int)Math.Min(PieceElements, _layout.GroupSize - start);
                int first = (int)(group * _layout.GroupSize + start);
                Span<byte> packed = scratch.Input(count * 2);
                Span<Half> halves = MemoryMarshal.Cast<byte, Half>(packed);
                for (int i = 0; i < count; i++)
                {
                    halves[i] = (Half)Value(grouped[first + i]);
                }
                builder.Add(packed, sensitivity is null ? default : sensitivity.AsSpan(first, count));
            }
        }
        while (builder.EndPass(scratch.Clustering));
        Span<float> table = stackalloc float[Places];
        table.Clear();
        _used[group] = Math.Max(builder.Finish(table, scratch.Clustering), 1);
        for (int i = 0; i < _used[group]; i++)
        {
            _tables[group * Places + i] = (byte)(int)MathF.Round(table[i]);
        }
    }

    private void FindNearest(int group, Span<byte> nearest)
    {
        ReadOnlySpan<byte> table = _tables.AsSpan(group * Places, _used[group]);
        for (int value = 0; value < nearest.Length; value++)
        {
            for (int i = 1; i < table.Length; i++)
            {
                int best = Math.Abs(Value(table[nearest[value]]) - Value((byte)value));
                nearest[value] = Math.Abs(Value(table[i]) - Value((byte)value)) < best ? (byte)i : nearest[value];
            }
        }
    }

    private void WriteTables()
    {
        long[] shape = TableShape;
        int size = Entries;
        long inner = shape.Skip(_layout.Axis + 1).Aggregate(1L, (product, next) => product * next);
        var bytes = new byte[_entries!.SizeInBytes];
        for (long table = 0; table < bytes.Length / size; table++)
        {
            long group = table / inner % shape[_layout.Axis] / (shape[_layout.Axis] / _layout.Groups);
            _tables.AsSpan((int)group * Places, size).CopyTo(bytes.AsSpan((int)(table * size)));
        }
        _entries.Write(0, bytes);
    }

    private int Value(byte bits) => IsSigned ? (sbyte)bits : bits;

    private static long Gcd(long a, long b) => b == 0 ? a : Gcd(b, a % b);
}
