using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>The integers or indices of a weight that is quantized or palettized already: pruning keeps some of them as they are,
/// with the same scales or tables.</summary>
/// <param name="source">The weight.</param>
/// <param name="elements">Its integers or indices.</param>
/// <param name="operation">The operation that decodes some of them.</param>
/// <param name="mask">The name of its input for a mask.</param>
/// <param name="data">The name of its input for the elements.</param>
/// <param name="parameters">Its scales or tables.</param>
internal sealed class StoredElements(
    WeightSource source, TensorConstant elements, string operation, string mask, string data, MilBinding[] parameters)
    : CompressionJob(source), IElementwiseJob
{
    public PendingContent Elements { get; } = new(elements.ElementType, elements.ElementCount);

    public override IReadOnlyList<PendingContent> Contents => [Elements];

    // Scales and tables are not written anew.
    public IEnumerable<PendingContent> Parameters => [];

    public bool HandsOnMask => operation == "constexpr_lut_to_sparse";

    public override MilValue Emit(DecoderGraph graph) => throw new InvalidOperationException("The weight is stored already.");

    public (MilValue Mask, MilValue Values) EmitSparse(DecoderGraph graph, string name, TensorConstant maskConstant, TensorConstant kept) =>
        graph.InsertSparse(
            operation,
            name + (HandsOnMask ? "_palettized" : "_quantized"),
            maskConstant.Type,
            new TensorType(Source.ElementType, kept.Shape),
            [(mask, maskConstant), (data, kept), .. parameters]);

    public override void Execute(Workers workers) => Elements.Write(0, elements.ToPacked());

    // The weight's elements are what these decode to.
    public byte[] Decode() => Source.ReadAll();
}
