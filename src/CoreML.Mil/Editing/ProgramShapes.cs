using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Mil;

/// <summary>Gives inputs of a program other shapes, and everything behind them the types that follow.</summary>
internal static class ProgramShapes
{
    /// <summary>The function of a copy of the stage's program in which the inputs have the shapes.</summary>
    /// <exception cref="CoreMLException">CML6101: an input is no tensor of so many dimensions. CML42xx: an operation cannot
    /// work on the shape.</exception>
    public static MilFunction Apply(IReadOnlyList<(FeaturePlace Place, ShapeSet Set)> inputs)
    {
        MilProgram program = inputs[0].Place.Stage.ReadProgram();
        foreach ((FeaturePlace place, ShapeSet set) in inputs)
        {
            MilValue input = ProgramInterface.Find(program, place);
            input.Type = Change(place, input.Type, set.Ranges);
        }
        MilFunction function = program.Functions[inputs[0].Place.FunctionName];
        TypeInference.Renew(function);
        return function;
    }

    private static TensorType Change(FeaturePlace place, MilType old, (long Smallest, long Largest)[] ranges)
    {
        if (old is not TensorType { Shape.IsRanked: true } type)
        {
            throw place.Refuse("a tensor of known rank", old.ToString());
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
        return type.WithShape(TensorShape.Create(dimensions));
    }

    /// <summary>The type of an output of a shape. Outputs say their shape where it is known; image outputs have flexible
    /// sizes of their own.</summary>
    public static FeatureType Describe(FeatureType output, TensorShape shape)
    {
        FeatureType described = output.Clone();
        if (described.MultiArrayType is { } array)
        {
            array.Shape.Clear();
            array.ClearShapeFlexibility();
            if (shape.IsKnown)
            {
                array.Shape.Add(shape.ToSizes());
            }
        }
        else if (described.ImageType is { } image && shape is { IsRanked: true, Rank: >= 2 })
        {
            Describe(image, shape);
        }
        return described;
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
