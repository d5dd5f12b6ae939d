using System.Numerics.Tensors;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>
/// The palettization of one weight by vectors of neighbours along the channel axis. A group is <c>[outer, channels, inner]</c>, its
/// vectors are <c>[outer, channels / size, inner]</c>. The weight is in memory, in grouped order.
/// </summary>
internal sealed class VectorPaletteJob : CompressionJob
{
    private const int PieceVectors = 1 << 14;
    // The vectors that centroids are computed from: more of them would change the error by less than a thousandth.
    private const int MostClustered = 1 << 22;
    private const ulong Seed = 0;

    private readonly GroupLayout _layout;
    private readonly int _size;
    private readonly Palettization _scheme;
    private readonly Func<float[]?> _sensitivity;
    private readonly PaletteOperations _operations;
    // Rows of vectors, each of _layout.Inner vectors, in a group.
    private readonly long _vectorsPerGroup;

    public VectorPaletteJob(WeightSource source, GroupLayout layout, Palettization scheme, Func<float[]?> sensitivity, OpsetFeatures opset)
        : base(source)
    {
        (_layout, _size, _scheme, _sensitivity) = (layout, scheme.ClusterDim, scheme, sensitivity);
        _operations = new PaletteOperations(layout, scheme, source.ElementType, scheme.NBits, opset);
        _vectorsPerGroup = layout.GroupSize / _size;
    }

    public override IReadOnlyList<PendingContent> Contents => _operations.Contents;

    public override MilValue Emit(DecoderGraph graph) => _operations.Emit(graph);

    public override void Execute(Workers workers)
    {
        byte[] packed = Source.ReadAll();
        Source.CheckFinite(0, packed);
        byte[] grouped = _layout.IsGrouped ? packed : _layout.Group(packed, Source.Width);
        float[]? sensitivity = _sensitivity();
        var tables = new PaletteTables(_layout.Groups, _operations.Entries, _size, Source.ElementType, _scheme.TableQuantization);
        workers.ForEach(_layout.Groups, (group, scratch) => MakeTable(group, grouped, sensitivity, tables, scratch.Clustering));
        _operations.WriteTables(tables);
        var indices = new byte[_vectorsPerGroup * _layout.Groups];
        int pieces = (int)((_vectorsPerGroup + PieceVectors - 1) / PieceVectors);
        var errors = new ErrorSums[pieces * _layout.Groups];
        workers.ForEach(errors.Length, (number, scratch) =>
        {
            (int group, int piece) = Math.DivRem(number, pieces);
            long first = (long)piece * PieceVectors;
            int count = (int)Math.Min(PieceVectors, _vectorsPerGroup - first);
            errors[number] = Encode(grouped, group, first, tables, indices.AsSpan((int)(group * _vectorsPerGroup + first), count), scratch.Clustering);
        });
        Error = errors.Aggregate(default(ErrorSums), (sum, piece) => sum + piece);
        Write(_layout.IsGrouped ? indices : _layout.Ungroup(indices, _layout.Row / _size), workers);
    }

    private void MakeTable(int group, byte[] grouped, float[]? sensitivity, PaletteTables tables, ClusteringScratch scratch)
    {
        // Every so many-th vector, so that all parts of a large group have their say.
        long step = (_vectorsPerGroup + MostClustered - 1) / MostClustered;
        int count = (int)((_vectorsPerGroup + step - 1) / step);
        Span<float> vectors = scratch.Elements(count * _size);
        var weights = sensitivity is null ? [] : new float[count];
        for (int i = 0; i < count; i++)
        {
            Take(grouped, group, i * step, vectors.Slice(i * _size, _size));
            for (int k = 0; k < _size && sensitivity is not null; k++)
            {
                weights[i] += sensitivity[(int)(group * _layout.GroupSize + ElementOf(i * step, k))];
            }
        }
        ReadOnlySpan<double> centroids = scratch.Vectors.Cluster(vectors, _size, _operations.Entries, weights, Seed, out _);
        Span<float> table = tables[group];
        for (int i = 0; i < centroids.Length; i++)
        {
            table[i] = (float)centroids[i];
        }
        tables.Set(group, centroids.Length / _size);
    }

    private ErrorSums Encode(byte[] grouped, int group, long first, PaletteTables tables, Span<byte> indices, ClusteringScratch scratch)
    {
        ReadOnlySpan<float> table = tables.Used(group);
        Span<double> wide = scratch.Centroids(table.Length);
        TensorPrimitives.ConvertTruncating(table, wide);
        int most = Math.Max(1, Scratch.KernelElements / _size);
        Span<float> buffer = scratch.Elements(2 * most * _size);
        ErrorAccumulator errors = default;
        for (int start = 0; start < indices.Length; start += most)
        {
            Span<byte> run = indices.Slice(start, Math.Min(most, indices.Length - start));
            Span<float> vectors = buffer[..(run.Length * _size)];
            Span<float> decoded = buffer.Slice(vectors.Length, vectors.Length);
            for (int i = 0; i < run.Length; i++)
            {
                Take(grouped, group, first + start + i, vectors.Slice(i * _size, _size));
            }
            scratch.Vectors.Assign(vectors, _size, wide, run);
            for (int i = 0; i < run.Length; i++)
            {
                table.Slice(run[i] * _size, _size).CopyTo(decoded[(i * _size)..]);
            }
            DenseCheck.Compare(decoded, vectors, ref errors);
        }
        return errors.Sums;
    }

    private void Write(byte[] indices, Workers workers)
    {
        int bits = _scheme.NBits;
        workers.ForEach((indices.Length + PieceVectors - 1) / PieceVectors, (piece, scratch) =>
        {
            int first = piece * PieceVectors;
            ReadOnlySpan<byte> meant = indices.AsSpan(first, Math.Min(PieceVectors, indices.Length - first));
            Span<byte> packed = scratch.Output((meant.Length * bits + 7) / 8);
            BitPacking.Pack(meant, bits, packed);
            Span<byte> again = scratch.Input(meant.Length);
            BitPacking.Unpack(packed, bits, again);
            if (!again.SequenceEqual(meant))
            {
                throw Source.Differs(first, meant.Length, "packed indices to be those that were assigned");
            }
            _operations.Indices.Write((long)first * bits / 8, packed);
        });
    }

    private void Take(byte[] grouped, int group, long vector, Span<float> elements)
    {
        long start = group * _layout.GroupSize;
        for (int k = 0; k < elements.Length; k++)
        {
            int at = (int)(start + ElementOf(vector, k)) * Source.Width;
            elements[k] = Source.IsHalf
                ? (float)BitConverter.ToHalf(grouped, at)
                : BitConverter.ToSingle(grouped, at);
        }
    }

    // Where an element of a vector is in its group.
    private long ElementOf(long vector, int element)
    {
        (long row, long inner) = Math.DivRem(vector, _layout.Inner);
        return (row * _size + element) * _layout.Inner + inner;
    }
}
