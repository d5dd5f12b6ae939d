using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>The support vectors of a machine, all dense or all sparse.</summary>
internal sealed class SupportVectorSet(string path)
{
    /// <summary>The vectors in full; <see langword="null"/> if they are sparse or there are none.</summary>
    public DenseSupportVectors? Dense { get; private set; }

    /// <summary>The vectors by their elements; <see langword="null"/> if they are dense or there are none.</summary>
    public SparseSupportVectors? Sparse { get; private set; }

    /// <summary>How many there are.</summary>
    public int Count => Dense?.Vectors.Count ?? Sparse?.Vectors.Count ?? 0;

    /// <summary>The length of a dense vector; <see langword="null"/> for sparse ones.</summary>
    public int? Length => Dense?.Vectors[0].Values.Count;

    /// <summary>The largest position in a sparse vector, from 1; 0 for dense ones.</summary>
    public int LastIndex { get; private set; }

    /// <summary>Adds a vector in full.</summary>
    public void Add(ReadOnlySpan<double> values)
    {
        Vectors.CheckLike(values.Length, Length, path + ".denseSupportVectors");
        CheckForm(Sparse is null);
        Dense ??= new DenseSupportVectors();
        Dense.Vectors.Add(new DenseVector { Values = { values.ToArray() } });
    }

    /// <summary>Adds a vector by its elements that are not zero.</summary>
    public void AddSparse(ReadOnlySpan<(int Index, double Value)> nodes)
    {
        CheckForm(Dense is null);
        var vector = new SparseVector();
        int last = 0;
        foreach ((int index, double value) in nodes)
        {
            if (index <= last)
            {
                throw BuilderDiagnostics.ValueNotAllowed.Error(
                    path: path + ".sparseSupportVectors", expected: $"rising positions from 1 on, so above {last}", found: $"{index}");
            }
            vector.Nodes.Add(new SparseNode { Index = index, Value = value });
            last = index;
        }
        Sparse ??= new SparseSupportVectors();
        Sparse.Vectors.Add(vector);
        LastIndex = Math.Max(LastIndex, last);
    }

    /// <summary>Makes sure that there are vectors, and that they fit the input.</summary>
    public void Check(long? inputSize)
    {
        if (Count == 0)
        {
            throw BuilderDiagnostics.Incomplete.Error(path: path, expected: "support vectors", found: "none");
        }
        if (inputSize is { } size && (Length is { } length ? length != size : LastIndex > size))
        {
            throw BuilderDiagnostics.SizeMismatch.Error(
                path: path, expected: $"vectors of {size} elements, as many as the inputs have together", found: $"{Length ?? LastIndex}");
        }
    }

    private void CheckForm(bool same)
    {
        if (!same)
        {
            throw BuilderDiagnostics.ValueNotAllowed.Error(path: path, expected: "all vectors dense, or all sparse", found: "both");
        }
    }
}
