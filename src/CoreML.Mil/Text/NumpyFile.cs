using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using CoreML.Format;

namespace CoreML.Mil;

/// <summary>Reads arrays from NumPy files and writes weights as such: <c>.npy</c>, written in format 1.0. Types that NumPy lacks are widened: bfloat16 and float8 to
/// float32, integers narrower than a byte to int8 or uint8.</summary>
public static partial class NumpyFile
{
    private const int HeaderAlignment = 64;
    private const int WrittenAtOnce = 4 << 20;

    /// <summary>Writes a weight, decoded, to a file, beside it first so that no half-written file stays. The file's folder is
    /// made if there is none.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="cancellationToken">Stops the work; nothing is left behind.</param>
    /// <exception cref="CoreMLException">The weight cannot be read. CML1304: the file cannot be written.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static void Write(string path, ModelWeight weight, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(weight);
        (string type, ReadOnlyMemory<byte> data) = Convert(weight);
        string shape = string.Concat(weight.Shape.Select(size => size.ToString(CultureInfo.InvariantCulture) + ", "));
        var header = new StringBuilder($"{{'descr': '{type}', 'fortran_order': False, 'shape': ({shape.TrimEnd()}), }}");
        while ((10 + header.Length + 1) % HeaderAlignment != 0)
        {
            header.Append(' ');
        }
        header.Append('\n');
        OutputFile.Write(path, stream =>
        {
            stream.WriteByte(0x93);
            stream.Write("NUMPY\x01\x00"u8);
            stream.Write([(byte)header.Length, (byte)(header.Length >> 8)]);
            stream.Write(Encoding.ASCII.GetBytes(header.ToString()));
            for (ReadOnlyMemory<byte> rest = data; rest.Length > 0; rest = rest[Math.Min(rest.Length, WrittenAtOnce)..])
            {
                cancellationToken.ThrowIfCancellationRequested();
                stream.Write(rest.Span[..Math.Min(rest.Length, WrittenAtOnce)]);
            }
        });
    }

    private static (string Type, ReadOnlyMemory<byte> Data) Convert(ModelWeight weight)
    {
        ReadOnlyMemory<byte> packed = weight.Decode();
        int count = checked((int)weight.ElementCount);
        switch (weight.ElementType)
        {
            case ElementType.BFloat16 or ElementType.Float8E4M3FN or ElementType.Float8E5M2:
                var singles = new float[count];
                NumericConversion.Widen(weight.ElementType, packed.Span, 0, singles);
                return ("<f4", MemoryMarshal.AsBytes<float>(singles).ToArray());
            case var type when type.IsSubByte:
                var values = new byte[count];
                BitPacking.Unpack(packed.Span, type.BitWidth, values);
                if (type.IsSignedInteger)
                {
                    BitPacking.SignExtend4(values);
                }
                return (type.IsSignedInteger ? "|i1" : "|u1", values);
            case ElementType.Bool:
                return ("|b1", packed);
            case var type:
                char kind = type.IsFloat ? 'f' : type.IsSignedInteger ? 'i' : 'u';
                int width = type.BitWidth / 8;
                return (string.Create(CultureInfo.InvariantCulture, $"{(width == 1 ? '|' : '<')}{kind}{width}"), packed);
        }
    }
}
