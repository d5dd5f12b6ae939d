using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Mil;

/// <summary>Gives an input of a program another shape, and everything behind it the types that follow.</summary>
internal static class ProgramShapes
{
    /// <exception cref="CoreMLException">CML6101: the input is no tensor of so many dimensions. CML42xx: an operation cannot
    /// work on the shape.</exception>
    public static void Apply(FeaturePlace place, (long Smallest, long Largest)[] ranges)
    {
        MilProgram program = place.Stage.ReadProgram();
        MilValue input = ProgramInterface.Find(program, place);
        if (input.Type is not TensorType { Shape.IsRanked: true } type)
        {
            throw place.Refuse("a tensor of known rank", input.Type.ToString());
        }
        // An image is known by height and width only.
        int given = Math.Min(ranges.Length, type.Shape.Rank);
        Dimension[] dimensions = [.. type.Shape];
        for (int i = 1; i <= given; i++)
        {
            (long smallest, long largest) = ranges[^i];
            bool isFixed = place.Feature.Type.ImageType is not null && i > 2;
            dimensions[^i] = isFixed ? dimensions[^i] : smallest == largest ? smallest : Dimension.CreateUnknown();
        }
        input.Type = type.WithShape(TensorShape.Create(dimensions));
        TypeInference.Renew(input.Function);
        place.Stage.WriteProgram(program);
        Describe(place, input.Function);
    }

    // Outputs say their shape where it is known. A network's image outputs have flexible sizes of their own.
    private static void Describe(FeaturePlace place, MilFunction function)
    {
        IEnumerable<FeatureDescription> outputs = place.Function?.Output ?? place.Stage.Specification.Description.Output;
        foreach (FeatureDescription output in outputs)
        {
            if (function.Body.Outputs.Find(output.Name)?.Type is not TensorType type)
            {
                continue;
            }
            if (output.Type?.MultiArrayType is { } array)
            {
                array.Shape.Clear();
                array.ClearShapeFlexibility();
                if (type.Shape.IsKnown)
                {
                    array.Shape.Add(type.Shape.ToSizes());
                }
            }
            else if (output.Type?.ImageType is { } image && type.Shape is { IsRanked: true, Rank: >= 2 })
            {
                Describe(image, type.Shape);
            }
        }
    }

    private static void Describe(ImageFeatureType image, TensorShape shape)
    {
        image.ClearSizeFlexibility();
        (Dimension height, Dimension width) = (shape[shape.Rank - 2], shape[shape.Rank - 1]);
        if (height.IsKnown && width.IsKnown)
        {
            (image.Height, image.Width) = (height.Size, width.Size);
            return;
        }
        (image.Height, image.Width) = (1, 1);
        image.ImageSizeRange = new()
        {
            HeightRange = new SizeRange { LowerBound = 1, UpperBound = -1 },
            WidthRange = new SizeRange { LowerBound = 1, UpperBound = -1 },
        };
    }
}
