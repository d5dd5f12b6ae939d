using CoreML.Format;
using CoreML.Specification;
using Google.Protobuf.Collections;
using ColorSpace = CoreML.Specification.ImageFeatureType.Types.ColorSpace;
using DataType = CoreML.Specification.ArrayFeatureType.Types.ArrayDataType;

namespace CoreML.Mil;

/// <summary>Describes the same values as an image or as a multi-array.</summary>
internal static class ImageConversion
{
    public static void ToImage(IReadOnlyList<FeaturePlace> places, ColorSpace colorSpace)
    {
        ImageFeatureType[] images = [.. places.Select(place => Image(place, colorSpace))];
        for (int i = 0; i < images.Length; i++)
        {
            bool optional = places[i].Feature.Type.IsOptional;
            places[i].Feature.Type = new FeatureType { ImageType = images[i], IsOptional = optional };
            if (places[i].IsInput && NetworkMapping.HasBatch(places[i].Stage.Specification))
            {
                NetworkMapping.Set(places[i].Stage.Specification, NeuralNetworkImageShapeMapping.Rank4ImageMapping);
            }
        }
    }

    public static void ToMultiArray(IReadOnlyList<FeaturePlace> places)
    {
        ArrayFeatureType[] arrays = [.. places.Select(MultiArray)];
        for (int i = 0; i < arrays.Length; i++)
        {
            bool optional = places[i].Feature.Type.IsOptional;
            if (places[i].IsInput && ImageScaling.Of(places[i].Stage.Specification, places[i].Feature.Name).Length > 0)
            {
                ImageScaling.MoveIntoLayer(places[i].Stage.Specification, places[i].Feature);
            }
            places[i].Feature.Type = new FeatureType { MultiArrayType = arrays[i], IsOptional = optional };
        }
    }

    private static ImageFeatureType Image(FeaturePlace place, ColorSpace colorSpace)
    {
        if (place.Feature.Type?.MultiArrayType is not { } array)
        {
            throw place.Refuse("a multi-array", FeatureText.Of(place.Feature.Type));
        }
        Model model = place.Stage.Specification;
        int rank = array.Shape.Count;
        long channels = colorSpace is ColorSpace.Rgb or ColorSpace.Bgr ? 3 : 1;
        bool batch = place.Stage.HasProgram || (FeatureModels.IsNetwork(model) && NetworkMapping.HasBatch(model));
        bool pipeline = ModelStage.PipelineOf(model) is not null;
        if (!place.Stage.HasProgram && !pipeline && !FeatureModels.IsNetwork(model))
        {
            throw place.Refuse("an ML program, a neural network or a pipeline of these", ModelStage.TypeName(model));
        }
        string expected = $"an array [{(batch ? "1, " : "")}{channels}, height, width]";
        bool fits = pipeline ? rank is 3 or 4 : rank == (batch ? 4 : 3);
        if (!fits || array.Shape[rank - 3] != channels || (rank == 4 && array.Shape[0] != 1))
        {
            throw place.Refuse(expected, FeatureText.Of(place.Feature.Type));
        }
        if (place.Stage.HasProgram && array.DataType is not (DataType.Float32 or DataType.Float16))
        {
            throw place.Refuse("an array of FLOAT32 or FLOAT16", FeatureText.Of(place.Feature.Type));
        }
        if (place.IsInput && FeatureModels.IsNetwork(model) && !NetworkMapping.AllowsImage(model, batch))
        {
            throw place.Refuse("images that come into the network as this array does", "other images that do not");
        }
        return WithSizes(place, array, new ImageFeatureType { ColorSpace = colorSpace, Height = array.Shape[rank - 2], Width = array.Shape[rank - 1] });
    }

    private static ImageFeatureType WithSizes(FeaturePlace place, ArrayFeatureType array, ImageFeatureType image)
    {
        int height = array.Shape.Count - 2;
        int width = array.Shape.Count - 1;
        switch (array.ShapeFlexibilityCase)
        {
            case ArrayFeatureType.ShapeFlexibilityOneofCase.EnumeratedShapes:
                image.EnumeratedSizes = new();
                foreach (RepeatedField<long> shape in array.EnumeratedShapes.Shapes.Select(shape => shape.Shape_))
                {
                    if (shape.Count != array.Shape.Count || !shape.Take(height).SequenceEqual(array.Shape.Take(height)))
                    {
                        throw place.Refuse("shapes that differ in height and width only", FeatureText.Of(place.Feature.Type));
                    }
                    image.EnumeratedSizes.Sizes.Add(new ImageFeatureType.Types.ImageSize { Height = (ulong)shape[height], Width = (ulong)shape[width] });
                }
                break;
            case ArrayFeatureType.ShapeFlexibilityOneofCase.ShapeRange:
                RepeatedField<SizeRange> ranges = array.ShapeRange.SizeRanges;
                if (ranges.Count != array.Shape.Count || ranges.Take(height).Any(range => (long)range.LowerBound != range.UpperBound))
                {
                    throw place.Refuse("ranges of height and width only", FeatureText.Of(place.Feature.Type));
                }
                image.ImageSizeRange = new() { HeightRange = ranges[height].Clone(), WidthRange = ranges[width].Clone() };
                break;
        }
        return image;
    }

    private static ArrayFeatureType MultiArray(FeaturePlace place)
    {
        if (place.Feature.Type?.ImageType is not { } image)
        {
            throw place.Refuse("an image", FeatureText.Of(place.Feature.Type));
        }
        Model model = place.Stage.Specification;
        bool network = FeatureModels.IsNetwork(model);
        if (!place.Stage.HasProgram && !network && ModelStage.PipelineOf(model) is null)
        {
            throw place.Refuse("an ML program, a neural network or a pipeline of these", ModelStage.TypeName(model));
        }
        if (network && place.IsInput && ImageScaling.Of(model, place.Feature.Name) is { Length: > 0 } steps && !ImageScaling.CanBeLayer(model, steps))
        {
            throw place.Refuse(
                "an image that the network scales once, or takes as it is", "one from which it subtracts another, or that shares its scaling",
                "Take the preprocessing out of the network, and do it with layers or in front of the network.");
        }
        bool batch = place.Stage.HasProgram || (network && NetworkMapping.ImagesHaveBatch(model));
        if (network && place.IsInput && batch != NetworkMapping.HasBatch(model))
        {
            throw place.Refuse("arrays that come into the network as images do", "other ones");
        }
        DataType type = place.Stage.HasProgram && ProgramInterface.Find(place.Stage.ReadProgram(), place).Type is TensorType tensor
            ? ArrayTypes.Of(tensor.ElementType) ?? throw place.Refuse("a tensor of a type that arrays have", tensor.ToString())
            : DataType.Float32;
        long channels = image.ColorSpace is ColorSpace.Rgb or ColorSpace.Bgr ? 3 : 1;
        return WithShapes(image, new ArrayFeatureType { DataType = type }, batch ? [1, channels] : [channels]);
    }

    private static ArrayFeatureType WithShapes(ImageFeatureType image, ArrayFeatureType array, long[] front)
    {
        array.Shape.Add([.. front, image.Height, image.Width]);
        switch (image.SizeFlexibilityCase)
        {
            case ImageFeatureType.SizeFlexibilityOneofCase.EnumeratedSizes:
                array.EnumeratedShapes = new();
                array.EnumeratedShapes.Shapes.Add(image.EnumeratedSizes.Sizes.Select(
                    size => new ArrayFeatureType.Types.Shape { Shape_ = { (IEnumerable<long>)[.. front, (long)size.Height, (long)size.Width] } }));
                break;
            case ImageFeatureType.SizeFlexibilityOneofCase.ImageSizeRange:
                array.ShapeRange = new();
                array.ShapeRange.SizeRanges.Add(front.Select(size => new SizeRange { LowerBound = (ulong)size, UpperBound = size }));
                array.ShapeRange.SizeRanges.Add([image.ImageSizeRange.HeightRange.Clone(), image.ImageSizeRange.WidthRange.Clone()]);
                break;
        }
        return array;
    }
}
