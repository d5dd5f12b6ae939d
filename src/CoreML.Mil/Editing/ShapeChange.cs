using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Mil;

/// <summary>Changes which shapes an input can have.</summary>
internal static class ShapeChange
{
    /// <param name="feature">The input.</param>
    /// <param name="ranges">Smallest and largest size of each dimension.</param>
    /// <param name="shapes">The only shapes, the default first; none if all in the ranges are allowed.</param>
    /// <param name="flexible">Whether there can be more than one shape.</param>
    public static void Apply(ModelFeature feature, (long Smallest, long Largest)[] ranges, long[][] shapes, bool flexible)
    {
        FeaturePlace place = FeaturePlace.Of(feature)[0];
        if (feature.Kind != FeatureKind.Input)
        {
            throw place.Refuse("an input", feature.Kind.ToString(), "Shapes of outputs follow from those of the inputs.");
        }
        bool program = place.Stage.HasProgram;
        if (!program && !FeatureModels.IsNetwork(place.Stage.Specification))
        {
            throw place.Refuse("an ML program or a neural network", ModelStage.TypeName(place.Stage.Specification));
        }
        if (flexible)
        {
            FeatureVersions.Require(feature, 3, "flexible shapes");
        }
        CheckRanges(place, ranges, program);
        FeatureType changed = place.Feature.Type.Clone();
        if (changed.ImageType is { } image)
        {
            ShapeDescription.Set(image, ranges, shapes, flexible);
        }
        else if (changed.MultiArrayType is { } array)
        {
            CheckRank(place, array, ranges.Length);
            if (!flexible)
            {
                CheckAllowed(place, array, shapes[0]);
            }
            ShapeDescription.Set(array, ranges, shapes, flexible);
        }
        else
        {
            throw place.Refuse("a multi-array or an image", FeatureText.Of(changed));
        }
        if (program)
        {
            ProgramShapes.Apply(place, ranges);
        }
        place.Feature.Type = changed;
        // What a model takes, its training takes as well.
        foreach (FeatureDescription training in place.Stage.Specification.Description.TrainingInput.Where(input => input.Name == feature.Name))
        {
            training.Type = changed.Clone();
        }
    }

    private static void CheckRanges(FeaturePlace place, (long Smallest, long Largest)[] ranges, bool program)
    {
        foreach ((long smallest, long largest) in ranges)
        {
            if (smallest < 1 || (largest < smallest && (program || largest != -1)))
            {
                throw place.Refuse("sizes from 1 on, the largest not below the smallest", $"{smallest} to {largest}");
            }
        }
    }

    private static void CheckRank(FeaturePlace place, ArrayFeatureType array, int rank)
    {
        int has = ShapeDescription.RankOf(array);
        if (has != rank)
        {
            throw place.Refuse($"{has} dimensions", $"{rank}");
        }
    }

    // An input that is flexible has said what it can be; one that is not is what it is made for.
    private static void CheckAllowed(FeaturePlace place, ArrayFeatureType array, long[] shape)
    {
        bool allowed = array.ShapeFlexibilityCase switch
        {
            ArrayFeatureType.ShapeFlexibilityOneofCase.EnumeratedShapes =>
                array.EnumeratedShapes.Shapes.Any(candidate => candidate.Shape_.SequenceEqual(shape)),
            ArrayFeatureType.ShapeFlexibilityOneofCase.ShapeRange => array.ShapeRange.SizeRanges.Zip(shape).All(pair =>
                pair.Second >= (long)pair.First.LowerBound && (pair.First.UpperBound < 0 || pair.Second <= pair.First.UpperBound)),
            _ => true,
        };
        if (!allowed)
        {
            throw place.Refuse($"one of the shapes that the input can have: {FeatureText.Of(place.Feature.Type)}", $"[{string.Join(", ", shape)}]");
        }
    }
}
