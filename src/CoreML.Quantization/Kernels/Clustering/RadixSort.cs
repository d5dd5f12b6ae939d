namespace CoreML.Quantization;

/// <summary>Sorts by the upper 32 bits of each element in three passes. What is equal keeps its order.</summary>
internal static class RadixSort
{
    private const int KeyShift = 32;
    private const int DigitBits = 11;
    private const int Passes = 3;
    private const int Digits = 1 << DigitBits;

    /// <summary>Sorts.</summary>
    /// <param name="elements">The elements; their order is lost.</param>
    /// <param name="sorted">Takes the result.</param>
    public static void Sort(Span<ulong> elements, Span<ulong> sorted)
    {
        Span<int> places = stackalloc int[Digits];
        Span<ulong> source = elements;
        Span<ulong> target = sorted[..elements.Length];
        for (int pass = 0; pass < Passes; pass++)
        {
            places.Clear();
            int digit = KeyShift + pass * DigitBits;
            foreach (ulong element in source)
            {
                places[Digit(element, digit)]++;
            }
            int sum = 0;
            foreach (ref int place in places)
            {
                (place, sum) = (sum, sum + place);
            }
            foreach (ulong element in source)
            {
                target[places[Digit(element, digit)]++] = element;
            }
            // After an odd number of passes the result is where it is wanted.
            Span<ulong> last = source;
            source = target;
            target = last;
        }
    }

    private static int Digit(ulong element, int shift) => (int)(element >> shift) & (Digits - 1);
}
