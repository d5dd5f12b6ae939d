using CoreML.Builder;
using CoreML.Specification;

namespace CoreML.Tests;

internal static partial class LayerSamples
{
    private static IEnumerable<LayerSample> Selection()
    {
        foreach (ScatterMode mode in Enum.GetValues<ScatterMode>())
        {
            string name = mode.ToString()["Scatter".Length..].ToLowerInvariant();
            yield return Exact($"scatter_{name}", "x:5,2 i:3 u:3,2", "y:5,2", n => n.X.Scatter(n["i"], n["u"], mode: mode));
        }
        foreach (LayerSample reduction in Reductions().Concat(Others()))
        {
            yield return reduction;
        }
    }

    private static IEnumerable<LayerSample> Reductions()
    {
        (string Name, Func<Blob, int[], Blob> Build)[] reductions =
        [
            ("reduce_sum", (x, axes) => x.ReduceSum(axes)), ("reduce_mean", (x, axes) => x.ReduceMean(axes)),
            ("reduce_prod", (x, axes) => x.ReduceProd(axes)), ("reduce_max", (x, axes) => x.ReduceMax(axes)),
            ("reduce_min", (x, axes) => x.ReduceMin(axes)), ("reduce_l1", (x, axes) => x.ReduceL1(axes)),
            ("reduce_l2", (x, axes) => x.ReduceL2(axes)), ("reduce_logsum", (x, axes) => x.ReduceLogSum(axes)),
            ("reduce_sumsquare", (x, axes) => x.ReduceSumSquare(axes)), ("reduce_logsumexp", (x, axes) => x.ReduceLogSumExp(axes)),
        ];
        return
        [
            .. reductions.Select(reduction => Exact(reduction.Name, "x:2,3,4", "y:3", n => reduction.Build(n.X, [0, 2]))),
            Exact("reduce that keeps axes", "x:2,3,4", "y:1,3,1", n => n.X.ReduceSum([0, -1], keepDims: true)),
            Exact("reduce of all elements", "x:2,3,4", "y:1", n => n.X.ReduceMean()),
        ];
    }

    private static IEnumerable<LayerSample> Others() =>
    [
        Exact("gather", "x:4,3 i:2", "y:2,3", n => n.X.Gather(n["i"])),
        Exact("gather_nd", "x:4,3 i:5,2", "y:5", n => n.X.GatherND(n["i"])),
        Exact("gather_nd of rows", "x:4,3 i:5,6,1", "y:5,6,3", n => n.X.GatherND(n["i"])),
        Exact("gather_along_axis", "x:4,3 i:2,3", "y:2,3", n => n.X.GatherAlongAxis(n["i"])),
        Exact("scatter_nd", "x:5,2 i:3,2 u:3", "y:5,2", n => n.X.ScatterND(n["i"], n["u"], ScatterMode.ScatterAdd)),
        Exact("scatter_along_axis", "x:5,2 i:3,2 u:3,2", "y:5,2", n => n.X.ScatterAlongAxis(n["i"], n["u"])),
        ExactMany("topk", "x:3,6", "v:3,2 i:3,2", n => Both(n.X.TopK(2, 1))),
        ExactMany("topk_bottom", "x:3,6", "v:3,2 i:3,2", n => Both(n.X.TopK(2, 1, smallest: true))),
        ExactMany("topk by a blob", "x:3,6 k:1", "v:3,? i:3,?", n => Both(n.X.TopK(n["k"]))),
        Exact("argmax", "x:3,6", "y:3", n => n.X.ArgMax(1, keepDims: false)),
        Exact("argmin", "x:3,6", "y:3,1", n => n.X.ArgMin(1)),
        Exact("argsort", "x:3,6", "y:3,6", n => n.X.ArgSort(1, descending: true)),
        Exact("one_hot", "x:4", "y:4,3", n => n.X.OneHot(3, on: 2, off: -1)),
        Exact("one_hot by a blob", "x:4 n:1", "y:?,4", n => n.X.OneHot(n["n"], 0)),
        Exact("cumsum", "x:3,5", "y:3,5", n => n.X.CumSum(1)),
        Exact("cumsum_exclusive", "x:3,5", "y:3,5", n => n.X.CumSum(1, exclusive: true)),
        Exact("cumsum_reverse", "x:3,5", "y:3,5", n => n.X.CumSum(1, reverse: true)),
        Exact("cumsum_exclusive_reverse", "x:3,5", "y:3,5", n => n.X.CumSum(1, exclusive: true, reverse: true)),
        Exact("cumsum along a blob", "x:3,5 a:1", "y:3,5", n => n.X.CumSum(n["a"])),
        Exact("where_nonzero", "x:3,4", "y:?,2", n => n.X.WhereNonZero()),
        Exact("matrix_band_part", "x:4,5", "y:4,5", n => n.X.MatrixBandPart(1, 2)),
        Exact("lower_triangular", "x:4,5", "y:4,5", n => n.X.LowerTriangular(1)),
        Exact("upper_triangular", "x:4,5", "y:4,5", n => n.X.UpperTriangular(-1)),
        ExactMany("nms", "boxes:1,6,4 scores:1,6,2", "b:1,3,4 s:1,3,2 i:1,3 n:1", n =>
        {
            var (boxes, scores, indices, count) = n["boxes"].NonMaximumSuppression(n["scores"], 3, scoreThreshold: 0.1f);
            return [boxes, scores, indices, count];
        }),
        ExactMany("nms by blobs", "boxes:1,6,4 scores:1,6,2 iou:1 t:1 most:1", "b:1,?,4 s:1,?,2 i:1,? n:1", n =>
        {
            var (boxes, scores, indices, count) = n["boxes"].NonMaximumSuppression(n["scores"], 3, perClass: true, thresholds: [n["iou"], n["t"], n["most"]]);
            return [boxes, scores, indices, count];
        }),
    ];

    private static IEnumerable<LayerSample> Random() =>
    [
        Exact("random_normal_like", "x:2,3,4", "y:2,3,4", n => n.X.RandomNormalLike(0.5f, 2, 7)),
        Exact("random_normal_dynamic", "t:2", "y:?,?", n => n.Builder.RandomNormal(n["t"], 0.5f, 2, 7)),
        Exact("random_normal_static", "x:2,3", "y:2,3", n => (n.X + n.Builder.RandomNormal([2, 3], 0.5f, 2, 7).Named("k", "l")).Named("y", "a")),
        Exact("random_uniform_like", "x:2,3,4", "y:2,3,4", n => n.X.RandomUniformLike(-1, 2, 7)),
        Exact("random_uniform_dynamic", "t:2", "y:?,?", n => n.Builder.RandomUniform(n["t"], -1, 2, 7)),
        Exact("random_uniform_static", "x:2,3", "y:2,3", n => (n.X + n.Builder.RandomUniform([2, 3], -1, 2, 7).Named("k", "l")).Named("y", "a")),
        Exact("random_bernoulli_like", "x:2,3,4", "y:2,3,4", n => n.X.RandomBernoulliLike(0.3f, 7)),
        Exact("random_bernoulli_dynamic", "t:2", "y:?,?", n => n.Builder.RandomBernoulli(n["t"], 0.3f, 7)),
        Exact("random_bernoulli_static", "x:2,3", "y:2,3", n => (n.X + n.Builder.RandomBernoulli([2, 3], 0.3f, 7).Named("k", "l")).Named("y", "a")),
        Exact("categorical_distribution", "x:2,5", "y:2,4", n => n.X.CategoricalDistribution(4, seed: 3)),
    ];

    private static Blob[] Both((Blob First, Blob Second) blobs) => [blobs.First, blobs.Second];
}
