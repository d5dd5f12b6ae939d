using CoreML.Builder;
using CoreML.Specification;
using Axis = CoreML.Specification.ReduceLayerParams.Types.ReduceAxis;
using Operation = CoreML.Specification.ReduceLayerParams.Types.ReduceOperation;
using SliceAxis = CoreML.Specification.SliceLayerParams.Types.SliceAxis;

namespace CoreML.Tests;

// Layers of iOS 11 and 12 that are not about height and width.
internal static partial class LayerSamples
{
    private static IEnumerable<LayerSample> Classic() =>
    [
        Rank5("batchnorm", "x:3,7,6", "3,7,6", n => n.X.BatchNorm(n.W(3), n.W(3), n.W(3), n.W(3), epsilon: 0.001f)),
        Rank5("batchnorm_instance", "x:3,7,6", "3,7,6", n => n.X.BatchNorm(n.W(3), n.W(3), epsilon: 0.001f, instance: true)),
        Rank5("mvn", "x:3,7,6", "3,7,6", n => n.X.MeanVarianceNormalize(acrossChannels: false, normalizeVariance: false, epsilon: 1e-4f)),
        Rank5("mvn_across", "x:3,7,6", "3,7,6", n => n.X.MeanVarianceNormalize(epsilon: 1e-4f)),
        Rank5("l2_normalize", "x:3,7,6", "3,7,6", n => n.X.L2Normalize(1e-5f)),
        Rank5("lrn", "x:3,7,6", "3,7,6", n => n.X.LocalResponseNormalize(0.3f, 0.75f, 3, 1.5f)),
        Rank5("softmax", "x:5,1,1", "5,1,1", n => n.X.Softmax()),
        Rank5("scale", "x:3,7,6", "3,7,6", n => n.X.Scale(n.W(3), [3], n.W(3))),
        Rank5("scale by all", "x:3,7,6", "3,7,6", n => n.X.Scale(n.W(126), [3, 7, 6], n.W(1), [1])),
        Rank5("bias", "x:3,7,6", "3,7,6", n => n.X.Bias(n.W(3), 3)),
        Rank5("inner_product", "x:4", "3,1,1", n => n.X.InnerProduct(n.W(12), 3, n.W(3))),
        Rank5("inner_product_no_bias", "x:4", "3,1,1", n => n.X.InnerProduct(n.W(12), 3)),
        Exact("inner product of matrices", "x:5,2,4", "y:5,2,3", n => n.X.InnerProduct(n.W(12), 3)),
        Exact("inner product of images", "x:5,2,1,2", "y:5,3,1,1", n => n.X.InnerProduct(n.W(12), 3)),
        Rank5("embedding", "x:1", "3,1,1", n => n.X.Embedding(n.W(21), 7, 3, n.W(3))),
        Exact("embedding_nd", "x:4,1", "y:4,3", n => n.X.EmbeddingND(n.W(21), 7, 3, n.W(3))),
        Exact("batched_mat_mul", "a:2,3,4 b:2,5,4", "y:2,3,5", n => n["a"].MatMul(n["b"], transposeOther: true)),
        Exact("product of vectors", "a:4 b:4,5", "y:1,5", n => n["a"].MatMul(n["b"])),
        Exact("transposed product", "a:4,3 b:4", "y:3,1", n => n["a"].MatMul(n["b"], transposeThis: true)),
        Exact("batched_mat_mul_weight", "x:2,3,4", "y:2,3,3", n => n.X.MatMul(n.W(12), 3, n.W(3))),
        Rank5("elementwise_add", "a:2,3,4 b:2,3,4", "2,3,4", n => n["a"] + n["b"]),
        Rank5("elementwise_add_alpha", "x:2,3,4", "2,3,4", n => n.Builder.Sum(n.X, 2.5f)),
        Rank5("elementwise_multiply", "a:2,3,4 b:2,3,4", "2,3,4", n => n["a"] * n["b"]),
        Rank5("product with a number", "a:2,3,4", "2,3,4", n => n.Builder.Product(n["a"], 2)),
        Rank5("elementwise_ave", "a:2,3,4 b:2,3,4", "2,3,4", n => n.Builder.Average(n["a"], n["b"])),
        Rank5("elementwise_max", "a:2,3,4 b:2,3,4", "2,3,4", n => n["a"].Max(n["b"])),
        Rank5("elementwise_min", "a:2,3,4 b:2,3,4", "2,3,4", n => n["a"].Min(n["b"])),
        Rank5("sum over one channel", "a:2,3,4 b:1,3,4 c:2,3,4", "2,3,4", n => n.Builder.Sum(n["a"], n["b"], n["c"])),
        Rank5("elementwise_concat", "a:2,3,4 b:2,3,4", "4,3,4", n => n.Builder.ConcatChannels(n["a"], n["b"])),
        Rank5("elementwise_sequence_concat", "a:2,3,4 b:2,3,4", "2,3,4", n => n.Builder.ConcatSequences(n["a"], n["b"])),
        Rank5("elementwise_dot", "a:6 b:6", "1,1,1", n => n["a"].Dot(n["b"])),
        Rank5("elementwise_cos", "a:6 b:6", "1,1,1", n => n["a"].Dot(n["b"], cosine: true)),
        Rank5("load_constant", "x:3,7,6", "3,7,6", n => (n.X + n.Builder.LoadConstant(n.W(126), 3, 7, 6).Named("k", "l")).Named("y", "a")),
        Rank5("flatten", "x:2,3,4", "24,1,1", n => n.X.Flatten()),
        Rank5("flatten_channel_last", "x:2,3,4", "24,1,1", n => n.X.Flatten(FlattenLayerParams.Types.FlattenOrder.ChannelLast)),
        Rank5("reshape", "x:2,3,4", "4,3,2", n => n.X.ReshapeChannels([4, 3, 2])),
        Rank5("reshape_channel_last", "x:2,3,4", "4,3,2", n => n.X.ReshapeChannels([4, 3, 2], ReshapeLayerParams.Types.ReshapeOrder.ChannelLast)),
        Rank5Many("reshape with sequence", "x:2,3,4", "y:2,?,12,1,1", n => [n.X.ReshapeChannels([2, 12, 1, 1])]),
        Rank5("permute", "x:3,7,6", "7,6,3", n => n.X.Permute(0, 2, 3, 1)),
        Rank5Many("split", "x:4,3,2", "y0:?,?,2,3,2 y1:?,?,2,3,2", n => n.X.SplitChannels(2)),
        Rank5("sequence_repeat", "x:3,7,6", "3,7,6", n => n.X.RepeatSequence(3)),
        Rank5("slice", "x:4,3,5", "1,3,5", n => n.X.SliceChannels(SliceAxis.ChannelAxis, 1, -1, 2)),
        Rank5("slice of rows", "x:4,3,5", "4,2,5", n => n.X.SliceChannels(SliceAxis.HeightAxis, 0, 2)),
        Rank5("slice of columns", "x:4,3,5", "4,3,2", n => n.X.SliceChannels(SliceAxis.WidthAxis, -2, 5)),
        Rank5("reduce_old_sum", "x:2,3,4", "2,3,1", n => n.X.ReduceChannels(Operation.Sum, Axis.W)),
        Rank5("reduce_old_avg", "x:2,3,4", "2,3,1", n => n.X.ReduceChannels(Operation.Avg, Axis.W)),
        Rank5("reduce_old_prod", "x:2,3,4", "2,3,1", n => n.X.ReduceChannels(Operation.Prod, Axis.W)),
        Rank5("reduce_old_logsum", "x:2,3,4", "2,3,1", n => n.X.ReduceChannels(Operation.Logsum, Axis.W)),
        Rank5("reduce_old_sumsquare", "x:2,3,4", "2,3,1", n => n.X.ReduceChannels(Operation.Sumsquare, Axis.W)),
        Rank5("reduce_old_l1", "x:2,3,4", "2,3,1", n => n.X.ReduceChannels(Operation.L1, Axis.W)),
        Rank5("reduce_old_l2", "x:2,3,4", "2,3,1", n => n.X.ReduceChannels(Operation.L2, Axis.W)),
        Rank5("reduce_old_max", "x:2,3,4", "2,3,1", n => n.X.ReduceChannels(Operation.Max, Axis.W)),
        Rank5("reduce_old_min", "x:2,3,4", "2,3,1", n => n.X.ReduceChannels(Operation.Min, Axis.W)),
        Rank5("reduce_old_argmax", "x:2,3,4", "2,3,1", n => n.X.ReduceChannels(Operation.Argmax, Axis.W)),
        Rank5("reduce all", "x:2,3,4", "1,1,1", n => n.X.ReduceChannels(Operation.Sum)),
        Rank5("reduce height and width", "x:2,3,4", "2,1,1", n => n.X.ReduceChannels(Operation.Sum, Axis.Hw)),
        Rank5("reduce channels", "x:2,3,4", "1,3,4", n => n.X.ReduceChannels(Operation.Sum, Axis.C)),
        Rank5("reduce height", "x:2,3,4", "2,1,4", n => n.X.ReduceChannels(Operation.Sum, Axis.H)),
        Rank5Many("custom", "x:2,3,4", "y:?", n =>
            n.X.Custom(new CustomLayer("MyLayer", "a custom layer").Weights(n.W(3)).Parameter("d", 0.5).Parameter("k", 3), [CoreML.Mil.TensorShape.Unranked])),
        ExactMany("custom with all parameters", "x:2 z:3", "a:4 b:5", n => n.X.Custom(
            new CustomLayer("C").Parameter("s", "text").Parameter("l", 5L).Parameter("b", true).Parameter("i", 1).Parameter("d", 2.0), [[4], [5]], n["z"])),
    ];
}
