using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Mil;

/// <summary>Describes which shapes an input can have.</summary>
internal static class ShapeChange
{
    /// <summary>The type that an input gets.</summary>
    /// <exception cref="CoreMLException">CML6101: it cannot have the shapes.</exception>
    public static FeatureType Apply(FeaturePlace place, ShapeSet set)
    {
        CheckRanges(place, set.Ranges, place.Stage.HasProgram);
        FeatureType changed = place.Feature.Type.Clone();
        if (changed.MultiArrayType is { } array)
        {
            CheckRank(place, array, set.Ranges.Length);
            if (!set.IsFlexible)
            {
                CheckAllowed(place, array, set.Shapes[0]);
            }
        }
        else if (changed.ImageType is null)
        {
            throw place.Refuse("a multi-array or an image", FeatureText.Of(changed));
        }
        else if (set.Ranges.Length < 2)
        {
            throw place.Refuse("height and width", $"{set.Ranges.Length} sizes");
        }
        ShapeDescription.Set(changed, set);
        return changed;
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
