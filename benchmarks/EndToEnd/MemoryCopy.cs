using System.Diagnostics;

namespace EndToEnd;

/// <summary>The unit of the results: one copy of 8192×8192 halves in memory by one thread.</summary>
internal static class MemoryCopy
{
    private const int Bytes = 8192 * 8192 * 2;

    public static double Seconds()
    {
        byte[] source = GC.AllocateUninitializedArray<byte>(Bytes);
        byte[] target = GC.AllocateUninitializedArray<byte>(Bytes);
        Random.Shared.NextBytes(source);
        source.CopyTo(target, 0);
        return Measurement.Median(9, () =>
        {
            long start = Stopwatch.GetTimestamp();
            source.AsSpan().CopyTo(target);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        });
    }
}
