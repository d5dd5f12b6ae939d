using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>What a palettized weight consists of in a file, and the operations that decode it.</summary>
internal sealed class PaletteOperations
{
    private readonly GroupLayout _layout;
    private readonly Palettization _scheme;
    private readonly ElementType _type;
    private readonly OpsetFeatures _opset;

    /// <param name="layout">How groups lie in the weight.</param>
    /// <param name="scheme">The scheme.</param>
    /// <param name="type">The weight's type.</param>
    /// <param name="bits">Bits of an index.</param>
    /// <param name="opset">What the opset has.</param>
    public PaletteOperations(GroupLayout layout, Palettization scheme, ElementType type, int bits, OpsetFeatures opset)
    {
        (_layout, _scheme, _type, _opset) = (layout, scheme, type, opset);
        long count = layout.GroupSize * layout.Groups / scheme.ClusterDim;
        Indices = opset.HasBlockwise
            ? new PendingContent(IndexType(bits), count)
            : new PendingContent(ElementType.UInt8, (count * bits + 7) / 8);
        Entries = 1 << bits;
        long entries = (long)layout.Groups * Entries * scheme.ClusterDim;
        if (scheme.TableQuantization is { } quantization)
        {
            Tables = new PendingContent(quantization.ElementType, entries);
            TableScale = new PendingContent(type, 1);
            bool needsZeroPoint = new LinearRange(quantization.ElementType, quantization.Mode, type).HasZeroPoints;
            TableZeroPoint = needsZeroPoint ? new PendingContent(quantization.ElementType, 1) : null;
        }
        else
        {
            Tables = new PendingContent(type, entries * Repeats);
        }
        Scales = scheme.HasPerChannelScale ? new PendingContent(type, layout.Outer * layout.Inner) : null;
    }

    /// <summary>Entries of a table.</summary>
    public int Entries { get; }

    /// <summary>The indices.</summary>
    public PendingContent Indices { get; }

    /// <summary>The tables, group by group.</summary>
    public PendingContent Tables { get; }

    /// <summary>The scale of quantized tables.</summary>
    public PendingContent? TableScale { get; }

    /// <summary>The zero point of quantized tables.</summary>
    public PendingContent? TableZeroPoint { get; }

    /// <summary>The scales per channel.</summary>
    public PendingContent? Scales { get; }

    // Tables that are scaled before they are looked up are written once for each scale.
    private long Repeats => _scheme.HasPerChannelScale && !_opset.ScalesAfterLookup ? _layout.Outer * _layout.Inner : 1;

    /// <summary>Writes tables, as often as they are needed.</summary>
    public void WriteTables(PaletteTables tables)
    {
        if (Repeats == 1)
        {
            tables.Write(Tables, [.. new[] { TableScale, TableZeroPoint }.OfType<PendingContent>()]);
            return;
        }
        var once = new PendingContent(_type, Tables.ElementCount / Repeats);
        tables.Write(once.Keep());
        // [outer, groups, inner, entries] of [groups, entries].
        int size = (int)(once.SizeInBytes / _layout.Groups);
        var row = new byte[size * _layout.Inner];
        long position = 0;
        for (long outer = 0; outer < _layout.Outer; outer++)
        {
            for (int group = 0; group < _layout.Groups; group++)
            {
                for (long inner = 0; inner < _layout.Inner; inner++)
                {
                    once.Kept.Slice(group * size, size).CopyTo(row.AsSpan((int)inner * size));
                }
                Tables.Write(position, row);
                position += row.Length;
            }
        }
    }

    public IReadOnlyList<PendingContent> Contents =>
        [.. new[] { Indices, Tables, TableScale, TableZeroPoint, Scales }.OfType<PendingContent>()];

    /// <summary>The type of indices of so many bits.</summary>
    public static ElementType IndexType(int bits) => bits switch
    {
        1 => ElementType.UInt1,
        2 => ElementType.UInt2,
        3 => ElementType.UInt3,
        4 => ElementType.UInt4,
        6 => ElementType.UInt6,
        _ => ElementType.UInt8,
    };

    public MilValue Emit(DecoderGraph graph)
    {
        string name = graph.Name + "_palettized";
        if (!_opset.HasBlockwise)
        {
            return graph.InsertOld(
                "constexpr_lut_to_dense",
                name,
                ("indices", TensorConstant.FromContent([Indices.ElementCount], Indices)),
                ("lut", TensorConstant.FromContent([Entries], Tables)),
                ("shape", TensorConstant.Vector<uint>([.. _layout.Shape.Select(size => (uint)size)])));
        }
        return Scales is null
            ? graph.Insert("constexpr_lut_to_dense", name, graph.Type, LookUp(Table(graph, name)))
            : EmitScaled(graph, name);
    }

    /// <summary>The table as an argument: the constant, or the output of the operation that decodes it.</summary>
    public MilArgument Table(DecoderGraph graph, string name)
    {
        long[] shape = _layout.TableShape(Entries, _scheme.ClusterDim);
        TensorConstant table = TensorConstant.FromContent(shape, Tables);
        if (TableScale is null)
        {
            return (MilConstant)table;
        }
        return InsertQuantizedTable(graph, name, table, TableScale, TableZeroPoint);
    }

    /// <summary>Inserts the operation that decodes integers of tables which share one scale.</summary>
    /// <param name="graph">Where.</param>
    /// <param name="name">The name of the operation that looks up.</param>
    /// <param name="table">The integers.</param>
    /// <param name="scale">The scale.</param>
    /// <param name="zeroPoint">The zero point, if there is one.</param>
    public static MilValue InsertQuantizedTable(
        DecoderGraph graph, string name, TensorConstant table, PendingContent scale, PendingContent? zeroPoint)
    {
        long[] one = [.. table.Shape.ToSizes().Select(_ => 1L)];
        List<MilBinding> inputs = [("data", table), ("scale", TensorConstant.FromContent(one, scale))];
        if (zeroPoint is not null)
        {
            inputs.Add(("offset", TensorConstant.FromContent(one, zeroPoint)));
        }
        return graph.Insert("constexpr_blockwise_shift_scale", name + "_lut_0_quantized", new TensorType(scale.ElementType, table.Shape), [.. inputs]);
    }

    private MilBinding[] LookUp(MilArgument table)
    {
        long[] shape = [.. _layout.Shape];
        shape[_layout.Axis] /= _scheme.ClusterDim;
        TensorConstant indices = TensorConstant.FromContent(shape, Indices);
        return _scheme.ClusterDim == 1
            ? [("indices", indices), ("lut", table)]
            : [("indices", indices), ("lut", table), ("vector_axis", TensorConstant.Scalar(_layout.Axis))];
    }

    // Before iOS 26 only scaled tables can be looked up; from then on what was looked up can be scaled.
    private MilValue EmitScaled(DecoderGraph graph, string name)
    {
        long[] scaleShape = [.. _layout.Shape];
        scaleShape[_layout.Axis] = 1;
        if (_opset.ScalesAfterLookup)
        {
            MilValue found = graph.Insert("constexpr_lut_to_dense", name, graph.Type, LookUp(Table(graph, name)));
            return graph.Insert(
                "constexpr_blockwise_shift_scale", name + "_pcs", graph.Type, ("data", found), ("scale", TensorConstant.FromContent(scaleShape, Scales!)));
        }
        long[] tableShape = [.. scaleShape, Entries, 1];
        tableShape[_layout.Axis] = _layout.Groups;
        MilValue scaled = graph.Insert(
            "constexpr_blockwise_shift_scale",
            name,
            new TensorType(_type, TensorShape.FromSizes(tableShape)),
            ("data", TensorConstant.FromContent(tableShape, Tables)),
            ("scale", TensorConstant.FromContent([.. scaleShape, 1, 1], Scales!)));
        return graph.Insert("constexpr_lut_to_dense", name + "_pcs", graph.Type, LookUp(scaled));
    }
}
