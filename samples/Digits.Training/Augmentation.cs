namespace Digits.Training;

/// <summary>Moves, slants and stretches training images a little: a network sees more hands than wrote.</summary>
internal static class Augmentation
{
    private const float Shift = 0.5f;
    private const float Slope = 0.15f;
    private const float Stretch = 0.1f;

    private const int Side = Dataset.Side;
    private const float Center = (Side - 1) / 2f;

    /// <summary>Samples the image on a randomly slanted, stretched and moved grid; outside is paper.</summary>
    public static void Distort(ReadOnlySpan<float> pixels, RandomSource random, Span<float> distorted)
    {
        float xx = 1 + random.NextSingle(Stretch);
        float xy = random.NextSingle(Slope);
        float yx = random.NextSingle(Slope);
        float yy = 1 + random.NextSingle(Stretch);
        float x0 = Center + random.NextSingle(Shift);
        float y0 = Center + random.NextSingle(Shift);
        for (int i = 0; i < distorted.Length; i++)
        {
            float x = (i % Side) - Center;
            float y = (i / Side) - Center;
            distorted[i] = Interpolate(pixels, x0 + (xx * x) + (xy * y), y0 + (yx * x) + (yy * y));
        }
    }

    private static float Interpolate(ReadOnlySpan<float> pixels, float x, float y)
    {
        int left = (int)MathF.Floor(x);
        int top = (int)MathF.Floor(y);
        float upper = Mix(Pixel(pixels, left, top), Pixel(pixels, left + 1, top), x - left);
        float lower = Mix(Pixel(pixels, left, top + 1), Pixel(pixels, left + 1, top + 1), x - left);
        return Mix(upper, lower, y - top);
    }

    private static float Mix(float from, float to, float share) => from + ((to - from) * share);

    private static float Pixel(ReadOnlySpan<float> pixels, int x, int y) =>
        x is >= 0 and < Side && y is >= 0 and < Side ? pixels[(y * Side) + x] : 0;
}
