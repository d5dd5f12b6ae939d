using static CoreML.Builder.NeuralNetworkBuilder;

namespace CoreML.Builder;

// Layers from iOS 13 on that change the shape of tensors of any rank.
public sealed partial class Blob
{
    /// <summary>Puts the axes into another order: axis <c>i</c> of the result is axis <c>axes[i]</c>.</summary>
    public Blob Transpose(params ReadOnlySpan<int> axes) => Layer(new() { Transpose = new() { Axes = { Unsigned(axes) } } });

    /// <summary>Gives another shape with as many elements; −1, once at most, stands for what remains.</summary>
    public Blob Reshape(params ReadOnlySpan<int> shape) => Layer(new() { ReshapeStatic = new() { TargetShape = { Signed(shape) } } });

    /// <summary>Gives the shape of another blob.</summary>
    public Blob ReshapeLike(Blob other) => Layer(new() { ReshapeLike = new() }, other);

    /// <summary>Gives another shape; a vector holds the sizes.</summary>
    public Blob Reshape(Blob shape) => Layer(new() { ReshapeDynamic = new() }, shape);

    /// <summary>Gives another shape of the same rank; 0 keeps a size, −1, once at most, stands for what remains.</summary>
    public Blob ReshapeKeepingRank(params ReadOnlySpan<int> shape) => Layer(new() { RankPreservingReshape = new() { TargetShape = { Signed(shape) } } });

    /// <summary>Makes a matrix: the axes before <paramref name="axis"/> become the rows.</summary>
    public Blob FlattenTo2D(int axis) => Layer(new() { FlattenTo2D = new() { Axis = axis } });

    /// <summary>Removes axes of size 1; all of them if none is given.</summary>
    public Blob Squeeze(params ReadOnlySpan<int> axes) => Layer(new() { Squeeze = new() { Axes = { Signed(axes) }, SqueezeAll = axes.IsEmpty } });

    /// <summary>Inserts axes of size 1, at these places of the result.</summary>
    public Blob ExpandDims(params ReadOnlySpan<int> axes) => Layer(new() { ExpandDims = new() { Axes = { Signed(axes) } } });

    /// <summary>Repeats sizes of 1 until the shape is this one.</summary>
    public Blob BroadcastTo(params ReadOnlySpan<int> shape) => Layer(new() { BroadcastToStatic = new() { TargetShape = { Unsigned(shape) } } });

    /// <summary>Repeats sizes of 1 until the shape is that of another blob.</summary>
    public Blob BroadcastLike(Blob other) => Layer(new() { BroadcastToLike = new() }, other);

    /// <summary>Repeats sizes of 1 until the shape is one whose sizes a vector holds.</summary>
    public Blob BroadcastTo(Blob shape) => Layer(new() { BroadcastToDynamic = new() }, shape);

    /// <summary>Repeats the blob along its last axes.</summary>
    public Blob Tile(params ReadOnlySpan<int> counts) => Layer(new() { Tile = new() { Reps = { Unsigned(counts) } } });

    /// <summary>Repeats the blob along its axes; a vector holds the counts.</summary>
    public Blob Tile(Blob counts) => Layer(new() { Tile = new() }, counts);

    /// <summary>Turns axes round: one value for each, true for those to turn.</summary>
    public Blob Reverse(params ReadOnlySpan<bool> axes) => Layer(new() { Reverse = new() { ReverseDim = { axes.ToArray() } } });

    /// <summary>Turns the beginning of each sequence round; a vector holds its length.</summary>
    /// <param name="lengths">The lengths, one for each sequence of the batch.</param>
    /// <param name="batchAxis">The axis of the sequences' numbers; before the other.</param>
    /// <param name="sequenceAxis">The axis of the sequences.</param>
    public Blob ReverseSequence(Blob lengths, int batchAxis = 0, int sequenceAxis = 1) =>
        Layer(new() { ReverseSeq = new() { BatchAxis = batchAxis, SequenceAxis = sequenceAxis } }, lengths);

    /// <summary>Divides an axis into parts of equal size.</summary>
    public Blob[] Split(int axis, int count) => LayerOf(new() { SplitND = new() { Axis = axis, NumSplits = Unsigned([count])[0] } }, count);

    /// <summary>Divides an axis into parts of given sizes.</summary>
    public Blob[] Split(int axis, ReadOnlySpan<int> sizes) => LayerOf(
        new() { SplitND = new() { Axis = axis, NumSplits = (ulong)sizes.Length, SplitSizes = { Unsigned(sizes) } } }, sizes.Length);

    /// <summary>Lays windows over an axis; they become a new axis behind it.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="size">The length of a window.</param>
    /// <param name="step">How far a window is from the next.</param>
    public Blob SlidingWindows(int axis, int size, int step) =>
        Layer(new() { SlidingWindows = new() { Axis = axis, WindowSize = Unsigned([size])[0], Step = Unsigned([step])[0] } });

    /// <summary>Adds edges of one value.</summary>
    /// <param name="amounts">For each axis how much before and behind.</param>
    /// <param name="value">The value.</param>
    /// <param name="toSizes">Whether amounts above 0 are sizes to reach instead; one of each pair is 0.</param>
    public Blob PadConstant(ReadOnlySpan<int> amounts, float value = 0, bool toSizes = false) => Layer(new()
    {
        ConstantPad = new() { Value = value, PadAmounts = { Unsigned(amounts) }, PadToGivenOutputSizeMode = toSizes },
    });

    /// <summary>Adds edges of one value; a vector holds the amounts.</summary>
    public Blob PadConstant(Blob amounts, float value = 0) => Layer(new() { ConstantPad = new() { Value = value } }, amounts);

    /// <summary>The shape as a vector.</summary>
    public Blob GetShape() => Layer(new() { GetShape = new() });
}
