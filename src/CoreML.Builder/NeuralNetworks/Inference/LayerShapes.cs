using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;
using Kind = CoreML.Specification.NeuralNetworkLayer.LayerOneofCase;

namespace CoreML.Builder;

/// <summary>The shapes of all kinds of layers: a row for each, with its numbers of inputs and outputs.</summary>
internal static partial class LayerShapes
{
    /// <summary>Finds the shapes of a layer's outputs.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">The shapes of its inputs.</param>
    /// <param name="outputs">How many outputs it has.</param>
    /// <param name="rank5">Whether every blob has five dimensions.</param>
    /// <param name="path">Where the layer is.</param>
    /// <exception cref="CoreMLException">CML7101, CML7102, CML7103: something does not fit.</exception>
    public static TensorShape[] Infer(NeuralNetworkLayer layer, TensorShape[] inputs, int outputs, bool rank5, string path)
    {
        if (!Rules.TryGetValue(layer.LayerCase, out LayerRule rule))
        {
            throw BuilderDiagnostics.LayerParameter.Error(path: path, expected: "a layer of a known kind", found: $"{layer.LayerCase}");
        }
        CheckCount("inputs", rule.Inputs, inputs.Length);
        CheckCount("outputs", rule.Outputs, outputs);
        return inputs.All(input => input.IsRanked)
            ? rule.Shapes(new LayerContext(layer, inputs, outputs, rank5, path))
            : [.. Enumerable.Repeat(TensorShape.Unranked, outputs)];

        void CheckCount(string what, Count count, int found)
        {
            if (!count.Contains(found))
            {
                throw BuilderDiagnostics.LayerArity.Error(path: path, expected: $"{count} {what}", found: $"{found}");
            }
        }
    }

    private static readonly Dictionary<Kind, LayerRule> Rules = new()
    {
        [Kind.Convolution] = new((1, 2), 1, Convolution),
        [Kind.Pooling] = new(1, 1, Pooling),
        [Kind.Activation] = new(1, 1, Activation),
        [Kind.InnerProduct] = new(1, 1, InnerProduct),
        [Kind.Embedding] = new(1, 1, Embedding),
        [Kind.Batchnorm] = new(1, 1, Batchnorm),
        [Kind.Mvn] = new(1, 1, Same3),
        [Kind.L2Normalize] = new(1, 1, Same3),
        [Kind.Softmax] = new(1, 1, Same3),
        [Kind.Lrn] = new(1, 1, Lrn),
        [Kind.Crop] = new((1, 2), 1, Crop),
        [Kind.Padding] = new(1, 1, Padding),
        [Kind.Upsample] = new(1, 1, Upsample),
        [Kind.ResizeBilinear] = new(1, 1, ResizeBilinear),
        [Kind.CropResize] = new(2, 1, CropResize),
        [Kind.Unary] = new(1, 1, Same),
        [Kind.Add] = new(Count.From(1), 1, Joined),
        [Kind.Multiply] = new(Count.From(1), 1, Joined),
        [Kind.Average] = new(Count.From(1), 1, Joined),
        [Kind.Max] = new(Count.From(1), 1, Joined),
        [Kind.Min] = new(Count.From(1), 1, Joined),
        [Kind.Scale] = new(1, 1, Scale),
        [Kind.Bias] = new(1, 1, Bias),
        [Kind.Dot] = new(2, 1, Dot),
        [Kind.Reduce] = new(1, 1, Reduce),
        [Kind.LoadConstant] = new(0, 1, LoadConstant),
        [Kind.Reshape] = new(1, 1, Reshape),
        [Kind.Flatten] = new(1, 1, Flatten),
        [Kind.Permute] = new(1, 1, Permute),
        [Kind.Concat] = new(Count.From(2), 1, Concat),
        [Kind.Split] = new(1, Count.From(2), Split),
        [Kind.SequenceRepeat] = new(1, 1, SequenceRepeat),
        [Kind.ReorganizeData] = new(1, 1, ReorganizeData),
        [Kind.Slice] = new(1, 1, Slice),
        [Kind.SimpleRecurrent] = new(2, 2, SimpleRecurrent),
        [Kind.Gru] = new((1, 2), 2, Gru),
        [Kind.UniDirectionalLSTM] = new((1, 3), 3, UniDirectionalLstm),
        [Kind.BiDirectionalLSTM] = new((1, 5), 5, BiDirectionalLstm),
        [Kind.Custom] = new(Count.From(1), Count.From(1), Custom),
        [Kind.Copy] = new(1, 1, Same),
        [Kind.Branch] = new(1, 0, Nothing),
        [Kind.Loop] = new((0, 1), 0, Nothing),
        [Kind.LoopBreak] = new(0, 0, Nothing),
        [Kind.LoopContinue] = new(0, 0, Nothing),
        [Kind.RangeStatic] = new(0, 1, RangeStatic),
        [Kind.RangeDynamic] = new((1, 3), 1, RangeDynamic),
        [Kind.Clip] = new(1, 1, Clip),
        [Kind.Ceil] = new(1, 1, Same),
        [Kind.Floor] = new(1, 1, Same),
        [Kind.Sign] = new(1, 1, Same),
        [Kind.Round] = new(1, 1, Same),
        [Kind.Exp2] = new(1, 1, Same),
        [Kind.Sin] = new(1, 1, Same),
        [Kind.Cos] = new(1, 1, Same),
        [Kind.Tan] = new(1, 1, Same),
        [Kind.Asin] = new(1, 1, Same),
        [Kind.Acos] = new(1, 1, Same),
        [Kind.Atan] = new(1, 1, Same),
        [Kind.Sinh] = new(1, 1, Same),
        [Kind.Cosh] = new(1, 1, Same),
        [Kind.Tanh] = new(1, 1, Same),
        [Kind.Asinh] = new(1, 1, Same),
        [Kind.Acosh] = new(1, 1, Same),
        [Kind.Atanh] = new(1, 1, Same),
        [Kind.Erf] = new(1, 1, Same),
        [Kind.Gelu] = new(1, 1, Same),
        [Kind.Equal] = new((1, 2), 1, Broadcast),
        [Kind.NotEqual] = new((1, 2), 1, Broadcast),
        [Kind.LessThan] = new((1, 2), 1, Broadcast),
        [Kind.LessEqual] = new((1, 2), 1, Broadcast),
        [Kind.GreaterThan] = new((1, 2), 1, Broadcast),
        [Kind.GreaterEqual] = new((1, 2), 1, Broadcast),
        [Kind.LogicalOr] = new(2, 1, Broadcast),
        [Kind.LogicalXor] = new(2, 1, Broadcast),
        [Kind.LogicalNot] = new(1, 1, Same),
        [Kind.LogicalAnd] = new(2, 1, Broadcast),
        [Kind.ModBroadcastable] = new(2, 1, Broadcast),
        [Kind.MinBroadcastable] = new(2, 1, Broadcast),
        [Kind.MaxBroadcastable] = new(2, 1, Broadcast),
        [Kind.AddBroadcastable] = new(2, 1, Broadcast),
        [Kind.PowBroadcastable] = new(2, 1, Broadcast),
        [Kind.DivideBroadcastable] = new(2, 1, Broadcast),
        [Kind.FloorDivBroadcastable] = new(2, 1, Broadcast),
        [Kind.MultiplyBroadcastable] = new(2, 1, Broadcast),
        [Kind.SubtractBroadcastable] = new(2, 1, Broadcast),
        [Kind.Tile] = new((1, 2), 1, Tile),
        [Kind.Stack] = new(Count.From(2), 1, Stack),
        [Kind.Gather] = new(2, 1, Gather),
        [Kind.Scatter] = new(3, 1, Scatter),
        [Kind.GatherND] = new(2, 1, GatherND),
        [Kind.ScatterND] = new(3, 1, ScatterND),
        [Kind.SoftmaxND] = new(1, 1, SoftmaxND),
        [Kind.GatherAlongAxis] = new(2, 1, GatherAlongAxis),
        [Kind.ScatterAlongAxis] = new(3, 1, ScatterAlongAxis),
        [Kind.Reverse] = new(1, 1, Reverse),
        [Kind.ReverseSeq] = new(2, 1, ReverseSeq),
        [Kind.SplitND] = new(1, Count.From(2), SplitND),
        [Kind.ConcatND] = new(Count.From(2), 1, ConcatND),
        [Kind.Transpose] = new(1, 1, Transpose),
        [Kind.SliceStatic] = new(1, 1, SliceStatic),
        [Kind.SliceDynamic] = new((2, 7), 1, SliceDynamic),
        [Kind.SlidingWindows] = new(1, 1, SlidingWindows),
        [Kind.TopK] = new((1, 2), 2, TopK),
        [Kind.ArgMin] = new(1, 1, ArgMin),
        [Kind.ArgMax] = new(1, 1, ArgMax),
        [Kind.EmbeddingND] = new(1, 1, EmbeddingND),
        [Kind.BatchedMatmul] = new((1, 2), 1, BatchedMatmul),
        [Kind.GetShape] = new(1, 1, GetShape),
        [Kind.LoadConstantND] = new(0, 1, LoadConstantND),
        [Kind.FillLike] = new(1, 1, Same),
        [Kind.FillStatic] = new(0, 1, context => Static(context, context.Layer.FillStatic.TargetShape, "targetShape")),
        [Kind.FillDynamic] = new(1, 1, Dynamic),
        [Kind.BroadcastToLike] = new(2, 1, BroadcastToLike),
        [Kind.BroadcastToStatic] = new(1, 1, BroadcastToStatic),
        [Kind.BroadcastToDynamic] = new(2, 1, context => DynamicOf(context, 1)),
        [Kind.Squeeze] = new(1, 1, Squeeze),
        [Kind.ExpandDims] = new(1, 1, ExpandDims),
        [Kind.FlattenTo2D] = new(1, 1, FlattenTo2D),
        [Kind.ReshapeLike] = new(2, 1, ReshapeLike),
        [Kind.ReshapeStatic] = new(1, 1, ReshapeStatic),
        [Kind.ReshapeDynamic] = new(2, 1, context => DynamicOf(context, 1)),
        [Kind.RankPreservingReshape] = new(1, 1, RankPreservingReshape),
        [Kind.ConstantPad] = new((1, 2), 1, ConstantPad),
        [Kind.RandomNormalLike] = new(1, 1, Same),
        [Kind.RandomNormalStatic] = new(0, 1, context => Static(context, context.Layer.RandomNormalStatic.OutputShape, "outputShape")),
        [Kind.RandomNormalDynamic] = new(1, 1, Dynamic),
        [Kind.RandomUniformLike] = new(1, 1, RandomUniform),
        [Kind.RandomUniformStatic] = new(0, 1, RandomUniform),
        [Kind.RandomUniformDynamic] = new(1, 1, RandomUniform),
        [Kind.RandomBernoulliLike] = new(1, 1, RandomBernoulli),
        [Kind.RandomBernoulliStatic] = new(0, 1, RandomBernoulli),
        [Kind.RandomBernoulliDynamic] = new(1, 1, RandomBernoulli),
        [Kind.CategoricalDistribution] = new(1, 1, CategoricalDistribution),
        [Kind.ReduceL1] = new(1, 1, context => Reduced(context, context.Layer.ReduceL1)),
        [Kind.ReduceL2] = new(1, 1, context => Reduced(context, context.Layer.ReduceL2)),
        [Kind.ReduceMax] = new(1, 1, context => Reduced(context, context.Layer.ReduceMax)),
        [Kind.ReduceMin] = new(1, 1, context => Reduced(context, context.Layer.ReduceMin)),
        [Kind.ReduceSum] = new(1, 1, context => Reduced(context, context.Layer.ReduceSum)),
        [Kind.ReduceProd] = new(1, 1, context => Reduced(context, context.Layer.ReduceProd)),
        [Kind.ReduceMean] = new(1, 1, context => Reduced(context, context.Layer.ReduceMean)),
        [Kind.ReduceLogSum] = new(1, 1, context => Reduced(context, context.Layer.ReduceLogSum)),
        [Kind.ReduceSumSquare] = new(1, 1, context => Reduced(context, context.Layer.ReduceSumSquare)),
        [Kind.ReduceLogSumExp] = new(1, 1, context => Reduced(context, context.Layer.ReduceLogSumExp)),
        [Kind.WhereNonZero] = new(1, 1, WhereNonZero),
        [Kind.MatrixBandPart] = new(1, 1, Same2),
        [Kind.LowerTriangular] = new(1, 1, Same2),
        [Kind.UpperTriangular] = new(1, 1, Same2),
        [Kind.WhereBroadcastable] = new(3, 1, Broadcast),
        [Kind.LayerNormalization] = new(1, 1, LayerNormalization),
        [Kind.NonMaximumSuppression] = new((2, 5), 4, NonMaximumSuppression),
        [Kind.OneHot] = new((1, 2), 1, OneHot),
        [Kind.CumSum] = new((1, 2), 1, CumSum),
        [Kind.ClampedReLU] = new(1, 1, Same),
        [Kind.ArgSort] = new(1, 1, ArgSort),
        [Kind.Pooling3D] = new(1, 1, Pooling3D),
        [Kind.GlobalPooling3D] = new(1, 1, GlobalPooling3D),
        [Kind.SliceBySize] = new(2, 1, SliceBySize),
        [Kind.Convolution3D] = new(1, 1, Convolution3D),
    };

    private static TensorShape[] Nothing(LayerContext context) => [];

    private static TensorShape[] Same(LayerContext context) => [context.Input];

    private static TensorShape[] Same2(LayerContext context)
    {
        context.MinimumRank(2);
        return [context.Input];
    }

    private static TensorShape[] Same3(LayerContext context)
    {
        context.MinimumRank(3);
        return [context.Input];
    }

    private static TensorShape[] Broadcast(LayerContext context) => [context.Broadcast()];

    // What a custom layer makes is known to its own code alone.
    private static TensorShape[] Custom(LayerContext context) => [.. Enumerable.Repeat(TensorShape.Unranked, context.Outputs)];
}
