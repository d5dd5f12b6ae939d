using System.Globalization;
using System.IO.Compression;

namespace Digits.Training;

/// <summary>One handwritten digit.</summary>
/// <param name="Pixels">8×8 values 0..16, row by row.</param>
/// <param name="Label">The digit, 0..9.</param>
public sealed record Sample(float[] Pixels, int Label);

/// <summary>The table of handwritten digits and its split into training and test samples.</summary>
public sealed class Dataset
{
    /// <summary>Width and height of an image in pixels.</summary>
    public const int Side = 8;

    /// <summary>Every fifth row of the table is a test sample.</summary>
    /// <remarks>
    /// The table appears to be ordered by writer: rows from all over it give both parts the same hands. The accuracy is that
    /// for known writers; a new hand is read less well.
    /// </remarks>
    public const int TestStride = 5;

    private Dataset(Sample[] training, Sample[] test)
    {
        Training = training;
        Test = test;
    }

    /// <summary>Samples to learn from.</summary>
    public IReadOnlyList<Sample> Training { get; }

    /// <summary>Samples to measure with, never learned from.</summary>
    public IReadOnlyList<Sample> Test { get; }

    /// <summary>Reads a gzip-compressed table: per line 64 pixels and the digit, separated by commas.</summary>
    public static Dataset Load(string path)
    {
        using FileStream file = File.OpenRead(path);
        using GZipStream text = new(file, CompressionMode.Decompress);
        using StreamReader reader = new(text);

        List<Sample> samples = [];
        while (reader.ReadLine() is { } line)
        {
            samples.Add(Parse(line));
        }

        ILookup<bool, Sample> parts = samples.Index()
            .ToLookup(row => row.Index % TestStride == TestStride - 1, row => row.Item);
        return new Dataset([.. parts[false]], [.. parts[true]]);
    }

    private static Sample Parse(string line)
    {
        int[] values = [.. line.Split(',').Select(field => int.Parse(field, CultureInfo.InvariantCulture))];
        if (values.Length != (Side * Side) + 1)
        {
            throw new InvalidDataException($"A row has {values.Length} values instead of {(Side * Side) + 1}.");
        }

        return new Sample([.. values[..^1].Select(value => (float)value)], values[^1]);
    }
}
