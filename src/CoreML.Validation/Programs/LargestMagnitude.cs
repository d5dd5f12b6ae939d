using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using CoreML.Format;

namespace CoreML.Validation;

/// <summary>Finds the largest magnitude in a weight, piece by piece; infinite if there is an infinity, NaN if there is a NaN.</summary>
internal static partial class LargestMagnitude
{
    /// <summary>The largest number of half precision.</summary>
    public const float LargestHalf = 65504;

    private const int PieceBytes = 1 << 16;

    /// <summary>The largest magnitude of a weight in single or half precision; <see langword="null"/> for other types.</summary>
    public static float? Of(WeightContent content)
    {
        if (content.ElementType is not (ElementType.Float32 or ElementType.Float16))
        {
            return null;
        }
        using IMemoryOwner<byte> buffer = MemoryPool<byte>.Shared.Rent(PieceBytes);
        float largest = 0;
        ushort halves = 0;
        for (long start = 0; start < content.SizeInBytes; start += PieceBytes)
        {
            Span<byte> piece = buffer.Memory.Span[..(int)Math.Min(PieceBytes, content.SizeInBytes - start)];
            content.Read(start, piece);
            if (content.ElementType == ElementType.Float32)
            {
                float here = Math.Abs(TensorPrimitives.MaxMagnitude<float>(MemoryMarshal.Cast<byte, float>(piece)));
                largest = float.IsNaN(largest) ? largest : MathF.Max(largest, here);
            }
            else
            {
                // Without its sign a half is the larger the larger its bits are, infinity and NaN included.
                Span<ushort> bits = MemoryMarshal.Cast<byte, ushort>(piece);
                TensorPrimitives.BitwiseAnd(bits, (ushort)0x7FFF, bits);
                halves = Math.Max(halves, TensorPrimitives.Max<ushort>(bits));
            }
        }
        return content.ElementType == ElementType.Float32 ? largest : (float)BitConverter.UInt16BitsToHalf(halves);
    }
}
