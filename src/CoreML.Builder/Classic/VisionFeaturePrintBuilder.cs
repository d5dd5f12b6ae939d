using CoreML.Specification.CoreMLModels;
using Objects = CoreML.Specification.CoreMLModels.VisionFeaturePrint.Types.Objects;
using Scene = CoreML.Specification.CoreMLModels.VisionFeaturePrint.Types.Scene;

namespace CoreML.Builder;

/// <summary>A feature extractor for images whose network is part of the operating system: one image in, arrays out.</summary>
public sealed class VisionFeaturePrintBuilder : TransformerBuilder<VisionFeaturePrintBuilder>
{
    /// <summary>Starts a model that describes an image as a whole: 299 by 299 pixels become 2,048 features, or with the second
    /// version, from specification version 8, 360 by 360 pixels 768. Specification version 3.</summary>
    /// <param name="version">The network.</param>
    /// <exception cref="ArgumentException">There is no such version.</exception>
    public VisionFeaturePrintBuilder(Scene.Types.SceneVersion version)
        : base(
            new(FeatureKinds.Image, Most: 1), new(FeatureKinds.MultiArray, Most: 1),
            Feature.Array([version == Scene.Types.SceneVersion._2 ? 768 : 2048], Format.ElementType.Float64))
    {
        ArgumentOutOfRangeException.ThrowIfEqual((int)version, (int)Scene.Types.SceneVersion.Invalid, nameof(version));
        Model.VisionFeaturePrint = new VisionFeaturePrint { Scene = new Scene { Version = version } };
    }

    /// <summary>Starts a model that keeps the place of things, for object detectors: 299 by 299 pixels become feature maps
    /// [288, 35, 35] and [768, 17, 17]. Both outputs are made. Specification version 5.</summary>
    /// <param name="version">The network.</param>
    /// <param name="fine">The name of the output with the finer feature map.</param>
    /// <param name="coarse">The name of the other.</param>
    /// <exception cref="ArgumentException">There is no such version, or a name is empty.</exception>
    public VisionFeaturePrintBuilder(Objects.Types.ObjectsVersion version, string fine, string coarse)
        : base(new(FeatureKinds.Image, Most: 1), new(FeatureKinds.MultiArray, Most: 2))
    {
        ArgumentOutOfRangeException.ThrowIfEqual((int)version, (int)Objects.Types.ObjectsVersion.Invalid, nameof(version));
        Model.VisionFeaturePrint = new VisionFeaturePrint { Objects = new Objects { Version = version, Output = { fine, coarse } } };
        AddOutput(fine, Feature.Array([288, 35, 35], Format.ElementType.Float64));
        AddOutput(coarse, Feature.Array([768, 17, 17], Format.ElementType.Float64));
    }

    private protected override void Complete()
    {
    }
}
