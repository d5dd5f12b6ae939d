using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>A model whose outputs are its inputs.</summary>
public sealed class IdentityBuilder : FeatureModelBuilder<IdentityBuilder>
{
    /// <summary>Starts a model.</summary>
    public IdentityBuilder()
        : base(FeatureRule.Any with { Kinds = FeatureKinds.AnyOutput }, FeatureRule.AnyOutput)
    {
        Model.Identity = new Identity();
    }

    private protected override void Complete()
    {
        foreach (FeatureDescription input in Description.Input)
        {
            FeatureType type = input.Type.Clone();
            type.IsOptional = false;
            AddOutput(input.Name, type, input.ShortDescription);
        }
    }
}
