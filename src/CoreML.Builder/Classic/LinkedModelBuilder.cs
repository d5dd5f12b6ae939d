using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>A model that stands for a compiled one in a folder of its own, with the same inputs and outputs. Specification
/// version 4.</summary>
public sealed class LinkedModelBuilder : TransformerBuilder<LinkedModelBuilder>
{
    /// <summary>Starts a model.</summary>
    /// <param name="file">The name of the folder with the compiled model, such as <c>other.mlmodelc</c>.</param>
    /// <param name="searchPath">The folders to look in, separated by colons, such as <c>.:models</c>; may be empty.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public LinkedModelBuilder(string file, string searchPath = "")
        : base(FeatureRule.AnyRequired, FeatureRule.AnyOutput)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentNullException.ThrowIfNull(searchPath);
        Model.LinkedModel = new LinkedModel
        {
            LinkedModelFile = new LinkedModelFile
            {
                LinkedModelFileName = new StringParameter { DefaultValue = file },
                LinkedModelSearchPath = new StringParameter { DefaultValue = searchPath },
            },
        };
    }

    private protected override void Complete()
    {
    }
}
