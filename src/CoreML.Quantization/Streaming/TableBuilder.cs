using System.Runtime.InteropServices;

namespace CoreML.Quantization;

/// <summary>
/// Makes the table of a group of weights, which it is given piece by piece, if need be more than once. Several builders can share a
/// group's pieces, each a fixed part of them, and are then merged in order: the result does not depend on threads.
/// </summary>
internal abstract class TableBuilder
{
    /// <summary>Into how many parts the pieces of a large group are divided: independent of threads, unless any division gives
    /// the same.</summary>
    public virtual int Parts(int threads) => 4;

    /// <summary>Begins a pass over the pieces.</summary>
    /// <param name="first">The builder that passes end with, which knows the result of the pass before.</param>
    public virtual void Begin(TableBuilder first)
    {
    }

    /// <summary>Takes a piece of finite elements.</summary>
    /// <param name="packed">The packed elements.</param>
    /// <param name="sensitivity">The sensitivity of each; empty for equal ones.</param>
    public abstract void Add(ReadOnlySpan<byte> packed, ReadOnlySpan<float> sensitivity);

    /// <summary>Takes over what another builder was given.</summary>
    public abstract void Merge(TableBuilder other);

    /// <summary>Ends a pass.</summary>
    /// <returns>Whether another one is needed.</returns>
    public virtual bool EndPass(ClusteringScratch scratch) => false;

    /// <summary>Writes the entries in ascending order.</summary>
    /// <returns>Number of entries.</returns>
    public abstract int Finish(Span<float> table, ClusteringScratch scratch);

    /// <summary>Makes a builder for a scheme.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="half">Whether elements are float16; otherwise they are float32.</param>
    /// <param name="elements">Elements of a group.</param>
    /// <param name="entries">Most entries of a table.</param>
    /// <param name="weighted">Whether there are sensitivities.</param>
    public static TableBuilder Create(Palettization scheme, bool half, long elements, int entries, bool weighted) => scheme.Mode switch
    {
        PalettizationMode.KMeans when half => new HalfClusters(entries),
        PalettizationMode.KMeans => new SingleClusters(entries, elements, weighted),
        PalettizationMode.Uniform => new EqualSteps(entries, half),
        PalettizationMode.Unique => new DistinctValues(half),
        _ => new CallersTable(scheme.Table!, half),
    };

    private sealed class HalfClusters(int clusters) : TableBuilder
    {
        private readonly HalfHistogram _histogram = new();

        public override void Begin(TableBuilder first) => _histogram.Clear();

        public override void Add(ReadOnlySpan<byte> packed, ReadOnlySpan<float> sensitivity)
        {
            ReadOnlySpan<Half> values = MemoryMarshal.Cast<byte, Half>(packed);
            if (sensitivity.IsEmpty)
            {
                _histogram.Add(values);
            }
            else
            {
                _histogram.Add(values, sensitivity);
            }
        }

        public override void Merge(TableBuilder other) => _histogram.Merge(((HalfClusters)other)._histogram);

        public override int Finish(Span<float> table, ClusteringScratch scratch) =>
            Copy(ScalarKMeans.Cluster(_histogram, clusters, scratch), table);
    }

    private sealed class SingleClusters(int clusters, long elements, bool weighted) : TableBuilder
    {
        private readonly SingleHistogram _histogram = new(SingleHistogram.BitsFor(elements, clusters), weighted);
        private readonly SelectedValues _selected = new();
        private SelectedValues? _wanted;

        // Integers may be added in any order, but each part takes memory.
        public override int Parts(int threads) => weighted ? base.Parts(threads) : Math.Clamp(threads, 1, base.Parts(threads));

        public override void Begin(TableBuilder first)
        {
            _wanted = ((SingleClusters)first)._wanted;
            if (_wanted is null)
            {
                _histogram.Clear();
            }
            else
            {
                _selected.Begin(_wanted);
            }
        }

        public override void Add(ReadOnlySpan<byte> packed, ReadOnlySpan<float> sensitivity)
        {
            ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(packed);
            if (_wanted is not null)
            {
                _selected.Add(values, sensitivity);
            }
            else if (sensitivity.IsEmpty)
            {
                _histogram.Add(values);
            }
            else
            {
                _histogram.Add(values, sensitivity);
            }
        }

        public override void Merge(TableBuilder other)
        {
            if (_wanted is null)
            {
                _histogram.Merge(((SingleClusters)other)._histogram);
            }
            else
            {
                _selected.Append(((SingleClusters)other)._selected);
            }
        }

        public override bool EndPass(ClusteringScratch scratch)
        {
            if (_wanted is not null)
            {
                scratch.Selected.Append(_selected);
                return false;
            }
            bool more = ScalarKMeans.Narrow(_histogram, clusters, scratch);
            _wanted = more ? scratch.Selected : null;
            return more;
        }

        public override int Finish(Span<float> table, ClusteringScratch scratch)
        {
            _wanted = null;
            return Copy(ScalarKMeans.Solve(scratch), table);
        }
    }

    private sealed class EqualSteps(int entries, bool half) : TableBuilder
    {
        private WeightRange _range = WeightRange.Empty;

        public override void Begin(TableBuilder first) => _range = WeightRange.Empty;

        public override void Add(ReadOnlySpan<byte> packed, ReadOnlySpan<float> sensitivity) =>
            _range |= WeightRange.Of(half ? Format.ElementType.Float16 : Format.ElementType.Float32, packed);

        public override void Merge(TableBuilder other) => _range |= ((EqualSteps)other)._range;

        public override int Finish(Span<float> table, ClusteringScratch scratch)
        {
            // As coremltools does: the range is rounded to the weights' type, the rest is in double precision.
            float rounded = half ? (float)(Half)(_range.Max - _range.Min) : _range.Max - _range.Min;
            double range = float.IsFinite(rounded) ? rounded : (double)_range.Max - _range.Min;
            for (int i = 0; i < entries; i++)
            {
                table[i] = (float)((double)i / (entries - 1) * range + _range.Min);
            }
            return entries;
        }
    }

    private sealed class DistinctValues(bool half) : TableBuilder
    {
        // One more than there can be entries tells that there are too many.
        private readonly SortedSet<float> _values = [];

        public override void Begin(TableBuilder first) => _values.Clear();

        public override void Add(ReadOnlySpan<byte> packed, ReadOnlySpan<float> sensitivity)
        {
            if (half)
            {
                Add<Half>(MemoryMarshal.Cast<byte, Half>(packed), value => (float)value);
            }
            else
            {
                Add<float>(MemoryMarshal.Cast<byte, float>(packed), value => value);
            }
        }

        private void Add<T>(ReadOnlySpan<T> values, Func<T, float> widen)
            where T : IEquatable<T>
        {
            while (!values.IsEmpty && _values.Count <= Palettization.MostEntries)
            {
                // Both zeros are one value.
                _values.Add(widen(values[0]) + 0f);
                int run = values.IndexOfAnyExcept(values[0]);
                values = run < 0 ? [] : values[run..];
            }
        }

        public override void Merge(TableBuilder other) => _values.UnionWith(((DistinctValues)other)._values);

        public override int Finish(Span<float> table, ClusteringScratch scratch)
        {
            int count = 0;
            foreach (float value in _values)
            {
                if (count < table.Length)
                {
                    table[count] = value;
                }
                count++;
            }
            return count;
        }
    }

    private sealed class CallersTable(Func<ReadOnlyMemory<float>, float[]> make, bool half) : TableBuilder
    {
        private readonly List<float> _weights = [];

        // The caller sees the weights in order, so that one builder takes them all.
        public override int Parts(int threads) => 1;

        public override void Begin(TableBuilder first) => _weights.Clear();

        public override void Add(ReadOnlySpan<byte> packed, ReadOnlySpan<float> sensitivity)
        {
            if (!half)
            {
                _weights.AddRange(MemoryMarshal.Cast<byte, float>(packed));
                return;
            }
            int start = _weights.Count;
            CollectionsMarshal.SetCount(_weights, start + packed.Length / 2);
            HalfPrecision.Widen(MemoryMarshal.Cast<byte, ushort>(packed), CollectionsMarshal.AsSpan(_weights)[start..]);
        }

        public override void Merge(TableBuilder other) => throw new InvalidOperationException("There is one builder only.");

        public override int Finish(Span<float> table, ClusteringScratch scratch)
        {
            float[] entries = [.. make(_weights.ToArray())];
            Array.Sort(entries);
            entries.AsSpan(0, Math.Min(entries.Length, table.Length)).CopyTo(table);
            return entries.Length;
        }
    }

    private static int Copy(ScalarClusters clusters, Span<float> table)
    {
        for (int i = 0; i < clusters.Centroids.Length; i++)
        {
            table[i] = (float)clusters.Centroids[i];
        }
        return clusters.Centroids.Length;
    }
}
