using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>
/// The palettization of one weight by single elements: makes the tables of all groups, then reads the weight again, piece by piece,
/// assigns indices, looks them up again and compares. Weights whose groups do not follow each other are put in grouped order
/// in memory first.
/// </summary>
internal sealed class PaletteJob : CompressionJob, IElementwiseJob
{
    private const int PieceElements = PieceParts.PieceElements;
    // Groups up to this size are worked on side by side, larger ones one after the other in pieces.
    private const int LargeGroup = 1 << 18;
    // From here on a table of all halves pays.
    private const int HalfTableFrom = 1 << 13;

    private readonly GroupLayout _layout;
    private readonly Palettization _scheme;
    private readonly Func<float[]?> _sensitivity;
    private readonly OpsetFeatures _opset;
    private PaletteOperations? _operations;
    private PaletteTables? _tables;

    public PaletteJob(WeightSource source, GroupLayout layout, Palettization scheme, Func<float[]?> sensitivity, OpsetFeatures opset)
        : base(source)
    {
        (_layout, _scheme, _sensitivity, _opset) = (layout, scheme, sensitivity, opset);
        _operations = scheme.NBits > 0 ? new PaletteOperations(layout, scheme, source.ElementType, scheme.NBits, opset) : null;
    }

    /// <summary>What is written.</summary>
    public PaletteOperations Operations => _operations ?? throw new InvalidOperationException("The number of bits is not known yet.");

    public override IReadOnlyList<PendingContent> Contents => Operations.Contents;

    public override MilValue Emit(DecoderGraph graph) => Operations.Emit(graph);

    public PendingContent Elements => Operations.Indices;

    public bool HandsOnMask => true;

    IEnumerable<PendingContent> IElementwiseJob.Parameters => Operations.Contents.Where(content => content != Operations.Indices);

    public (MilValue Mask, MilValue Values) EmitSparse(DecoderGraph graph, string name, TensorConstant mask, TensorConstant elements) =>
        graph.InsertSparse(
            "constexpr_lut_to_sparse",
            name + "_palettized",
            mask.Type,
            new TensorType(Source.ElementType, elements.Shape),
            ("indices_mask", mask),
            ("indices_nonzero_data", elements),
            ("lut", Operations.Table(graph, name + "_palettized")));

    public byte[] Decode()
    {
        var indices = new byte[Elements.ElementCount];
        BitPacking.Unpack(Elements.Kept, int.Log2(Operations.Entries), indices);
        var values = new float[indices.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = _tables![(int)(i / _layout.Row % _layout.Groups)][indices[i]];
        }
        var packed = new byte[Source.SizeInBytes];
        NumericConversion.Narrow(Source.ElementType, values, packed);
        return packed;
    }

    // How many bits distinct values take is known only when they are counted.
    public override Decision? Survey(Workers workers)
    {
        if (_operations is not null)
        {
            return null;
        }
        var counts = new int[_layout.Groups];
        WeightSource source = Grouped();
        MakeTables(source, null, workers, 0, (group, count, _) => counts[group] = count);
        int most = counts.Max();
        if (most > Palettization.MostEntries)
        {
            return Decision.Refuse($"it has more than {Palettization.MostEntries} distinct values");
        }
        int bits = ((int[])[1, 2, 3, 4, 6, 8]).First(bits => 1 << bits >= most);
        if (bits == 3 && !_opset.HasBlockwise)
        {
            return Decision.Refuse("it has 5 to 8 distinct values, and tables of 8 entries need iOS 18");
        }
        _operations = new PaletteOperations(_layout, _scheme, Source.ElementType, bits, _opset);
        return null;
    }

    public override void Execute(Workers workers)
    {
        ChannelScales? scales = _scheme.HasPerChannelScale ? new ChannelScales(Source, _layout) : null;
        WeightSource source = Grouped(scales is null ? Source : scales.Divide(workers, Operations.Scales!));
        float[]? sensitivity = _sensitivity();
        var tables = new PaletteTables(_layout.Groups, Operations.Entries, 1, Source.ElementType, _scheme.TableQuantization);
        var ranges = new WeightRange[_layout.Groups];
        MakeTables(source, sensitivity, workers, Operations.Entries, (group, count, table) =>
        {
            if (count > Operations.Entries)
            {
                throw new ArgumentException($"A table of {count} entries was made for {Source.Path}; there is room for {Operations.Entries}.");
            }
            table.CopyTo(tables[group]);
            tables.Set(group, count);
        }, ranges);
        Operations.WriteTables(tables);
        _tables = Elements.IsKept ? tables : null;
        byte[]? indices = WriteIndices(source, tables, ranges, workers, keep: scales is not null);
        if (scales is not null)
        {
            Error = scales.Compare(indices!, int.Log2(Operations.Entries), tables, workers);
        }
    }

    private WeightSource Grouped() => Grouped(Source);

    private WeightSource Grouped(WeightSource source) =>
        _layout.IsGrouped ? source : source.With(_layout.Group(source.ReadAll(), source.Width));

    private void MakeTables(
        WeightSource source, float[]? sensitivity, Workers workers, int entries, TableTaker take, WeightRange[]? ranges = null)
    {
        long size = _layout.GroupSize;
        bool large = size > LargeGroup;
        Workers inGroup = large ? workers : workers.Alone;
        // Builders have large tables.
        var idle = new ConcurrentBag<TableBuilder>();
        void Make(int group, Scratch scratch)
        {
            TableBuilder first = Create();
            int parts = large ? first.Parts(workers.Threads) : 1;
            TableBuilder[] builders = [first, .. Enumerable.Range(1, parts - 1).Select(_ => Create())];
            var partRanges = new WeightRange[parts];
            int pieces = (int)((size + PieceElements - 1) / PieceElements);
            do
            {
                inGroup.ForEach(parts, (part, own) =>
                {
                    builders[part].Begin(first);
                    WeightRange range = WeightRange.Empty;
                    for (int piece = pieces * part / parts; piece < pieces * (part + 1) / parts; piece++)
                    {
                        long start = group * size + (long)piece * PieceElements;
                        int count = (int)Math.Min(PieceElements, (group + 1) * size - start);
                        Span<byte> packed = source.Read(start, count, own);
                        WeightRange of = WeightRange.Of(source.ElementType, packed);
                        if (!of.IsFinite)
                        {
                            source.CheckFinite(start, packed);
                        }
                        range |= of;
                        builders[part].Add(packed, sensitivity is null ? default : sensitivity.AsSpan((int)start, count));
                    }
                    partRanges[part] = range;
                });
                foreach (TableBuilder other in builders.Skip(1))
                {
                    first.Merge(other);
                }
            }
            while (first.EndPass(scratch.Clustering));
            Span<float> table = stackalloc float[PaletteTables.Places];
            table.Clear();
            int used = first.Finish(table, scratch.Clustering);
            if (ranges is not null)
            {
                ranges[group] = partRanges.Aggregate(WeightRange.Empty, (all, part) => all | part);
            }
            take(group, used, table);
            foreach (TableBuilder builder in builders)
            {
                idle.Add(builder);
            }
        }
        (large ? workers.Alone : workers).ForEach(_layout.Groups, Make);

        TableBuilder Create() =>
            idle.TryTake(out TableBuilder? builder) ? builder : TableBuilder.Create(_scheme, source.IsHalf, size, entries, sensitivity is not null);
    }

    private byte[]? WriteIndices(WeightSource source, PaletteTables tables, WeightRange[] ranges, Workers workers, bool keep)
    {
        int bits = int.Log2(Operations.Entries);
        long size = _layout.GroupSize;
        // Pieces start at whole bytes; where groups do not, indices are packed when all are known.
        bool direct = !keep && _layout.IsGrouped && (_layout.Groups == 1 || size % 8 == 0);
        byte[]? all = direct ? null : new byte[size * _layout.Groups];
        int perGroup = (int)((size + PieceElements - 1) / PieceElements);
        var errors = new ErrorSums[perGroup * _layout.Groups];
        workers.ForEach(errors.Length, (number, scratch) =>
        {
            (int group, int piece) = Math.DivRem(number, perGroup);
            long start = group * size + (long)piece * PieceElements;
            int count = (int)Math.Min(PieceElements, (group + 1) * size - start);
            Span<byte> output = scratch.Output((int)(((long)count * bits + 7) / 8));
            errors[number] = Encode(source, start, count, tables, group, ranges[group], bits, output, all, scratch);
            if (direct)
            {
                Operations.Indices.Write(start * bits / 8, output);
            }
        });
        Error = errors.Aggregate(default(ErrorSums), (sum, piece) => sum + piece);
        if (all is null)
        {
            return null;
        }
        byte[] ordered = _layout.IsGrouped ? all : _layout.Ungroup(all, _layout.Row);
        var packed = new byte[((long)ordered.Length * bits + 7) / 8];
        BitPacking.Pack(ordered, bits, packed);
        Operations.Indices.Write(0, packed);
        return packed;
    }

    private ErrorSums Encode(
        WeightSource source, long start, int count, PaletteTables tables, int group, WeightRange range, int bits, Span<byte> output,
        byte[]? all, Scratch scratch)
    {
        Span<byte> packed = source.Read(start, count, scratch);
        bool throughHalves = source.IsHalf && count >= HalfTableFrom && _scheme.Mode != PalettizationMode.Uniform;
        SetAssignment(tables.Used(group), throughHalves, scratch);
        // The share of the range, in half precision, is off by up to 1/2048 three times.
        float slack = _scheme.Mode == PalettizationMode.Uniform && source.IsHalf ? Operations.Entries / 512f : 0;
        float limit = tables.Limit(group, range, slack);
        ErrorAccumulator errors = default;
        for (int at = 0; at < count; at += Scratch.KernelElements)
        {
            int length = Math.Min(Scratch.KernelElements, count - at);
            Span<float> weights = scratch.Weights.AsSpan(0, length);
            Span<byte> indices = scratch.Bytes.AsSpan(0, length);
            source.Widen(packed, at, weights);
            if (_scheme.Mode == PalettizationMode.Uniform)
            {
                TableKernel.EqualSteps(weights, range.Min, range.Max, Operations.Entries - 1, source.IsHalf, indices);
            }
            else if (throughHalves)
            {
                scratch.Halves.Assign(MemoryMarshal.Cast<byte, Half>(packed).Slice(at, length), indices);
            }
            else
            {
                scratch.Singles.Assign(weights, indices);
            }
            Span<byte> part = output.Slice((int)((long)at * bits / 8), (int)(((long)length * bits + 7) / 8));
            BitPacking.Pack(indices, bits, part);
            // What is compared is what the packed bytes hold.
            BitPacking.Unpack(part, bits, indices);
            if (all is not null)
            {
                indices.CopyTo(all.AsSpan((int)start + at));
            }
            float worst = TableKernel.Compare(indices, tables[group], weights, ref errors);
            errors.Flush(worst);
            if (!(worst <= limit))
            {
                throw Source.Differs(start + at, length, "each weight near the table entry that its index stands for");
            }
        }
        return errors.Sums;
    }

    private void SetAssignment(ReadOnlySpan<float> table, bool throughHalves, Scratch scratch)
    {
        if (_scheme.Mode == PalettizationMode.Uniform)
        {
            return;
        }
        Span<float> starts = stackalloc float[PaletteTables.Places - 1];
        starts = starts[..(table.Length - 1)];
        ClusterStarts.Nearest(table, starts);
        if (throughHalves)
        {
            scratch.Halves.Set(starts);
        }
        else
        {
            scratch.Singles.Set(starts);
        }
    }

    private delegate void TableTaker(int group, int count, ReadOnlySpan<float> table);
}
