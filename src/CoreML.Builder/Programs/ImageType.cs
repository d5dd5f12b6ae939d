using System.Collections.Immutable;
using CoreML.Specification;
using ColorSpace = CoreML.Specification.ImageFeatureType.Types.ColorSpace;

namespace CoreML.Builder;

/// <summary>An image as input or output of a program. Channels of 8 bits are numbers from 0 to 255 there.</summary>
public sealed class ImageType
{
    private ImageType(FeatureType feature, float scale, ImmutableArray<float> bias)
    {
        Feature = feature;
        Scale = scale;
        Bias = bias;
    }

    /// <summary>What the pixels of an input are multiplied with; 1 by default.</summary>
    public float Scale { get; }

    /// <summary>What is added to the scaled pixels, for all channels or for each; empty for nothing.</summary>
    public ImmutableArray<float> Bias { get; }

    internal FeatureType Feature { get; }

    /// <summary>Red, green and blue.</summary>
    /// <param name="width">Its width in pixels.</param>
    /// <param name="height">Its height in pixels.</param>
    /// <param name="scale">What pixels are multiplied with.</param>
    /// <param name="bias">What is then added: one number for all channels, or one for each; nothing if empty.</param>
    /// <returns>The type.</returns>
    /// <exception cref="ArgumentException">A size is not positive, or there are neither 1 nor 3 biases.</exception>
    public static ImageType Rgb(int width, int height, float scale = 1, params ReadOnlySpan<float> bias) =>
        Of(Builder.Feature.Image(width, height, ColorSpace.Rgb), scale, bias);

    /// <summary>Blue, green and red.</summary>
    /// <inheritdoc cref="Rgb"/>
    public static ImageType Bgr(int width, int height, float scale = 1, params ReadOnlySpan<float> bias) =>
        Of(Builder.Feature.Image(width, height, ColorSpace.Bgr), scale, bias);

    /// <summary>One channel.</summary>
    /// <param name="width">Its width in pixels.</param>
    /// <param name="height">Its height in pixels.</param>
    /// <param name="scale">What pixels are multiplied with.</param>
    /// <param name="bias">What is then added.</param>
    /// <returns>The type.</returns>
    /// <exception cref="ArgumentException">A size is not positive.</exception>
    public static ImageType Gray(int width, int height, float scale = 1, float bias = 0) =>
        Of(Builder.Feature.Image(width, height, ColorSpace.Grayscale), scale, bias);

    /// <summary>One channel in half precision. iOS 16.</summary>
    /// <inheritdoc cref="Gray"/>
    public static ImageType GrayFloat16(int width, int height, float scale = 1, float bias = 0) =>
        Of(Builder.Feature.Image(width, height, ColorSpace.GrayscaleFloat16), scale, bias);

    /// <summary>An image of a feature type, which may be optional and have several sizes.</summary>
    /// <param name="feature">The type; an image. It is copied.</param>
    /// <param name="scale">What pixels are multiplied with.</param>
    /// <param name="bias">What is then added: one number for all channels, or one for each; nothing if empty.</param>
    /// <returns>The type.</returns>
    /// <exception cref="ArgumentException">The type is no image, or the number of biases does not fit.</exception>
    public static ImageType Of(FeatureType feature, float scale = 1, params ReadOnlySpan<float> bias)
    {
        ArgumentNullException.ThrowIfNull(feature);
        ColorSpace colors = feature.ImageType?.ColorSpace ?? throw new ArgumentException("The type is no image.", nameof(feature));
        if (bias.Length > 1 && (bias.Length != 3 || colors is ColorSpace.Grayscale or ColorSpace.GrayscaleFloat16))
        {
            throw new ArgumentException($"{bias.Length} biases are given for an image of {colors}.", nameof(bias));
        }
        return new(feature.Clone(), scale, [.. bias]);
    }
}
