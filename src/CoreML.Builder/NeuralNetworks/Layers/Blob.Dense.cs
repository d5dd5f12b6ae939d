using CoreML.Specification;
using static CoreML.Builder.NeuralNetworkBuilder;

namespace CoreML.Builder;

// Products with matrices, and tables.
public sealed partial class Blob
{
    /// <summary>A fully connected layer: <c>y = W x + b</c> for the vectors on the last axis, or with four or five dimensions for those that
    /// fill channel, height and width.</summary>
    /// <param name="weights">The matrix <c>W</c>, <c>[outputs, inputs]</c>.</param>
    /// <param name="outputs">The length of <c>y</c>.</param>
    /// <param name="bias">The vector <c>b</c>; nothing by default.</param>
    /// <param name="int8">Whether to multiply in integers of 8 bits: the weights are <see cref="Weights.Int8"/>, and there is no bias.
    /// Specification version 5.</param>
    /// <returns>A blob <c>[.., outputs]</c>, or with four or five dimensions <c>[.., outputs, 1, 1]</c>.</returns>
    public Blob InnerProduct(Weights weights, int outputs, Weights? bias = null, bool int8 = false)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
        return Layer(new()
        {
            InnerProduct = new InnerProductLayerParams
            {
                InputChannels = (ulong)VectorSize(weights.Count / outputs),
                OutputChannels = (ulong)outputs,
                HasBias = bias is not null,
                Weights = Parameters(weights),
                Bias = bias?.ToParameters(),
                Int8DynamicQuantize = int8,
            },
        });
    }

    /// <summary>The product of each matrix on the last two axes with one matrix: <c>y = x W + b</c>. Specification version 4.</summary>
    /// <param name="weights">The matrix <c>W</c> of <c>rows</c> and <c>columns</c>, column by column: <c>[columns, rows]</c>.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="bias">The vector <c>b</c>, as many numbers as columns; nothing by default.</param>
    /// <param name="int8">Whether to multiply in integers of 8 bits: the weights are <see cref="Weights.Int8"/>, and there is no bias.
    /// Specification version 5.</param>
    /// <returns>A blob <c>[.., columns]</c>.</returns>
    public Blob MatMul(Weights weights, int columns, Weights? bias = null, bool int8 = false)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        return Layer(new()
        {
            BatchedMatmul = new BatchedMatMulLayerParams
            {
                WeightMatrixFirstDimension = (ulong)Size(-1, weights.Count / columns),
                WeightMatrixSecondDimension = (ulong)columns,
                HasBias = bias is not null,
                Weights = Parameters(weights),
                Bias = bias?.ToParameters(),
                Int8DynamicQuantize = int8,
            },
        });
    }

    /// <summary>The products of the matrices on the last two axes of two blobs; all axes before are broadcast. Specification version 4.</summary>
    /// <param name="other">The right factor.</param>
    /// <param name="transposeThis">Whether the left factor is transposed first.</param>
    /// <param name="transposeOther">Whether the right factor is transposed first.</param>
    /// <returns>A blob <c>[.., rows, columns]</c>.</returns>
    public Blob MatMul(Blob other, bool transposeThis = false, bool transposeOther = false) =>
        Layer(new() { BatchedMatmul = new() { TransposeA = transposeThis, TransposeB = transposeOther } }, other);

    /// <summary>The dot product of vectors that fill the channels, or the cosine of the angle between them.</summary>
    /// <param name="other">The other vectors.</param>
    /// <param name="cosine">Whether to divide by the lengths.</param>
    /// <returns>A blob <c>[.., 1, 1, 1]</c>.</returns>
    public Blob Dot(Blob other, bool cosine = false) => Layer(new() { Dot = new() { CosineSimilarity = cosine } }, other);

    /// <summary>Looks up rows of a table; elements are their numbers.</summary>
    /// <param name="weights">The table, one value after the other of all rows: <c>[size, entries]</c>.</param>
    /// <param name="entries">The number of rows.</param>
    /// <param name="size">The length of a row.</param>
    /// <param name="bias">What is added to each row; nothing by default.</param>
    /// <returns>From <c>[.., 1, 1, 1]</c> a blob <c>[.., size, 1, 1]</c>.</returns>
    public Blob Embedding(Weights weights, int entries, int size, Weights? bias = null) => Layer(new()
    {
        Embedding = new EmbeddingLayerParams
        {
            InputDim = Unsigned([entries])[0],
            OutputChannels = Unsigned([size])[0],
            HasBias = bias is not null,
            Weights = Parameters(weights),
            Bias = bias?.ToParameters(),
        },
    });

    /// <summary>Looks up rows of a table; elements are their numbers. Specification version 4.</summary>
    /// <param name="weights">The table, one value after the other of all rows: <c>[size, entries]</c>.</param>
    /// <param name="entries">The number of rows.</param>
    /// <param name="size">The length of a row.</param>
    /// <param name="bias">What is added to each row; nothing by default.</param>
    /// <returns>From <c>[.., 1]</c>, of 2 to 5 dimensions, a blob <c>[.., size]</c>.</returns>
    public Blob EmbeddingND(Weights weights, int entries, int size, Weights? bias = null) => Layer(new()
    {
        EmbeddingND = new EmbeddingNDLayerParams
        {
            VocabSize = Unsigned([entries])[0],
            EmbeddingSize = Unsigned([size])[0],
            HasBias = bias is not null,
            Weights = Parameters(weights),
            Bias = bias?.ToParameters(),
        },
    });

    private long VectorSize(long otherwise)
    {
        if (!Shape.IsRanked || Shape.Rank < 4)
        {
            return Size(-1, otherwise);
        }
        return Dimensions.Product(Shape.Skip(Shape.Rank - 3)) is { IsKnown: true } product ? product.Size : otherwise;
    }
}
