using CoreML.Builder;
using CoreML.Format;

namespace CoreML.Builders;

internal static class Language
{
    /// <summary>From words to numbers and back is a table; what the system's own language models hold is known to the system alone.</summary>
    public static CoreMLModel Build() => new CategoricalMappingBuilder()
        .Input("words", Feature.StringSequence())
        .Map("yes", 1)
        .Map("no", 0)
        .Unknown(-1)
        .Output("numbers")
        .Build();
}
