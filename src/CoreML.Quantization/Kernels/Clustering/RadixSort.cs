using System.Numerics;

namespace CoreML.Quantization;

/// <summary>Sorts by 32 bits of each element in three passes. What is equal keeps its order.</summary>
internal static class RadixSort
{
    private const int DigitBits = 11;
    private const int Passes = 3;
    private const int Digits = 1 << DigitBits;

    /// <summary>Sorts.</summary>
    /// <param name="elements">The elements; their order is lost.</param>
    /// <param name="shift">The lowest of the 32 bits.</param>
    /// <param name="sorted">Takes the result.</param>
    public static void Sort<T>(Span<T> elements, int shift, Span<T> sorted)
        where T : unmanaged, IBinaryInteger<T>
    {
        Span<int> places = stackalloc int[Digits];
        Span<T> source = elements;
        Span<T> target = sorted[..elements.Length];
        for (int pass = 0; pass < Passes; pass++)
        {
            places.Clear();
            int digit = shift + pass * DigitBits;
            foreach (T element in source)
            {
                places[Digit(element, digit)]++;
            }
            int sum = 0;
            foreach (ref int place in places)
            {
                (place, sum) = (sum, sum + place);
            }
            foreach (T element in source)
            {
                target[places[Digit(element, digit)]++] = element;
            }
            // After an odd number of passes the result is where it is wanted.
            Span<T> last = source;
            source = target;
            target = last;
        }
    }

    private static int Digit<T>(T element, int shift)
        where T : unmanaged, IBinaryInteger<T> => (int)(uint.CreateTruncating(element >>> shift) & (Digits - 1));
}
