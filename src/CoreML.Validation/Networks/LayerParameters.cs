using System.Collections.Frozen;
using CoreML.Specification;
using Google.Protobuf.Collections;
using Kind = CoreML.Specification.NeuralNetworkLayer.LayerOneofCase;

namespace CoreML.Validation;

/// <summary>What the parameters of each kind of layer have to be, a row for each kind that has such conditions.</summary>
internal static partial class LayerParameters
{
    private static readonly FrozenDictionary<Kind, Func<LayerSubject, IEnumerable<ParameterProblem>>> Rows =
        new Dictionary<Kind, Func<LayerSubject, IEnumerable<ParameterProblem>>>
        {
            [Kind.Convolution] = layer => Convolution(layer.Layer.Convolution, layer),
            [Kind.Pooling] = layer => Kindless("poolingPaddingType", layer.Layer.Pooling.PoolingPaddingTypeCase == PoolingLayerParams.PoolingPaddingTypeOneofCase.None),
            [Kind.Padding] = layer => Padding(layer.Layer.Padding),
            [Kind.Bias] = layer => OneOrThree("shape", layer.Layer.Bias.Shape),
            [Kind.Scale] = layer => [.. OneOrThree("shapeScale", layer.Layer.Scale.ShapeScale), .. layer.Layer.Scale.HasBias ? OneOrThree("shapeBias", layer.Layer.Scale.ShapeBias) : []],
            [Kind.LoadConstant] = layer => Length("shape", layer.Layer.LoadConstant.Shape.Count, 3, 3),
            [Kind.LoadConstantND] = layer => Length("shape", layer.Layer.LoadConstantND.Shape.Count, 1, 5),
            [Kind.Crop] = layer => Crop(layer.Layer.Crop, layer),
            [Kind.CropResize] = layer => NoneOrTwo("targetSize", layer.Layer.CropResize.TargetSize.Count),
            [Kind.ResizeBilinear] = layer => NoneOrTwo("targetSize", layer.Layer.ResizeBilinear.TargetSize.Count),
            [Kind.Custom] = layer => layer.Layer.Custom.ClassName.Length == 0 ? [new("className", "the name of a class")] : [],
            [Kind.Lrn] = layer => AtLeast("k", layer.Layer.Lrn.K, 0),
            [Kind.Permute] = layer => Length("axis", layer.Layer.Permute.Axis.Count, 4, 4),
            [Kind.Reshape] = layer => Length("targetShape", layer.Layer.Reshape.TargetShape.Count, 3, 4),
            [Kind.ReorganizeData] = layer => AtLeast("blockSize", layer.Layer.ReorganizeData.BlockSize, 2),
            [Kind.Slice] = layer => Slice(layer.Layer.Slice),
            [Kind.Upsample] = layer => Upsample(layer.Layer.Upsample),
            [Kind.Clip] = layer => InOrder("minVal", layer.Layer.Clip.MinVal, layer.Layer.Clip.MaxVal),
            [Kind.BroadcastToStatic] = layer => NotEmpty("targetShape", layer.Layer.BroadcastToStatic.TargetShape.Count),
            [Kind.ReshapeStatic] = layer => NotEmpty("targetShape", layer.Layer.ReshapeStatic.TargetShape.Count),
            [Kind.FillStatic] = layer => NotEmpty("targetShape", layer.Layer.FillStatic.TargetShape.Count),
            [Kind.RankPreservingReshape] = layer => NotEmpty("targetShape", layer.Layer.RankPreservingReshape.TargetShape.Count),
            [Kind.Transpose] = layer => NotEmpty("axes", layer.Layer.Transpose.Axes.Count),
            [Kind.LayerNormalization] = layer => NotEmpty("normalizedShape", layer.Layer.LayerNormalization.NormalizedShape.Count),
            [Kind.ConstantPad] = layer => ConstantPad(layer.Layer.ConstantPad, layer),
            [Kind.Convolution3D] = layer => Convolution3D(layer.Layer.Convolution3D),
            [Kind.Pooling3D] = layer => Pooling3D(layer.Layer.Pooling3D),
            [Kind.Copy] = layer => layer.Layer is { Input: [var input], Output: [var output] } && input == output ? [new("output", "another name than the input's", $"'{output}'")] : [],
            [Kind.ExpandDims] = layer => DistinctAxes("axes", layer.Layer.ExpandDims.Axes),
            [Kind.Squeeze] = layer => layer.Layer.Squeeze.SqueezeAll ? [] : DistinctAxes("axes", layer.Layer.Squeeze.Axes),
            [Kind.Reverse] = layer => layer.InputRank(0) is { } rank && rank != layer.Layer.Reverse.ReverseDim.Count ? [new("reverseDim", $"{rank} values, one for each dimension", $"{layer.Layer.Reverse.ReverseDim.Count}")] : [],
            [Kind.SliceStatic] = layer => SliceStatic(layer.Layer.SliceStatic),
            [Kind.SplitND] = layer => SplitND(layer.Layer.SplitND, layer),
            [Kind.BatchedMatmul] = layer => BatchedMatmul(layer.Layer.BatchedMatmul, layer),
            [Kind.RandomNormalStatic] = layer => NotEmpty("outputShape", layer.Layer.RandomNormalStatic.OutputShape.Count),
            [Kind.RandomUniformLike] = layer => InOrder("minVal", layer.Layer.RandomUniformLike.MinVal, layer.Layer.RandomUniformLike.MaxVal),
            [Kind.RandomUniformDynamic] = layer => InOrder("minVal", layer.Layer.RandomUniformDynamic.MinVal, layer.Layer.RandomUniformDynamic.MaxVal),
            [Kind.RandomUniformStatic] = layer =>
                [.. InOrder("minVal", layer.Layer.RandomUniformStatic.MinVal, layer.Layer.RandomUniformStatic.MaxVal), .. NotEmpty("outputShape", layer.Layer.RandomUniformStatic.OutputShape.Count)],
            [Kind.RandomBernoulliLike] = layer => Probability(layer.Layer.RandomBernoulliLike.Prob),
            [Kind.RandomBernoulliDynamic] = layer => Probability(layer.Layer.RandomBernoulliDynamic.Prob),
            [Kind.RandomBernoulliStatic] = layer =>
                [.. Probability(layer.Layer.RandomBernoulliStatic.Prob), .. NotEmpty("outputShape", layer.Layer.RandomBernoulliStatic.OutputShape.Count)],
        }.ToFrozenDictionary();

    /// <summary>What is wrong with the parameters of a layer.</summary>
    public static IEnumerable<ParameterProblem> Check(LayerSubject layer) =>
        Rows.TryGetValue(layer.Kind, out Func<LayerSubject, IEnumerable<ParameterProblem>>? check) ? check(layer) : [];

    private static IEnumerable<ParameterProblem> Kindless(string field, bool missing) => missing ? [new(field, "a kind of padding")] : [];

    private static IEnumerable<ParameterProblem> NotEmpty(string field, int count) => count == 0 ? [new(field, "at least one value")] : [];

    private static IEnumerable<ParameterProblem> NoneOrTwo(string field, int count) => count is 0 or 2 ? [] : [new(field, "2 values or none", $"{count}")];

    private static IEnumerable<ParameterProblem> Length(string field, int count, int least, int most) =>
        count >= least && count <= most ? [] : [new(field, least == most ? $"{least} values" : $"{least} to {most} values", $"{count}")];

    private static IEnumerable<ParameterProblem> OneOrThree(string field, RepeatedField<ulong> shape) =>
        shape.Count is 1 or 3 ? [] : [new(field, "1 or 3 dimensions", $"{shape.Count}")];

    private static IEnumerable<ParameterProblem> AtLeast(string field, double value, double least) =>
        value >= least ? [] : [new(field, FormattableString.Invariant($"at least {least}"), FormattableString.Invariant($"{value}"))];

    private static IEnumerable<ParameterProblem> InOrder(string field, float low, float high) =>
        low <= high ? [] : [new(field, FormattableString.Invariant($"at most {high}"), FormattableString.Invariant($"{low}"))];

    private static IEnumerable<ParameterProblem> Probability(float value) =>
        value >= 0 && value <= 1 ? [] : [new("prob", "0 to 1", FormattableString.Invariant($"{value}"))];

    private static IEnumerable<ParameterProblem> DistinctAxes(string field, RepeatedField<long> axes)
    {
        if (axes.Count == 0)
        {
            yield return new(field, "at least one axis");
        }
        if (axes.Distinct().Count() != axes.Count)
        {
            yield return new(field, "axes that differ", axes.ShortText());
        }
    }
}
