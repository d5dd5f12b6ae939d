namespace CoreML.Quantization;

/// <summary>Arrays that grow and are kept.</summary>
internal static class Buffers
{
    /// <summary>An array of at least that length; a longer one does not hold what the old one held.</summary>
    public static T[] Room<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            array = GC.AllocateUninitializedArray<T>((int)Math.Max(length, Math.Min(array.Length * 2L, Array.MaxLength)));
        }
        return array;
    }
}
