using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>The quantization of the tables of one palettized weight; its indices stay as they are.</summary>
internal sealed class TableJob : WholeJob
{
    private readonly MilOperation _operation;
    private readonly TensorConstant _tables;
    private readonly LinearQuantization _scheme;
    private readonly PendingContent _integers;
    private readonly PendingContent _scale;
    private readonly PendingContent? _zeroPoint;

    /// <param name="source">The weight.</param>
    /// <param name="operation">The operation that looks its elements up.</param>
    /// <param name="tables">Its tables.</param>
    /// <param name="scheme">How to quantize them.</param>
    public TableJob(WeightSource source, MilOperation operation, TensorConstant tables, LinearQuantization scheme)
        : base(source)
    {
        (_operation, _tables, _scheme) = (operation, tables, scheme);
        _integers = new PendingContent(scheme.ElementType, tables.ElementCount);
        _scale = new PendingContent(source.ElementType, 1);
        _zeroPoint = Range.HasZeroPoints ? new PendingContent(scheme.ElementType, 1) : null;
    }

    public override IReadOnlyList<PendingContent> Contents => _zeroPoint is null ? [_integers, _scale] : [_integers, _scale, _zeroPoint];

    private LinearRange Range => new(_scheme.ElementType, _scheme.Mode, Source.ElementType);

    protected override MilValue Insert(DecoderGraph graph)
    {
        MilValue tables = PaletteOperations.InsertQuantizedTable(
            graph, graph.Name, TensorConstant.FromContent(_tables.Shape.ToSizes(), _integers), _scale, _zeroPoint);
        MilBinding[] inputs =
            [.. _operation.Inputs.Select(input => new MilBinding(input.Name, input.Name == "lut" ? tables : input.Argument))];
        return graph.Insert(_operation.Type, graph.Name, graph.Type, inputs);
    }

    protected override byte[] Encode(Workers workers)
    {
        _integers.Write(0, PaletteTables.Quantize(_tables.ToSingles(), Source.ElementType, _scheme, _scale, _zeroPoint));
        // All tables have one scale: what becomes of an element follows from its value.
        var weights = new float[Source.ElementCount];
        Source.Widen(Source.ReadAll(), 0, weights);
        var scale = new float[1];
        var zeroPoint = new float[1];
        NumericConversion.Widen(_scale.ElementType, _scale.Kept, 0, scale);
        if (_zeroPoint is not null)
        {
            NumericConversion.Widen(_zeroPoint.ElementType, _zeroPoint.Kept, 0, zeroPoint);
        }
        PaletteTables.Quantize(weights, scale[0], zeroPoint[0], Range, Source.IsHalf);
        var packed = new byte[Source.SizeInBytes];
        NumericConversion.Narrow(Source.ElementType, weights, packed);
        return packed;
    }
}
