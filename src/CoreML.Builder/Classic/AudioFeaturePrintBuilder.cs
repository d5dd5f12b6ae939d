using CoreML.Format;
using CoreML.Specification.CoreMLModels;
using SoundVersion = CoreML.Specification.CoreMLModels.AudioFeaturePrint.Types.Sound.Types.SoundVersion;

namespace CoreML.Builder;

/// <summary>A feature extractor for sound whose network is part of the operating system: 15,600 samples in, 512 features out, both
/// arrays of <see cref="ElementType.Float32"/>. Specification version 6.</summary>
public sealed class AudioFeaturePrintBuilder : TransformerBuilder<AudioFeaturePrintBuilder>
{
    /// <summary>Starts a model.</summary>
    /// <param name="version">The network.</param>
    /// <exception cref="ArgumentException">There is no such version.</exception>
    public AudioFeaturePrintBuilder(SoundVersion version)
        : base(new(FeatureKinds.MultiArray, Most: 1), new(FeatureKinds.MultiArray, Most: 1), Feature.Array([512]))
    {
        ArgumentOutOfRangeException.ThrowIfEqual((int)version, (int)SoundVersion.Invalid, nameof(version));
        Model.AudioFeaturePrint = new AudioFeaturePrint { Sound = new AudioFeaturePrint.Types.Sound { Version = version } };
    }

    private protected override void Complete()
    {
    }
}
