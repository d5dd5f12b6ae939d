using CoreML.Specification;
using static CoreML.Builder.NeuralNetworkBuilder;

namespace CoreML.Builder;

// Looking up, picking, sorting and counting elements, from iOS 13 on.
public sealed partial class Blob
{
    /// <summary>Picks slices along an axis: the axis is replaced by those of the indices.</summary>
    public Blob Gather(Blob indices, int axis = 0) => Layer(new() { Gather = new() { Axis = axis } }, indices);

    /// <summary>Picks elements or slices: each row of the last axis of <paramref name="indices"/> has an index for each of the first axes.</summary>
    public Blob GatherND(Blob indices) => Layer(new() { GatherND = new() }, indices);

    /// <summary>Picks elements along an axis, another one at each place; the result has the shape of the indices.</summary>
    public Blob GatherAlongAxis(Blob indices, int axis = 0) => Layer(new() { GatherAlongAxis = new() { Axis = axis } }, indices);

    /// <summary>Changes slices along an axis: what <see cref="Gather"/> would pick.</summary>
    /// <param name="indices">Which slices.</param>
    /// <param name="updates">What they are changed by.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="mode">How old and new elements make the result.</param>
    public Blob Scatter(Blob indices, Blob updates, int axis = 0, ScatterMode mode = ScatterMode.ScatterUpdate) =>
        Layer(new() { Scatter = new() { Axis = axis, Mode = mode } }, indices, updates);

    /// <summary>Changes elements or slices: what <see cref="GatherND"/> would pick.</summary>
    /// <param name="indices">Which.</param>
    /// <param name="updates">What they are changed by.</param>
    /// <param name="mode">How old and new elements make the result.</param>
    public Blob ScatterND(Blob indices, Blob updates, ScatterMode mode = ScatterMode.ScatterUpdate) =>
        Layer(new() { ScatterND = new() { Mode = mode } }, indices, updates);

    /// <summary>Changes elements along an axis: what <see cref="GatherAlongAxis"/> would pick.</summary>
    /// <param name="indices">Which.</param>
    /// <param name="updates">What they are changed by.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="mode">How old and new elements make the result.</param>
    public Blob ScatterAlongAxis(Blob indices, Blob updates, int axis = 0, ScatterMode mode = ScatterMode.ScatterUpdate) =>
        Layer(new() { ScatterAlongAxis = new() { Axis = axis, Mode = mode } }, indices, updates);

    /// <summary>The largest elements along an axis, and their indices.</summary>
    /// <param name="count">How many.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="smallest">Whether the smallest instead.</param>
    public (Blob Values, Blob Indices) TopK(int count, int axis = -1, bool smallest = false)
    {
        Blob[] outputs = LayerOf(new() { TopK = new() { K = Unsigned([count])[0], Axis = axis, UseBottomK = smallest } }, 2);
        return (outputs[0], outputs[1]);
    }

    /// <summary>The largest elements along an axis, and their indices; a blob of one element says how many.</summary>
    /// <param name="count">How many.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="smallest">Whether the smallest instead.</param>
    public (Blob Values, Blob Indices) TopK(Blob count, int axis = -1, bool smallest = false)
    {
        Blob[] outputs = LayerOf(new() { TopK = new() { Axis = axis, UseBottomK = smallest } }, 2, count);
        return (outputs[0], outputs[1]);
    }

    /// <summary>The index of the largest element along an axis.</summary>
    public Blob ArgMax(int axis = -1, bool keepDims = true) => Layer(new() { ArgMax = new() { Axis = axis, RemoveDim = !keepDims } });

    /// <summary>The index of the smallest element along an axis.</summary>
    public Blob ArgMin(int axis = -1, bool keepDims = true) => Layer(new() { ArgMin = new() { Axis = axis, RemoveDim = !keepDims } });

    /// <summary>The indices that would sort along an axis, which is not counted from the end. Specification version 5.</summary>
    public Blob ArgSort(int axis = 0, bool descending = false) => Layer(new() { ArgSort = new() { Axis = axis, Descending = descending } });

    /// <summary>Vectors with one value at the index that an element is, and another value elsewhere; they become a new axis. Specification
    /// version 5.</summary>
    /// <param name="size">The length of a vector.</param>
    /// <param name="axis">The new axis.</param>
    /// <param name="on">The value at the index.</param>
    /// <param name="off">The value elsewhere.</param>
    public Blob OneHot(int size, int axis = -1, float on = 1, float off = 0) =>
        Layer(new() { OneHot = new() { OneHotVectorSize = Unsigned([size])[0], Axis = axis, OnValue = on, OffValue = off } });

    /// <summary>As the other form; a blob of one element says how long a vector is.</summary>
    /// <param name="size">The length of a vector.</param>
    /// <param name="axis">The new axis.</param>
    /// <param name="on">The value at the index.</param>
    /// <param name="off">The value elsewhere.</param>
    public Blob OneHot(Blob size, int axis = -1, float on = 1, float off = 0) =>
        Layer(new() { OneHot = new() { Axis = axis, OnValue = on, OffValue = off } }, size);

    /// <summary>The sums of all elements so far along an axis. Specification version 5.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="exclusive">Whether without the element itself.</param>
    /// <param name="reverse">Whether from the end.</param>
    public Blob CumSum(int axis = -1, bool exclusive = false, bool reverse = false) =>
        Layer(new() { CumSum = new() { Axis = axis, ExcludeFinalSum = exclusive, Reverse = reverse } });

    /// <summary>As the other form; a blob of one element is the axis.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="exclusive">Whether without the element itself.</param>
    /// <param name="reverse">Whether from the end.</param>
    public Blob CumSum(Blob axis, bool exclusive = false, bool reverse = false) =>
        Layer(new() { CumSum = new() { ExcludeFinalSum = exclusive, Reverse = reverse } }, axis);

    /// <summary>The indices of the elements that are not 0, one row for each.</summary>
    public Blob WhereNonZero() => Layer(new() { WhereNonZero = new() });

    /// <summary>Keeps a band around the diagonal of each matrix on the last two axes, and sets the rest to 0.</summary>
    /// <param name="lower">Diagonals to keep below the main one; negative for all.</param>
    /// <param name="upper">Diagonals to keep above the main one; negative for all.</param>
    public Blob MatrixBandPart(int lower, int upper) => Layer(new() { MatrixBandPart = new() { NumLower = lower, NumUpper = upper } });

    /// <summary>Keeps the part of each matrix up to the <paramref name="k"/>-th diagonal above the main one.</summary>
    public Blob LowerTriangular(int k = 0) => Layer(new() { LowerTriangular = new() { K = k } });

    /// <summary>Keeps the part of each matrix from the <paramref name="k"/>-th diagonal above the main one on.</summary>
    public Blob UpperTriangular(int k = 0) => Layer(new() { UpperTriangular = new() { K = k } });

    /// <summary>Keeps the best of boxes that overlap, for a batch of images: this <c>[batch, boxes, 4]</c>.</summary>
    /// <param name="scores">The scores, <c>[batch, boxes, classes]</c>.</param>
    /// <param name="most">How many boxes are kept at most.</param>
    /// <param name="iouThreshold">Boxes that overlap a better one by more are dropped.</param>
    /// <param name="scoreThreshold">Boxes with a lower score are dropped.</param>
    /// <param name="perClass">Whether only because of boxes of the same best class.</param>
    /// <param name="thresholds">Up to three blobs of one element in place of the numbers: overlap, score, and how many.</param>
    /// <returns>The boxes <c>[batch, most, 4]</c>, their scores and indices, and how many there are.</returns>
    public (Blob Boxes, Blob Scores, Blob Indices, Blob Count) NonMaximumSuppression(
        Blob scores, int most, float iouThreshold = 0.5f, float scoreThreshold = 0.5f, bool perClass = false, params ReadOnlySpan<Blob> thresholds)
    {
        Blob[] outputs = LayerOf(
            new()
            {
                NonMaximumSuppression = new()
                {
                    IouThreshold = iouThreshold,
                    ScoreThreshold = scoreThreshold,
                    MaxBoxes = Unsigned([most])[0],
                    PerClassSuppression = perClass,
                },
            },
            4,
            [scores, .. thresholds]);
        return (outputs[0], outputs[1], outputs[2], outputs[3]);
    }
}
