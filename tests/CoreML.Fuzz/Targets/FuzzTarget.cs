using CoreML.Format;

namespace CoreML.Fuzz;

/// <summary>A reader that must end in an ordinary error whatever it is given.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Read">Reads an input as far as it goes; a <see cref="CoreMLException"/> is an answer, everything else a
/// defect.</param>
internal sealed record FuzzTarget(string Name, Action<byte[]> Read)
{
    // The scanner's allowance of 16 MiB, 64 times the input, and what showing, decoding and JSON add.
    private const long AllowedBytes = 256L << 20;
    private const long AllowedExpansion = 4096;

    /// <summary>Every target.</summary>
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("specification", ReaderTargets.Specification),
        new("manifest", ReaderTargets.Manifest),
        new("weights", ReaderTargets.Weights),
        new("zip", ReaderTargets.Zip),
        new("json", ReaderTargets.Json),
    ];

    /// <summary>Reads an input, and checks that no more memory was taken than its size allows.</summary>
    /// <exception cref="InvalidOperationException">More was taken.</exception>
    public void Run(byte[] input)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            Read(input);
        }
        catch (CoreMLException)
        {
            // What a reader says of an input that it cannot read.
        }
        long taken = GC.GetAllocatedBytesForCurrentThread() - before;
        if (taken > AllowedBytes + AllowedExpansion * input.Length)
        {
            throw new InvalidOperationException($"{Name} allocated {taken} bytes for an input of {input.Length}.");
        }
    }
}
