using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>The decoded elements of a compressed weight: computed when they are first read, and given back when they were used.</summary>
/// <param name="value">The output of the operation that decodes the weight.</param>
/// <param name="type">Its type.</param>
internal sealed class DecodedContent(MilValue value, TensorType type) : WeightContent(type.ElementType, CountOf(type))
{
    private readonly Lock _gate = new();
    private readonly MilOperation _operation = value.Operation!;
    private readonly int _output = value.Operation!.Outputs.ToList().IndexOf(value);
    private byte[]? _packed;
    private WeightContent? _data;
    private ScaledBlocks? _blocks;
    private bool _prepared;

    /// <summary>All elements.</summary>
    public byte[] Decode()
    {
        lock (_gate)
        {
            if (_packed is null)
            {
                TensorConstant decoded = ConstexprDecoder.DecodeAll(_operation)[_output];
                Check(decoded.Type);
                _packed = decoded.ToPacked();
            }
            return _packed;
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _packed = null;
            _blocks = null;
            _data = null;
            _prepared = false;
        }
    }

    /// <summary>Whether pieces can be read without decoding all.</summary>
    public bool IsStreamed
    {
        get
        {
            lock (_gate)
            {
                if (!_prepared && ConstexprDecoder.FindScaledBlocks(_operation) is { } scaled)
                {
                    Check(new TensorType(scaled.Blocks.ResultType, scaled.Data.Shape));
                    (_blocks, _data) = (scaled.Blocks, scaled.Data.ToContent());
                }
                _prepared = true;
                return _blocks is not null;
            }
        }
    }

    /// <summary>Reads some of the bytes; where not all need to be decoded for that, from the first element of a byte of data
    /// on.</summary>
    public override void Read(long start, Span<byte> destination)
    {
        int width = ElementType.BitWidth / 8;
        long first = start / width;
        if (!IsStreamed || first * _data!.ElementType.BitWidth % 8 != 0)
        {
            Decode().AsSpan((int)start, destination.Length).CopyTo(destination);
            return;
        }
        int bits = _data.ElementType.BitWidth;
        int count = destination.Length / width;
        byte[] data = System.Buffers.ArrayPool<byte>.Shared.Rent((int)(((long)count * bits + 7) / 8));
        try
        {
            Span<byte> part = data.AsSpan(0, (int)(((long)count * bits + 7) / 8));
            _data.Read(first * bits / 8, part);
            _blocks!.Decode(part, 0, first, destination);
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(data);
        }
    }

    private void Check(TensorType decoded)
    {
        if (decoded != type)
        {
            throw MilDiagnostics.ConstantMismatch.Error(path: value.Path, expected: type.ToString(), found: decoded.ToString());
        }
    }

    private static long CountOf(TensorType type) =>
        type.Shape.TryGetElementCount(out long count) ? count : throw new ArgumentException("The shape is not known.", nameof(type));
}
