using System.Runtime.InteropServices;
using CoreML.Format;

namespace CoreML.Mil;

/// <summary>The tables of a palettized weight as operations from iOS 18 on keep them.</summary>
internal sealed class LookupTable
{
    private readonly BlockGrid _grid;
    private readonly byte[] _entries;
    private readonly int _entryCount;
    private readonly int _width;
    private readonly int _vectorSize;
    private readonly long _inner;

    /// <param name="operation">The operation, for its vector axis and for messages.</param>
    /// <param name="lut">The tables.</param>
    /// <param name="indexType">The type of an index, whose width tells the number of entries.</param>
    /// <param name="shape">The shape of the indices.</param>
    public LookupTable(ConstexprOperation operation, TensorConstant lut, ElementType indexType, long[] shape)
    {
        long[] dimensions = lut.Shape.ToSizes();
        if (dimensions.Length != shape.Length + 2 || indexType.IsSignedInteger || indexType.BitWidth > 8
            || !BlockGrid.Fits(shape, dimensions.AsSpan(0, shape.Length)) || dimensions[^2] != 1L << indexType.BitWidth
            || dimensions[^1] is < 1 or > int.MaxValue)
        {
            throw operation.Misfit(
                $"tables whose first dimensions divide [{string.Join(", ", shape)}], with {1L << indexType.BitWidth} entries", lut.Type.ToString());
        }
        _grid = new BlockGrid(shape, dimensions.AsSpan(0, shape.Length));
        _entries = lut.ToPacked();
        _entryCount = (int)dimensions[^2];
        _vectorSize = (int)dimensions[^1];
        _width = lut.ElementType.BitWidth / 8;
        ResultShape = [.. shape];
        VectorAxis = 0;
        if (_vectorSize > 1)
        {
            long axis = operation.FindInteger("vector_axis") ?? throw operation.Misfit("a vector_axis", "none");
            axis = axis < 0 ? axis + shape.Length : axis;
            if (axis < 0 || axis >= shape.Length)
            {
                throw operation.Misfit($"a vector_axis from {-shape.Length} to {shape.Length - 1}", $"{axis}");
            }
            VectorAxis = (int)axis;
            ResultShape[axis] *= _vectorSize;
            operation.CountOf(ResultShape);
        }
        _inner = 1;
        for (int i = VectorAxis + 1; i < shape.Length; i++)
        {
            _inner *= shape[i];
        }
    }

    /// <summary>The axis along which a vector's elements lie.</summary>
    public int VectorAxis { get; }

    /// <summary>The number of elements an index stands for.</summary>
    public int VectorSize => _vectorSize;

    /// <summary>The shape of what the indices stand for.</summary>
    public long[] ResultShape { get; }

    /// <summary>The elements that unpacked indices stand for, packed.</summary>
    public byte[] Expand(ReadOnlySpan<byte> indices)
    {
        var result = new byte[checked(indices.Length * _vectorSize * _width)];
        int tableBytes = _entryCount * _vectorSize * _width;
        foreach (BlockGrid.Segment segment in _grid.Segments(0, indices.Length))
        {
            ReadOnlySpan<byte> table = _entries.AsSpan((int)(segment.Block * tableBytes), tableBytes);
            ReadOnlySpan<byte> part = indices.Slice(segment.Start, segment.Length);
            if (_vectorSize == 1)
            {
                Copy(table, part, _width, result.AsSpan(segment.Start * _width));
            }
            else
            {
                CopyVectors(table, part, segment.Start, result);
            }
        }
        return result;
    }

    // The index at (outer, inner) stands for the elements (outer · size + k, inner), counted in rows of `inner`.
    private void CopyVectors(ReadOnlySpan<byte> table, ReadOnlySpan<byte> indices, int start, Span<byte> result)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            (long outer, long inner) = Math.DivRem(start + i, _inner);
            ReadOnlySpan<byte> vector = table.Slice(indices[i] * _vectorSize * _width, _vectorSize * _width);
            for (int k = 0; k < _vectorSize; k++)
            {
                long element = (outer * _vectorSize + k) * _inner + inner;
                vector.Slice(k * _width, _width).CopyTo(result[(int)(element * _width)..]);
            }
        }
    }

    /// <summary>Looks up elements of 1, 2 or 4 bytes.</summary>
    public static void Copy(ReadOnlySpan<byte> table, ReadOnlySpan<byte> indices, int width, Span<byte> result)
    {
        switch (width)
        {
            case 1:
                Copy(table, indices, result);
                break;
            case 2:
                Copy(MemoryMarshal.Cast<byte, ushort>(table), indices, MemoryMarshal.Cast<byte, ushort>(result));
                break;
            default:
                Copy(MemoryMarshal.Cast<byte, uint>(table), indices, MemoryMarshal.Cast<byte, uint>(result));
                break;
        }
    }

    private static void Copy<T>(ReadOnlySpan<T> table, ReadOnlySpan<byte> indices, Span<T> result)
    {
        result = result[..indices.Length];
        for (int i = 0; i < indices.Length; i++)
        {
            result[i] = table[indices[i]];
        }
    }
}
