namespace Digits.Training;

/// <summary>SplitMix64: a small generator whose numbers are the same in every version of .NET.</summary>
public sealed class RandomSource(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number between −<paramref name="bound"/> and <paramref name="bound"/>.</summary>
    public float NextSingle(float bound) => (((Next() >> 40) * (2f / (1 << 24))) - 1) * bound;

    /// <summary>A number in 0..<paramref name="bound"/>−1, as good as unbiased for small bounds.</summary>
    public int Next(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>Puts the items into random order.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
