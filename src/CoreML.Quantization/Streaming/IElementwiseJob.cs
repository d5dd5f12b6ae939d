using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>A method that joint compression can use after pruning: it makes an integer of each element.</summary>
internal interface IElementwiseJob
{
    /// <summary>The integers, packed.</summary>
    PendingContent Elements { get; }

    /// <summary>What is kept besides.</summary>
    IEnumerable<PendingContent> Parameters { get; }

    /// <summary>Whether the mask that its operation gives is the one to decode with.</summary>
    bool HandsOnMask { get; }

    /// <summary>Inserts the operation that decodes integers under a mask.</summary>
    /// <returns>The mask and the values that it gives.</returns>
    (MilValue Mask, MilValue Values) EmitSparse(DecoderGraph graph, string name, TensorConstant mask, TensorConstant elements);

    /// <summary>Decodes all integers, which are in memory, after the work is done.</summary>
    byte[] Decode();
}
