using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>The decoding of one weight to a dense constant.</summary>
internal sealed class DenseJob : CompressionJob
{
    private readonly PendingContent _values;

    public DenseJob(WeightSource source)
        : base(source) => _values = new PendingContent(source.ElementType, source.ElementCount);

    public override IReadOnlyList<PendingContent> Contents => [_values];

    public override MilValue Emit(DecoderGraph graph) =>
        graph.InsertConst(graph.Name, TensorConstant.FromContent(Source.Shape, _values));

    public override void Execute(Workers workers)
    {
        var pieces = new PieceParts(Source.ElementCount);
        workers.ForEach(pieces.PieceCount, (piece, scratch) =>
        {
            (long first, int count) = pieces.Elements(piece);
            _values.Write(first * Source.Width, Source.Read(first, count, scratch));
        });
        Source.Release();
    }
}
