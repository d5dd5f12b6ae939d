using System.Globalization;
using System.Runtime.InteropServices;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>The storage of one float32 weight in half precision.</summary>
internal sealed class CastJob : CompressionJob
{
    private readonly OpsetFeatures _opset;
    private readonly PieceParts _pieces;
    private readonly PendingContent _halves;

    public CastJob(WeightSource source, OpsetFeatures opset)
        : base(source) => (_opset, _pieces, _halves) =
            (opset, new PieceParts(source.ElementCount), new PendingContent(ElementType.Float16, source.ElementCount));

    public override IReadOnlyList<PendingContent> Contents => [_halves];

    public override Decision? Survey(Workers workers)
    {
        var tooLarge = new string?[_pieces.PieceCount];
        workers.ForEach(_pieces.PieceCount, (piece, scratch) =>
        {
            (long first, int count) = _pieces.Elements(piece);
            Span<byte> packed = Source.Read(first, count, scratch);
            WeightRange range = WeightRange.Of(ElementType.Float32, packed);
            if (!range.IsFinite)
            {
                Source.CheckFinite(first, packed);
            }
            tooLarge[piece] = range.Magnitude <= (float)Half.MaxValue ? null : TooLarge(first, MemoryMarshal.Cast<byte, float>(packed));
        });
        return tooLarge.FirstOrDefault(reason => reason is not null) is { } first ? Decision.Refuse(first) : null;
    }

    public override MilValue Emit(DecoderGraph graph)
    {
        string name = graph.Name + "_cast";
        TensorConstant halves = TensorConstant.FromContent(Source.Shape, _halves);
        return _opset.HasBlockwise
            ? graph.Insert("constexpr_cast", name, graph.Type, ("source_val", halves), ("output_dtype", TensorConstant.Scalar("fp32")))
            : graph.InsertOld("constexpr_cast", name, ("source_val", halves), ("output_dtype", TensorConstant.Scalar("fp32")));
    }

    public override void Execute(Workers workers)
    {
        var errors = new ErrorSums[_pieces.PieceCount];
        var tiny = new (int Lost, int Coarse)[_pieces.PieceCount];
        workers.ForEach(_pieces.PieceCount, (piece, scratch) =>
        {
            (long first, int count) = _pieces.Elements(piece);
            ReadOnlySpan<float> weights = MemoryMarshal.Cast<byte, float>(Source.Read(first, count, scratch));
            Span<byte> halves = scratch.Output(count * 2);
            NumericConversion.Narrow(ElementType.Float16, weights, halves);
            ErrorAccumulator sums = default;
            for (int start = 0; start < count; start += Scratch.KernelElements)
            {
                int length = Math.Min(Scratch.KernelElements, count - start);
                Span<float> decoded = scratch.Weights.AsSpan(0, length);
                NumericConversion.Widen(ElementType.Float16, halves, start, decoded);
                DenseCheck.Compare(decoded, weights.Slice(start, length), ref sums);
                Check(first + start, decoded, weights.Slice(start, length), ref tiny[piece]);
            }
            errors[piece] = sums.Sums;
            _halves.Write(first * 2, halves);
        });
        Error = errors.Aggregate(default(ErrorSums), (sum, piece) => sum + piece);
        Note = TooSmall(tiny.Sum(piece => (long)piece.Lost), tiny.Sum(piece => (long)piece.Coarse));
    }

    private static string TooLarge(long first, ReadOnlySpan<float> weights)
    {
        int index = 0;
        while (MathF.Abs(weights[index]) <= (float)Half.MaxValue)
        {
            index++;
        }
        return string.Create(CultureInfo.InvariantCulture, $"element {first + index} is {weights[index]}, beyond the 65504 that half precision holds");
    }

    private static string? TooSmall(long lost, long coarse)
    {
        string[] parts =
        [
            .. lost > 0 ? [$"{lost} elements are too small for half precision and become 0"] : (string[])[],
            .. coarse > 0 ? [$"{coarse} are below 6.1e-5, where it has fewer digits"] : (string[])[],
        ];
        return parts.Length == 0 ? null : string.Join("; ", parts);
    }

    private void Check(long first, ReadOnlySpan<float> decoded, ReadOnlySpan<float> weights, ref (int Lost, int Coarse) tiny)
    {
        for (int i = 0; i < weights.Length; i++)
        {
            if (MathF.Abs(weights[i]) < HalfPrecision.SmallestNormal && weights[i] != 0)
            {
                tiny.Lost += decoded[i] == 0 ? 1 : 0;
                tiny.Coarse += decoded[i] != 0 && decoded[i] != weights[i] ? 1 : 0;
            }
            if (!(MathF.Abs(decoded[i] - weights[i]) <= MathF.Abs(weights[i]) / 2048 + 3e-8f))
            {
                throw Source.Differs(first, weights.Length, "each weight rounded to half precision");
            }
        }
    }
}
