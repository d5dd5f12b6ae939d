using System.Runtime.InteropServices;

namespace CoreML.Conformance.Tests;

/// <summary>An array of numpy.</summary>
/// <param name="Type">The type of its elements in numpy's letters: <c>&lt;f4</c>, <c>|u1</c>.</param>
/// <param name="Shape">Its shape; empty for a scalar.</param>
/// <param name="Bytes">The elements in row-major order, little endian.</param>
internal sealed record NpyArray(string Type, int[] Shape, byte[] Bytes)
{
    /// <summary>The elements.</summary>
    /// <typeparam name="T">The type that the array has.</typeparam>
    public T[] Elements<T>()
        where T : unmanaged
    {
        Assert.Equal(Letters<T>(), Type);
        return MemoryMarshal.Cast<byte, T>(Bytes).ToArray();
    }

    private static string Letters<T>() => default(T) switch
    {
        Half => "<f2",
        float => "<f4",
        double => "<f8",
        sbyte => "|i1",
        short => "<i2",
        int => "<i4",
        long => "<i8",
        byte => "|u1",
        ushort => "<u2",
        uint => "<u4",
        ulong => "<u8",
        bool => "|b1",
        _ => throw new NotSupportedException(typeof(T).Name),
    };
}
