using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CoreML.Format;

namespace CoreML.Mil;

/// <summary>Numbers as the specification holds them in place: float, double, int, long or bool. Some element types are
/// kept in wider numbers (int16 in int).</summary>
/// <typeparam name="T">The kind of number.</typeparam>
internal sealed class ImmediateStorage<T>(T[] values) : TensorStorage
    where T : unmanaged
{
    public T[] Values { get; } = values;

    public override void Check(TensorConstant constant)
    {
        ElementType type = constant.ElementType;
        if (!IsDirect(type) && !IsNarrowed(type))
        {
            throw constant.Mismatch(type.Name, $"elements of {typeof(T).Name}");
        }
        if (Values.Length != constant.ElementCount)
        {
            throw constant.Mismatch($"{constant.ElementCount} elements", $"{Values.Length}");
        }
    }

    public override void Read(TensorConstant constant, Span<byte> destination)
    {
        if (IsDirect(constant.ElementType))
        {
            MemoryMarshal.AsBytes<T>(Values).CopyTo(destination);
        }
        else
        {
            Narrow(constant, destination);
        }
    }

    private static bool IsDirect(ElementType type) =>
        TensorElement.Matches<T>(type) || (typeof(T) == typeof(long) && type == ElementType.UInt64);

    private static bool IsNarrowed(ElementType type) =>
        (typeof(T) == typeof(int) || typeof(T) == typeof(long)) && type.IsInteger && !type.IsSubByte;

    private void Narrow(TensorConstant constant, Span<byte> destination)
    {
        ElementType type = constant.ElementType;
        int width = type.BitWidth / 8;
        // Everything a long can hold fits uint64 but what is negative.
        long max = long.MaxValue >> (type.IsSignedInteger || type.BitWidth == 64 ? 64 - type.BitWidth : 63 - type.BitWidth);
        long min = type.IsSignedInteger ? ~max : 0;
        Span<byte> wide = stackalloc byte[sizeof(long)];
        for (int i = 0; i < Values.Length; i++)
        {
            long value = typeof(T) == typeof(int) ? Unsafe.BitCast<T, int>(Values[i]) : Unsafe.BitCast<T, long>(Values[i]);
            if (value < min || value > max)
            {
                throw constant.Mismatch(type.Name, $"the number {value}");
            }
            BinaryPrimitives.WriteInt64LittleEndian(wide, value);
            wide[..width].CopyTo(destination[(i * width)..]);
        }
    }
}
