using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>The decoding of one weight to a dense constant.</summary>
internal sealed class DenseJob : CompressionJob
{
    private const int PieceBytes = 1 << 18;
    private readonly PendingContent _values;

    public DenseJob(WeightSource source)
        : base(source) => _values = new PendingContent(source.ElementType, source.ElementCount);

    public override IReadOnlyList<PendingContent> Contents => [_values];

    public override MilValue Emit(DecoderGraph graph) =>
        graph.InsertConst(graph.Name, TensorConstant.FromContent(Source.Shape, _values));

    public override void Execute(Workers workers)
    {
        byte[] decoded = Source.ReadAll();
        workers.ForEach((decoded.Length + PieceBytes - 1) / PieceBytes, (piece, _) =>
        {
            int start = piece * PieceBytes;
            _values.Write(start, decoded.AsSpan(start, Math.Min(PieceBytes, decoded.Length - start)));
        });
        Source.Release();
    }
}
