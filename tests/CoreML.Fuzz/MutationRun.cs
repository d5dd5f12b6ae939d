using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace CoreML.Fuzz;

/// <summary>Reads many changed inputs with one target after the other, and keeps those that reveal a defect.</summary>
internal sealed class MutationRun(Dictionary<string, List<byte[]>> seeds, long count, int seed, string corpus)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Runs.</summary>
    /// <param name="only">The target; <see langword="null"/> for all, in equal parts.</param>
    /// <param name="until">When to stop at the latest.</param>
    /// <returns>The number of defects.</returns>
    public int Run(string? only, TimeSpan until)
    {
        FuzzTarget[] targets = [.. FuzzTarget.All.Where(target => only is null || target.Name == only)];
        var clock = Stopwatch.StartNew();
        int defects = 0;
        long total = 0;
        foreach (FuzzTarget target in targets)
        {
            var mutator = new Mutator(seed);
            TimeSpan end = until / targets.Length;
            var own = Stopwatch.StartNew();
            long done = 0;
            var slowest = TimeSpan.Zero;
            for (; done < count / targets.Length && own.Elapsed < end; done++)
            {
                byte[] input = mutator.Next(seeds[target.Name]);
                TimeSpan before = own.Elapsed;
                string? defect = Try(target, input);
                TimeSpan taken = own.Elapsed - before;
                slowest = taken > slowest ? taken : slowest;
                defect ??= taken > Longest ? $"took {taken}" : null;
                if (defect is not null)
                {
                    defects++;
                    Keep(target, input, defect);
                }
            }
            total += done;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{target.Name}: {done} inputs of {seeds[target.Name].Count} seeds in {own.Elapsed.TotalSeconds:F0} s, the slowest {slowest.TotalMilliseconds:F0} ms"));
        }
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{total} inputs in {clock.Elapsed.TotalSeconds:F0} s, {defects} defects, seed {seed}"));
        return defects;
    }

    private static string? Try(FuzzTarget target, byte[] input)
    {
        try
        {
            target.Run(input);
            return null;
        }
        catch (Exception exception)
        {
            return exception.ToString();
        }
    }

    private void Keep(FuzzTarget target, byte[] input, string defect)
    {
        string folder = Path.Combine(corpus, target.Name);
        Directory.CreateDirectory(folder);
        string name = Convert.ToHexStringLower(SHA256.HashData(input))[..16];
        File.WriteAllBytes(Path.Combine(folder, name + ".bin"), input);
        Console.Error.WriteLine($"{target.Name} {name}: {defect}");
    }
}
