using CoreML.Specification;
using static CoreML.Builder.NeuralNetworkBuilder;

namespace CoreML.Builder;

// Parts of tensors, from iOS 13 on.
public sealed partial class Blob
{
    /// <summary>Takes a part: along each axis from <c>begin</c> to before <c>end</c> by <c>stride</c>, as slices are in Python.</summary>
    /// <param name="begin">The first index of each axis; negative from the end.</param>
    /// <param name="end">The index behind the last of each axis; negative from the end.</param>
    /// <param name="strides">How far an index is from the next, 1 by default; negative to go backwards.</param>
    /// <param name="beginMasks">For which axes to begin at the first element instead; none by default.</param>
    /// <param name="endMasks">For which axes to go on to the last element instead; none by default.</param>
    /// <param name="squeezeMasks">For which axes to take the one element at <c>begin</c> and to remove the axis; none by default.</param>
    public Blob Slice(
        ReadOnlySpan<int> begin, ReadOnlySpan<int> end, ReadOnlySpan<int> strides = default, ReadOnlySpan<bool> beginMasks = default,
        ReadOnlySpan<bool> endMasks = default, ReadOnlySpan<bool> squeezeMasks = default) => Layer(new()
        {
            SliceStatic = new SliceStaticLayerParams
            {
                BeginIds = { Signed(begin) },
                EndIds = { Signed(end) },
                Strides = { StridesOr1(strides, begin.Length) },
                BeginMasks = { MasksOrNone(beginMasks, begin.Length) },
                EndMasks = { MasksOrNone(endMasks, begin.Length) },
                SqueezeMasks = { squeezeMasks.ToArray() },
            },
        });

    /// <summary>Takes a part that begins where a vector says.</summary>
    /// <param name="begin">The first index of each axis.</param>
    /// <param name="end">The index behind the last of each axis; negative from the end.</param>
    /// <param name="strides">How far an index is from the next; 1 by default.</param>
    /// <param name="beginMasks">For which axes to begin at the first element instead; none by default.</param>
    /// <param name="endMasks">For which axes to go on to the last element instead; none by default.</param>
    /// <param name="squeezeMasks">For which axes to take the one element at <c>begin</c> and to remove the axis; none by default. Specification
    /// version 5.</param>
    public Blob Slice(
        Blob begin, ReadOnlySpan<int> end, ReadOnlySpan<int> strides = default, ReadOnlySpan<bool> beginMasks = default,
        ReadOnlySpan<bool> endMasks = default, ReadOnlySpan<bool> squeezeMasks = default) => Layer(
            new()
            {
                SliceDynamic = new SliceDynamicLayerParams
                {
                    EndIds = { Signed(end) },
                    Strides = { StridesOr1(strides, end.Length) },
                    BeginMasks = { MasksOrNone(beginMasks, end.Length) },
                    EndMasks = { MasksOrNone(endMasks, end.Length) },
                    SqueezeMasks = { squeezeMasks.ToArray() },
                },
            },
            begin);

    /// <summary>Takes a part whose bounds are vectors; those in the end may be left out.</summary>
    /// <param name="begin">The first index of each axis.</param>
    /// <param name="end">The index behind the last of each axis.</param>
    /// <param name="others">Up to four further vectors: strides, begin masks, end masks and, from specification version 5, squeeze masks.</param>
    public Blob Slice(Blob begin, Blob end, params ReadOnlySpan<Blob> others) => Layer(new() { SliceDynamic = new() }, [begin, end, .. others]);

    /// <summary>Takes a part of given length that begins where a blob of one element says. Specification version 5.</summary>
    /// <param name="begin">Where the part begins.</param>
    /// <param name="size">Its length.</param>
    /// <param name="axis">The axis.</param>
    public Blob SliceBySize(Blob begin, int size, int axis) => Layer(new() { SliceBySize = new() { Size = size, Axis = axis } }, begin);

    private static long[] StridesOr1(ReadOnlySpan<int> strides, int rank)
    {
        if (!strides.IsEmpty)
        {
            return Signed(strides);
        }
        var ones = new long[rank];
        Array.Fill(ones, 1);
        return ones;
    }

    private static bool[] MasksOrNone(ReadOnlySpan<bool> masks, int rank) => masks.IsEmpty ? new bool[rank] : masks.ToArray();
}
