using CoreML.Specification;
using static CoreML.Builder.NeuralNetworkBuilder;

namespace CoreML.Builder;

// Layers of iOS 11 that know axes by their meaning: sequence, batch, channel, height, width.
public sealed partial class Blob
{
    /// <summary>Makes a vector of channel, height and width.</summary>
    /// <param name="order">Whether the channel changes slowest or fastest.</param>
    /// <returns>A blob <c>[.., elements, 1, 1]</c>.</returns>
    public Blob Flatten(FlattenLayerParams.Types.FlattenOrder order = FlattenLayerParams.Types.FlattenOrder.ChannelFirst) =>
        Layer(new() { Flatten = new() { Mode = order } });

    /// <summary>Gives a blob of five dimensions another shape with as many elements.</summary>
    /// <param name="shape">Channel, height and width, or with the sequence in front.</param>
    /// <param name="order">Whether the channel changes slowest or fastest.</param>
    /// <returns>A blob of that shape.</returns>
    public Blob ReshapeChannels(
        ReadOnlySpan<int> shape, ReshapeLayerParams.Types.ReshapeOrder order = ReshapeLayerParams.Types.ReshapeOrder.ChannelFirst) =>
        Layer(new() { Reshape = new() { TargetShape = { Array.ConvertAll(Unsigned(shape), size => (long)size) }, Mode = order } });

    /// <summary>Puts the axes of a blob of five dimensions into another order.</summary>
    /// <param name="sequence">Which axis becomes the sequence: 0 the sequence, 1 the channel, 2 the height, 3 the width.</param>
    /// <param name="channel">Which becomes the channel.</param>
    /// <param name="height">Which becomes the height.</param>
    /// <param name="width">Which becomes the width.</param>
    /// <returns>A blob with as many elements.</returns>
    public Blob Permute(int sequence, int channel, int height, int width) =>
        Layer(new() { Permute = new() { Axis = { Unsigned([sequence, channel, height, width]) } } });

    /// <summary>Divides the channels into parts of equal size.</summary>
    /// <param name="count">The number of parts, 2 or more.</param>
    /// <returns>The parts.</returns>
    public Blob[] SplitChannels(int count) => LayerOf(new() { Split = new() { NOutputs = Unsigned([count])[0] } }, count);

    /// <summary>Repeats the sequence.</summary>
    /// <param name="count">How many times.</param>
    /// <returns>A longer blob.</returns>
    public Blob RepeatSequence(int count) => Layer(new() { SequenceRepeat = new() { NRepetitions = Unsigned([count])[0] } });

    /// <summary>Takes a part of channel, height or width.</summary>
    /// <param name="axis">Which of these.</param>
    /// <param name="start">Where the part begins; negative from the end.</param>
    /// <param name="end">Behind the last index; negative from the end.</param>
    /// <param name="stride">How far an index is from the next.</param>
    /// <returns>A smaller blob.</returns>
    public Blob SliceChannels(SliceLayerParams.Types.SliceAxis axis, int start, int end, int stride = 1) =>
        Layer(new() { Slice = new() { Axis = axis, StartIndex = start, EndIndex = end, Stride = Unsigned([stride])[0] } });

    /// <summary>Makes one number of all along channel, height or width, or several of these.</summary>
    /// <param name="mode">Which number.</param>
    /// <param name="axis">Along what.</param>
    /// <param name="epsilon">What is added before a logarithm.</param>
    /// <returns>A blob with the size 1 along these axes.</returns>
    public Blob ReduceChannels(
        ReduceLayerParams.Types.ReduceOperation mode, ReduceLayerParams.Types.ReduceAxis axis = ReduceLayerParams.Types.ReduceAxis.Chw,
        float epsilon = 1e-6f) => Layer(new() { Reduce = new() { Mode = mode, Axis = axis, Epsilon = epsilon } });
}
