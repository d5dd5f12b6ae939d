using CoreML.Mil;

namespace CoreML.Builder;

/// <summary>Where an operation is going to be. Its path takes time to make and is needed for diagnostics only.</summary>
internal sealed class OperationPlace(MilBlock block, string name)
{
    public override string ToString() => $"{block.Path}/{name}";
}
