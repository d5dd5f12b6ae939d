using CsCheck;

namespace CoreML.Tests;

/// <summary>Runs a check on generated values, the same ones in every run. CsCheck's own <c>Sample</c> takes a seed for its
/// first value only.</summary>
internal static class FixedSamples
{
    public static void Check<T>(this Gen<T> gen, int count, Action<T> check)
    {
        PCG random = PCG.Parse("0000KOIPe036");
        for (int i = 0; i < count; i++)
        {
            string seed = random.ToString();
            T value = gen.Generate(random, null, out _);
            try
            {
                check(value);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Value {i} fails; Sample with seed: \"{seed}\" shrinks it.", exception);
            }
        }
    }
}
