using CoreML.Format;

namespace CoreML.Mil;

public sealed partial class TensorConstant
{
    /// <summary>Reads integers of any type: axes, shapes, paddings.</summary>
    /// <returns>The elements in row-major order, a new array.</returns>
    /// <exception cref="InvalidOperationException">The elements are not integers, or are too many for an array.</exception>
    /// <exception cref="OverflowException">An element of type uint64 does not fit 63 bits.</exception>
    /// <exception cref="CoreMLException">The elements cannot be read, or are not what the type says.</exception>
    /// <exception cref="ObjectDisposedException">The elements are in a weight file that was closed.</exception>
    public long[] ToIntegers() => ElementType switch
    {
        ElementType.Int64 => ToArray<long>(),
        ElementType.Int32 => Array.ConvertAll(ToArray<int>(), value => (long)value),
        ElementType.Int16 => Array.ConvertAll(ToArray<short>(), value => (long)value),
        ElementType.Int8 or ElementType.Int4 => Array.ConvertAll(ToArray<sbyte>(), value => (long)value),
        ElementType.UInt64 => Array.ConvertAll(ToArray<ulong>(), value => checked((long)value)),
        ElementType.UInt32 => Array.ConvertAll(ToArray<uint>(), value => (long)value),
        ElementType.UInt16 => Array.ConvertAll(ToArray<ushort>(), value => (long)value),
        _ when ElementType.IsInteger => Array.ConvertAll(ToArray<byte>(), value => (long)value),
        _ => throw new InvalidOperationException($"Elements of type {ElementType.Name} are no integers."),
    };

    /// <summary>Reads numbers of any type in single precision: exact for all types but float64 and integers of 32 and 64
    /// bits, which are rounded to the nearest.</summary>
    /// <returns>The elements in row-major order, a new array.</returns>
    /// <exception cref="InvalidOperationException">The elements are not numbers, or are too many for an array.</exception>
    /// <exception cref="CoreMLException">The elements cannot be read, or are not what the type says.</exception>
    /// <exception cref="ObjectDisposedException">The elements are in a weight file that was closed.</exception>
    public float[] ToSingles()
    {
        if (ElementType == ElementType.Float32)
        {
            return ToArray<float>();
        }
        if (!ElementType.IsFloat && !ElementType.IsInteger)
        {
            throw new InvalidOperationException($"Elements of type {ElementType.Name} are no numbers.");
        }
        byte[] packed = ToPacked();
        CheckArrayLength(ElementCount);
        var values = new float[ElementCount];
        NumericConversion.Widen(ElementType, packed, 0, values);
        return values;
    }
}
