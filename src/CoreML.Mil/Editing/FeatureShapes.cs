using CoreML.Format;
using CoreML.Specification;
using Google.Protobuf.Collections;

namespace CoreML.Mil;

/// <summary>Fixes the shapes of inputs and makes them flexible, in the description and inside ML programs together, where all
/// types behind the input are inferred anew. In a pipeline the stages that take the input change with it, and those that
/// take what ML programs make of it.</summary>
public static class FeatureShapes
{
    extension(ModelFeature feature)
    {
        /// <summary>Gives an input one shape. Of an image only height and width count.</summary>
        /// <param name="shape">The sizes, for example <c>[1, 3, 224, 224]</c>; one that the input could have so far.</param>
        /// <exception cref="CoreMLException">CML6101: the input cannot have the shape. CML42xx: an operation of the program
        /// cannot work on it.</exception>
        public void FixShape(params ReadOnlySpan<long> shape)
        {
            ArgumentNullException.ThrowIfNull(feature);
            ShapePlan.Apply(feature, ShapeSet.Fixed(shape.ToArray()));
        }

        /// <summary>Lets each size of an input be anything in a range.</summary>
        /// <param name="ranges">The smallest and largest size of each dimension; equal ones for a fixed dimension. Outside of
        /// ML programs −1 as the largest size means any.</param>
        /// <exception cref="CoreMLException">CML6101: the input cannot have the shapes. CML42xx: an operation of the program
        /// cannot work on them.</exception>
        public void SetShapeRange(params ReadOnlySpan<(long Smallest, long Largest)> ranges)
        {
            ArgumentNullException.ThrowIfNull(feature);
            ShapePlan.Apply(feature, new ShapeSet(ranges.ToArray(), [], IsFlexible: true));
        }

        /// <summary>Lets an input have one of several shapes.</summary>
        /// <param name="shapes">The shapes; the first is the default one.</param>
        /// <exception cref="CoreMLException">CML6101: the input cannot have the shapes. CML42xx: an operation of the program
        /// cannot work on them.</exception>
        public void SetEnumeratedShapes(params ReadOnlySpan<long[]> shapes)
        {
            ArgumentNullException.ThrowIfNull(feature);
            if (shapes.IsEmpty)
            {
                throw new ArgumentException("There is no shape.", nameof(shapes));
            }
            long[][] all = shapes.ToArray();
            if (all.Any(shape => shape.Length != all[0].Length))
            {
                throw new ArgumentException("The shapes have different numbers of dimensions.", nameof(shapes));
            }
            ShapePlan.Apply(feature, ShapeSet.Several(all));
        }
    }
}
