using CoreML.Specification;
using static CoreML.Format.DiagnosticSeverity;
using ColorSpace = CoreML.Specification.ImageFeatureType.Types.ColorSpace;
using Flexibility = CoreML.Specification.ImageFeatureType.SizeFlexibilityOneofCase;

namespace CoreML.Validation;

/// <summary>Features of type image.</summary>
internal static class ImageRules
{
    public static readonly RuleSet<FeatureSubject> All = new("images")
    {
        { "CML8141", "An image has no valid colour space.", "Use RGB, BGR, GRAYSCALE or GRAYSCALE_FLOAT16.", HasColorSpace },
        { "CML8142", "An image has no size.", "Set width and height to what the model was made for.", HasSize },
        { "CML8143", "The list of an image's sizes is empty.", "List at least one size.", HasListedSizes },
        { "CML8144", "An image's range of sizes is empty.", "Let lowerBound be at most upperBound; an upperBound of -1 means no bound.", HasRanges },
        { "CML8145", "An image's size is not one that its flexibility allows.",
            "Let the default size be one of the listed sizes, or within the ranges.", SizeIsAllowed },
        { "CML8146", Warning, "An image is flexible in a version that ignores this.", "Raise specificationVersion to 3 or more.", FlexibilityIsSeen },
    };

    private static void HasColorSpace(FeatureSubject feature, RuleReport report)
    {
        if (feature.Image is { ColorSpace: not (ColorSpace.Grayscale or ColorSpace.Rgb or ColorSpace.Bgr or ColorSpace.GrayscaleFloat16) } image)
        {
            report.Add(feature.At("imageType.colorSpace"), "RGB, BGR, GRAYSCALE or GRAYSCALE_FLOAT16", $"{(int)image.ColorSpace}");
        }
    }

    private static void HasSize(FeatureSubject feature, RuleReport report)
    {
        if (feature.Image is not { } image)
        {
            return;
        }
        (long width, long height) = (image.Width, image.Height);
        if (feature.MayBeFlexible && (width <= 0 || height <= 0))
        {
            (width, height) = StandIn(image) ?? (width, height);
        }
        if (width <= 0 || height <= 0)
        {
            report.Add(feature.At("imageType"), "width and height above 0", $"{width} × {height}");
        }
    }

    // What Core ML takes for the size of a flexible image that has none.
    private static (long Width, long Height)? StandIn(ImageFeatureType image) => image switch
    {
        { EnumeratedSizes.Sizes: [var first, ..] } => ((long)first.Width, (long)first.Height),
        { ImageSizeRange: { } range } => ((long)(range.WidthRange?.LowerBound ?? 0), (long)(range.HeightRange?.LowerBound ?? 0)),
        _ => null,
    };

    private static void HasListedSizes(FeatureSubject feature, RuleReport report)
    {
        if (feature.MayBeFlexible && feature.Image?.EnumeratedSizes is { Sizes.Count: 0 })
        {
            report.Add(feature.At("imageType.enumeratedSizes"), "at least one size", "none");
        }
    }

    private static void HasRanges(FeatureSubject feature, RuleReport report)
    {
        if (feature.MayBeFlexible && feature.Image?.ImageSizeRange is { } range)
        {
            Check("widthRange", range.WidthRange);
            Check("heightRange", range.HeightRange);
        }

        void Check(string field, SizeRange? range)
        {
            if (range?.IsValid() == false)
            {
                report.Add(feature.At($"imageType.imageSizeRange.{field}"), "lowerBound ≤ upperBound", range.Describe());
            }
        }
    }

    private static void SizeIsAllowed(FeatureSubject feature, RuleReport report)
    {
        if (!feature.MayBeFlexible || feature.Image is not { Width: > 0, Height: > 0 } image)
        {
            return;
        }
        bool allowed = image switch
        {
            { EnumeratedSizes: { Sizes.Count: > 0 } listed } =>
                listed.Sizes.Any(size => size.Width == (ulong)image.Width && size.Height == (ulong)image.Height),
            { ImageSizeRange: { } range } =>
                range.WidthRange?.Contains(image.Width) != false && range.HeightRange?.Contains(image.Height) != false,
            _ => true,
        };
        if (!allowed)
        {
            report.Add(feature.At("imageType"), "a size that the flexibility allows", $"{image.Width} × {image.Height}");
        }
    }

    private static void FlexibilityIsSeen(FeatureSubject feature, RuleReport report)
    {
        if (!feature.MayBeFlexible && feature.Image is { SizeFlexibilityCase: not Flexibility.None })
        {
            report.Add(feature.At("imageType"), "version 3 or later", $"version {feature.Model.Version}");
        }
    }
}
