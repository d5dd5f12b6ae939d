using CoreML.Builder;

namespace CoreML.Tests;

internal static partial class LayerSamples
{
    private static IEnumerable<LayerSample> Shapes() =>
    [
        Exact("transpose", "x:2,3,4", "y:4,2,3", n => n.X.Transpose(2, 0, 1)),
        Exact("reshape_static", "x:2,3,4", "y:4,6", n => n.X.Reshape(4, -1)),
        Exact("reshape_like", "x:2,6 t:3,4", "y:3,4", n => n.X.ReshapeLike(n["t"])),
        Exact("reshape_dynamic", "x:2,6 t:2", "y:?,?", n => n.X.Reshape(n["t"])),
        Exact("rank_preserving_reshape", "x:2,6", "y:3,4", n => n.X.ReshapeKeepingRank(3, -1)),
        Exact("reshape that keeps a size", "x:6,4,2", "y:12,4,1", n => n.X.ReshapeKeepingRank(12, 0, -1)),
        Exact("flatten_to_2d", "x:2,3,4", "y:6,4", n => n.X.FlattenTo2D(2)),
        Exact("squeeze", "x:1,3,1,4", "y:3,1,4", n => n.X.Squeeze(0)),
        Exact("squeeze_all", "x:1,3,1,4", "y:3,4", n => n.X.Squeeze()),
        Exact("squeeze to one element", "x:1,1", "y:1", n => n.X.Squeeze(0, 1)),
        Exact("expand_dims", "x:2,3,4", "y:1,2,3,4,1", n => n.X.ExpandDims(0, -1)),
        Exact("broadcast_to_static", "x:1,4", "y:3,4", n => n.X.BroadcastTo(3, 4)),
        Exact("broadcast_to_like", "x:1,4 t:3,4", "y:3,4", n => n.X.BroadcastLike(n["t"])),
        Exact("broadcast_to_dynamic", "x:1,4 t:2", "y:?,?", n => n.X.BroadcastTo(n["t"])),
        Exact("tile", "x:2,3,4", "y:2,6,12", n => n.X.Tile(1, 2, 3)),
        Exact("tile of the last axes", "x:2,3,4", "y:2,3,8", n => n.X.Tile(2)),
        Exact("tile by a vector", "x:2,3 t:2", "y:?,?", n => n.X.Tile(n["t"])),
        Exact("reverse", "x:2,3,4", "y:2,3,4", n => n.X.Reverse(true, false, true)),
        Exact("reverse_sequence", "x:2,5,3 len:2", "y:2,5,3", n => n.X.ReverseSequence(n["len"])),
        ExactMany("split_nd", "x:4,6", "y0:4,2 y1:4,2 y2:4,2", n => n.X.Split(1, 3)),
        ExactMany("split_nd_sizes", "x:4,6", "y0:4,2 y1:4,4", n => n.X.Split(1, [2, 4])),
        Exact("concat_nd", "a:2,3,4 b:2,3,4", "y:2,3,8", n => n.Builder.Concat(2, n["a"], n["b"])),
        Exact("concat_nd_interleave", "a:2,3,4 b:2,3,4", "y:2,3,8", n => n.Builder.Interleave(2, n["a"], n["b"])),
        Exact("stack", "a:2,3,4 b:2,3,4", "y:2,2,3,4", n => n.Builder.Stack(1, n["a"], n["b"])),
        Exact("sliding_windows", "x:7,2", "y:3,3,2", n => n.X.SlidingWindows(0, 3, 2)),
        Exact("constant_pad", "x:2,3", "y:3,5", n => n.X.PadConstant([1, 0, 0, 2], 9)),
        Exact("constant pad to sizes", "x:10,6", "y:12,9", n => n.X.PadConstant([0, 12, 9, 0], toSizes: true)),
        Exact("constant pad by a vector", "x:2,3 t:4", "y:?,?", n => n.X.PadConstant(n["t"], 1)),
        Exact("get_shape", "x:2,3,4", "y:3", n => n.X.GetShape()),
        Exact("slice_static", "x:4,6,3", "y:2,3", n =>
            n.X.Slice([1, 0, 2], [4, -1, 3], [2, 2, 1], beginMasks: [false, true, false], squeezeMasks: [false, false, true])),
        Exact("slice backwards", "x:4,6", "y:4,3", n => n.X.Slice([0, -1], [0, 0], [1, -2], endMasks: [true, true])),
        Exact("slice_dynamic", "x:4,6 beg:2", "y:?,?", n => n.X.Slice(n["beg"], [4, 6], [1, 2])),
        Exact("slice_dynamic that squeezes", "x:4,6 beg:2", "y:?", n => n.X.Slice(n["beg"], [4, 6], squeezeMasks: [true, false])),
        Exact("slice_dynamic by vectors", "x:4,6 b:2 e:2 s:2", "y:?,?", n => n.X.Slice(n["b"], n["e"], n["s"])),
        Exact("slice_by_size", "x:4,6 beg:1", "y:4,3", n => n.X.SliceBySize(n["beg"], 3, 1)),
        Exact("load_constant_nd", "x:2,3", "y:2,3", n => (n.X + n.Builder.Constant(n.W(6), 2, 3).Named("k", "l")).Named("y", "a")),
        Exact("fill_static", "x:2,3", "y:2,3", n => (n.X + n.Builder.Fill(0.5f, 2, 3).Named("k", "l")).Named("y", "a")),
        Exact("fill_dynamic", "t:2", "y:?,?", n => n.Builder.Fill(-2, n["t"])),
        Exact("range_static", "x:4", "y:4", n => (n.X + n.Builder.Range(1, 9, 2).Named("k", "l")).Named("y", "a")),
        Exact("range_dynamic", "e:1", "y:?", n => n.Builder.Range(1, n["e"], 2)),
        Exact("range_dynamic from a blob", "e:1 s:1", "y:?", n => n.Builder.Range(n["e"], n["s"])),
        Exact("range_dynamic by blobs", "e:1 s:1 d:1", "y:?", n => n.Builder.Range(n["e"], n["s"], n["d"])),
    ];
}
