using CoreML.Format;
using CoreML.Specification;
using ColorSpace = CoreML.Specification.ImageFeatureType.Types.ColorSpace;

namespace CoreML.Mil;

/// <summary>Changes the types of inputs and outputs, in the description and inside the model together, also in the stages of
/// pipelines.</summary>
public static class FeatureTypes
{
    extension(ModelFeature feature)
    {
        /// <summary>Makes an image of a multi-array. The values stay what they are: 0 to 255, channels in the order of the
        /// color space, rows from the top. Flexible shapes become flexible sizes.</summary>
        /// <param name="colorSpace">RGB or BGR for three channels, grayscale for one.</param>
        /// <exception cref="CoreMLException">CML6101: the array or the model does not allow it. CML6004: grayscale in half
        /// precision came with a newer version than the model's.</exception>
        public void ChangeToImage(ColorSpace colorSpace)
        {
            ArgumentNullException.ThrowIfNull(feature);
            FeatureVersions.Require(feature, colorSpace == ColorSpace.GrayscaleFloat16 ? 7 : 1, "grayscale images in half precision");
            ImageConversion.ToImage(FeaturePlace.Of(feature), colorSpace);
        }

        /// <summary>Makes a multi-array of an image: <c>[3, height, width]</c> or <c>[1, height, width]</c>, in an ML program
        /// with a batch dimension in front. The values stay what they are, 0 to 255: where a network scales the image on the way
        /// in, a layer does so from then on.</summary>
        /// <exception cref="CoreMLException">CML6101: the feature is no image, or a network subtracts another image from it.</exception>
        public void ChangeToMultiArray()
        {
            ArgumentNullException.ThrowIfNull(feature);
            ImageConversion.ToMultiArray(FeaturePlace.Of(feature));
        }

        /// <summary>Changes the type of a multi-array's elements. In an ML program a cast is inserted; one that was there
        /// for the old type goes. Other models convert what they are given by themselves.</summary>
        /// <param name="elementType">float32, int32, float16 (version 7), int8 (ML programs, version 10), or float64 (not
        /// in ML programs).</param>
        /// <exception cref="CoreMLException">CML6101: the feature is no multi-array, or its model cannot have the type.
        /// CML6004: the type came with a newer version than the model's.</exception>
        public void ChangeElementType(ElementType elementType)
        {
            ArgumentNullException.ThrowIfNull(feature);
            FeatureVersions.Require(
                feature, elementType switch { ElementType.Float16 => 7, ElementType.Int8 => 10, _ => 1 }, $"multi-arrays of {elementType.Name}");
            ElementTypeChange.Apply(FeaturePlace.Of(feature), elementType);
        }
    }
}
