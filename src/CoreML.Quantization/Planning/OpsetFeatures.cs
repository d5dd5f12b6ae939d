using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>What operations for compressed constants an opset has.</summary>
/// <param name="HasBlockwise">Whether it has those of iOS 18, which work by blocks and take inputs instead of attributes.</param>
/// <param name="ScalesAfterLookup">Whether what was looked up in a table can be scaled, as from iOS 26 on; before, only tables can be
/// scaled that are looked up then.</param>
internal readonly record struct OpsetFeatures(bool HasBlockwise, bool ScalesAfterLookup)
{
    private static readonly string[] OlderThanBlockwise = ["CoreML5", "CoreML6", "CoreML7"];

    /// <summary>The features of the opset that a value's block is written for.</summary>
    public static OpsetFeatures Of(MilValue value)
    {
        string opset = NameOf(value);
        bool blockwise = !OlderThanBlockwise.Contains(opset);
        return new OpsetFeatures(blockwise, blockwise && opset != "CoreML8");
    }

    /// <summary>The name of the opset that a value's block is written for.</summary>
    public static string NameOf(MilValue value) => value.Operation!.Block.Opset ?? value.Function.Opset;
}
