using CoreML.Format;
using CoreML.Specification.CoreMLModels;

namespace CoreML.Builder;

/// <summary>Turns sound into the spectrogram that the VGGish network takes: 15,600 samples become 96 steps of 64 bands,
/// <c>[1, 96, 64]</c>, both arrays of <see cref="ElementType.Float32"/>. Specification version 4.</summary>
public sealed class SoundAnalysisPreprocessingBuilder : FeatureModelBuilder<SoundAnalysisPreprocessingBuilder>
{
    /// <summary>Makes a model with both its features.</summary>
    /// <param name="input">The name of the input with the samples.</param>
    /// <param name="output">The name of the output with the spectrogram.</param>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    public SoundAnalysisPreprocessingBuilder(string input, string output)
        : base(new(FeatureKinds.MultiArray, Most: 1), new(FeatureKinds.MultiArray, Most: 1))
    {
        Model.SoundAnalysisPreprocessing = new SoundAnalysisPreprocessing { Vggish = new SoundAnalysisPreprocessing.Types.Vggish() };
        Input(input, Feature.Array([15600]));
        AddOutput(output, Feature.Array([1, 96, 64]));
    }

    private protected override void Complete()
    {
    }
}
