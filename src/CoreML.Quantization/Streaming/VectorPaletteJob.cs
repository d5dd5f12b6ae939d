using System.Numerics.Tensors;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>
/// The palettization of one weight by vectors of neighbours along the channel axis. A group is <c>[outer, channels, inner]</c>, its
/// vectors are <c>[outer, channels / size, inner]</c>. Weights whose groups do not follow each other are put in grouped order in memory
/// first.
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
        WeightSource grouped = _layout.IsGrouped ? Source : Source.With(_layout.Group(Source.ReadAll(), Source.Width));
        float[]? sensitivity = _sensitivity();
        var tables = new PaletteTables(_layout.Groups, _operations.Entries, _size, Source.ElementType, _scheme.TableQuantization);
        workers.ForEach(_layout.Groups, (group, scratch) => MakeTable(group, grouped, sensitivity, tables, scratch));
        _operations.WriteTables(tables);
        var indices = new byte[_vectorsPerGroup * _layout.Groups];
        int pieces = (int)((_vectorsPerGroup + PieceVectors - 1) / PieceVectors);
        var errors = new ErrorSums[pieces * _layout.Groups];
        workers.ForEach(errors.Length, (number, scratch) =>
        {
            (int group, int piece) = Math.DivRem(number, pieces);
            long first = (long)piece * PieceVectors;
            int count = (int)Math.Min(PieceVectors, _vectorsPerGroup - first);
            errors[number] = Encode(grouped, group, first, tables, indices.AsSpan((int)(group * _vectorsPerGroup + first), count), scratch);
        });
        Error = errors.Aggregate(default(ErrorSums), (sum, piece) => sum + piece);
        Write(_layout.IsGrouped ? indices : _layout.Ungroup(indices, _layout.Row / _size), workers);
    }

    private void MakeTable(int group, WeightSource grouped, float[]? sensitivity, PaletteTables tables, Scratch scratch)
    {
        // Every so many-th vector, so that all parts of a large group have their say.
        long step = (_vectorsPerGroup + MostClustered - 1) / MostClustered;
        int count = (int)((_vectorsPerGroup + step - 1) / step);
        int run = RunLength;
        Span<float> vectors = scratch.Clustering.Elements((count + run) * _size);
        Span<float> read = vectors[(count * _size)..];
        int taken = 0;
        for (long first = 0; first < _vectorsPerGroup; first += run)
        {
            int length = (int)Math.Min(run, _vectorsPerGroup - first);
            Read(grouped, group, first, read[..(length * _size)], scratch, isFirstTime: true);
            for (; taken * step < first + length; taken++)
            {
                read.Slice((int)(taken * step - first) * _size, _size).CopyTo(vectors[(taken * _size)..]);
            }
        }
        var weights = sensitivity is null ? [] : new float[count];
        for (int i = 0; i < weights.Length; i++)
        {
            for (int k = 0; k < _size; k++)
            {
                weights[i] += sensitivity![(int)(group * _layout.GroupSize + ElementOf(i * step, k))];
            }
        }
        ReadOnlySpan<double> centroids = scratch.Clustering.Vectors.Cluster(
            vectors[..(count * _size)], _size, _operations.Entries, weights, Seed, out _);
        Span<float> table = tables[group];
        for (int i = 0; i < centroids.Length; i++)
        {
            table[i] = (float)centroids[i];
        }
        tables.Set(group, centroids.Length / _size);
    }

    private ErrorSums Encode(WeightSource grouped, int group, long first, PaletteTables tables, Span<byte> indices, Scratch scratch)
    {
        ReadOnlySpan<float> table = tables.Used(group);
        Span<double> wide = scratch.Clustering.Centroids(table.Length);
        TensorPrimitives.ConvertTruncating(table, wide);
        int most = RunLength;
        Span<float> buffer = scratch.Clustering.Elements(2 * most * _size);
        ErrorAccumulator errors = default;
        for (int start = 0; start < indices.Length; start += most)
        {
            Span<byte> run = indices.Slice(start, Math.Min(most, indices.Length - start));
            Span<float> vectors = buffer[..(run.Length * _size)];
            Span<float> decoded = buffer.Slice(vectors.Length, vectors.Length);
            Read(grouped, group, first + start, vectors, scratch);
            scratch.Clustering.Vectors.Assign(vectors, _size, wide, run);
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

    private int RunLength => Math.Max(1, Scratch.KernelElements / _size);

    // Whole rows of vectors follow each other; of a part of a row, the elements of each place in the vectors do.
    private void Read(WeightSource grouped, int group, long first, Span<float> vectors, Scratch scratch, bool isFirstTime = false)
    {
        long origin = group * _layout.GroupSize;
        while (!vectors.IsEmpty)
        {
            (long row, long inner) = Math.DivRem(first, _layout.Inner);
            int count = vectors.Length / _size;
            bool isWhole = inner == 0 && count >= _layout.Inner && _size <= Scratch.KernelElements;
            count = (int)(isWhole ? count / _layout.Inner * _layout.Inner : Math.Min(count, _layout.Inner - inner));
            int across = (int)(isWhole ? _layout.Inner : count);
            for (int k = 0; k < (isWhole ? 1 : _size); k++)
            {
                int length = isWhole ? count * _size : count;
                long start = origin + (row * _size + k) * _layout.Inner + inner;
                Span<byte> packed = grouped.Read(start, length, scratch);
                if (isFirstTime && !WeightRange.Of(grouped.ElementType, packed).IsFinite)
                {
                    grouped.CheckFinite(start, packed);
                }
                Span<float> elements = scratch.Weights.AsSpan(0, length);
                grouped.Widen(packed, 0, elements);
                for (int line = 0; line < length / across; line++)
                {
                    (int vectorRow, int place) = isWhole ? Math.DivRem(line, _size) : (0, k);
                    Span<float> target = vectors[(vectorRow * across * _size + place)..];
                    for (int i = 0; i < across; i++)
                    {
                        target[i * _size] = elements[line * across + i];
                    }
                }
            }
            vectors = vectors[(count * _size)..];
            first += count;
        }
    }

    // Where an element of a vector is in its group.
    private long ElementOf(long vector, int element)
    {
        (long row, long inner) = Math.DivRem(vector, _layout.Inner);
        return (row * _size + element) * _layout.Inner + inner;
    }
}
