using System.Collections.Frozen;
using Kind = CoreML.Specification.NeuralNetworkLayer.LayerOneofCase;

namespace CoreML.Validation;

/// <summary>How many blobs a kind of layer takes and gives, and which ranks they may have.</summary>
/// <param name="LeastInputs">The least number of inputs; 0 if there may be none.</param>
/// <param name="MostInputs">The largest number of inputs.</param>
/// <param name="LeastOutputs">The least number of outputs.</param>
/// <param name="MostOutputs">The largest number of outputs.</param>
/// <param name="LeastRank">The least rank of first input and first output, which are equal then; 0 if neither matters.</param>
/// <param name="MostRank">The largest rank.</param>
internal sealed record LayerShape(
    int LeastInputs, int MostInputs, int LeastOutputs, int MostOutputs, int LeastRank = 0, int MostRank = int.MaxValue);

/// <summary>A row for each kind of layer.</summary>
internal static class LayerTable
{
    private const int Any = int.MaxValue;

    private static readonly FrozenDictionary<Kind, LayerShape> Rows = new Dictionary<Kind, LayerShape>
    {
        [Kind.Activation] = From(1, 1),
        [Kind.Add] = new(1, Any, 1, 1),
        [Kind.Multiply] = new(1, Any, 1, 1),
        [Kind.Average] = new(1, Any, 1, 1),
        [Kind.Max] = new(1, Any, 1, 1),
        [Kind.Min] = new(1, Any, 1, 1),
        [Kind.Batchnorm] = From(1, 1, 3),
        [Kind.BiDirectionalLSTM] = new(1, 5, 5, 5, 5, 5),
        [Kind.Bias] = From(1, 1, 3),
        [Kind.Concat] = new(2, Any, 1, 1, 3),
        [Kind.Convolution] = new(1, 2, 1, 1, 4),
        [Kind.Crop] = new(1, 2, 1, 1, 3),
        [Kind.CropResize] = From(2, 1, 5),
        [Kind.Custom] = new(1, Any, 1, Any),
        [Kind.Dot] = From(2, 1, 3),
        [Kind.Embedding] = From(1, 1, 4),
        [Kind.Flatten] = From(1, 1, 3),
        [Kind.L2Normalize] = From(1, 1, 3),
        [Kind.Mvn] = From(1, 1, 3),
        [Kind.Softmax] = From(1, 1, 3),
        [Kind.Gru] = new(1, 2, 2, 2, 5, 5),
        [Kind.InnerProduct] = new(1, 1, 1, 1, 1, 5),
        [Kind.LoadConstant] = new(0, Any, 1, 1),
        [Kind.Lrn] = From(1, 1, 3),
        [Kind.Padding] = From(1, 1, 2),
        [Kind.Permute] = new(1, 1, 1, 1, 5, 5),
        [Kind.Pooling] = From(1, 1, 4),
        [Kind.Reduce] = From(1, 1, 1),
        [Kind.ReorganizeData] = From(1, 1, 3),
        [Kind.Reshape] = new(1, 1, 1, 1, 5, 5),
        [Kind.ResizeBilinear] = From(1, 1, 3),
        [Kind.Scale] = From(1, 1, 3),
        [Kind.SequenceRepeat] = From(1, 1, 5),
        [Kind.SimpleRecurrent] = new(2, 2, 2, 2, 5, 5),
        [Kind.Slice] = From(1, 1, 1),
        [Kind.Split] = new(1, 1, 2, Any, 3),
        [Kind.Unary] = From(1, 1, 1),
        [Kind.UniDirectionalLSTM] = new(1, 3, 3, 3, 5, 5),
        [Kind.Upsample] = From(1, 1, 3),

        [Kind.ArgMax] = From(1, 1),
        [Kind.ArgMin] = From(1, 1),
        [Kind.ArgSort] = From(1, 1),
        [Kind.BatchedMatmul] = new(1, 2, 1, 1),
        [Kind.Branch] = new(1, 1, 0, Any),
        [Kind.ConcatND] = new(2, Any, 1, 1),
        [Kind.ConstantPad] = new(1, 2, 1, 1),
        [Kind.Convolution3D] = From(1, 1, 5),
        [Kind.CumSum] = new(1, 2, 1, 1),
        [Kind.EmbeddingND] = new(1, 1, 1, 1, 2, 5),
        [Kind.Equal] = new(1, 2, 1, 1),
        [Kind.FillStatic] = new(0, Any, 1, 1),
        [Kind.GlobalPooling3D] = From(1, 1, 5),
        [Kind.GreaterEqual] = new(1, 2, 1, 1),
        [Kind.GreaterThan] = new(1, 2, 1, 1),
        [Kind.LessEqual] = new(1, 2, 1, 1),
        [Kind.LessThan] = new(1, 2, 1, 1),
        [Kind.LoadConstantND] = new(0, Any, 1, 1),
        [Kind.Loop] = new(0, 1, 0, Any),
        [Kind.LoopBreak] = new(0, Any, 0, Any),
        [Kind.LoopContinue] = new(0, Any, 0, Any),
        [Kind.NonMaximumSuppression] = new(2, 5, 4, 4),
        [Kind.NotEqual] = new(1, 2, 1, 1),
        [Kind.OneHot] = new(1, 2, 1, 1),
        [Kind.Pooling3D] = From(1, 1, 5),
        [Kind.RandomBernoulliStatic] = new(0, Any, 1, 1),
        [Kind.RandomNormalStatic] = new(0, Any, 1, 1),
        [Kind.RandomUniformStatic] = new(0, Any, 1, 1),
        [Kind.RangeDynamic] = new(0, 3, 1, 1),
        [Kind.RangeStatic] = new(0, Any, 1, 1),
        [Kind.Scatter] = From(3, 1),
        [Kind.ScatterAlongAxis] = From(3, 1),
        [Kind.ScatterND] = From(3, 1),
        [Kind.SliceDynamic] = new(2, 7, 1, 1),
        [Kind.SplitND] = new(1, 1, 2, Any),
        [Kind.Stack] = new(2, Any, 1, 1),
        [Kind.Tile] = new(1, 2, 1, 1),
        [Kind.TopK] = new(1, 2, 2, 2),
        [Kind.WhereBroadcastable] = From(3, 1),
        [Kind.AddBroadcastable] = From(2, 1),
        [Kind.BroadcastToDynamic] = From(2, 1),
        [Kind.BroadcastToLike] = From(2, 1),
        [Kind.DivideBroadcastable] = From(2, 1),
        [Kind.FloorDivBroadcastable] = From(2, 1),
        [Kind.Gather] = From(2, 1),
        [Kind.GatherAlongAxis] = From(2, 1),
        [Kind.GatherND] = From(2, 1),
        [Kind.LogicalAnd] = From(2, 1),
        [Kind.LogicalOr] = From(2, 1),
        [Kind.LogicalXor] = From(2, 1),
        [Kind.MaxBroadcastable] = From(2, 1),
        [Kind.MinBroadcastable] = From(2, 1),
        [Kind.ModBroadcastable] = From(2, 1),
        [Kind.MultiplyBroadcastable] = From(2, 1),
        [Kind.PowBroadcastable] = From(2, 1),
        [Kind.ReshapeDynamic] = From(2, 1),
        [Kind.ReshapeLike] = From(2, 1),
        [Kind.ReverseSeq] = From(2, 1),
        [Kind.SliceBySize] = From(2, 1),
        [Kind.SubtractBroadcastable] = From(2, 1),
    }.ToFrozenDictionary();

    // Most kinds of later versions take one blob and give one; a layer of no kind breaks another rule.
    private static readonly LayerShape Plain = From(1, 1);
    private static readonly LayerShape Open = new(0, Any, 0, Any);

    /// <summary>The row of a kind.</summary>
    public static LayerShape Of(Kind kind) => kind == Kind.None ? Open : Rows.GetValueOrDefault(kind, Plain);

    private static LayerShape From(int inputs, int outputs, int leastRank = 0) => new(inputs, inputs, outputs, outputs, leastRank);
}
