using System.Diagnostics;
using System.Globalization;

namespace EndToEnd;

/// <summary>The time a case takes, the median of some runs after some that do not count, and the most memory that its process
/// ever had.</summary>
internal readonly record struct Measurement(double Seconds, long PeakBytes)
{
    private const int LeastRuns = 5;

    // Runs of milliseconds differ by where the collector is with its work, and the first ones touch memory that none has touched.
    private const double LeastSeconds = 1;

    /// <summary>Measures in this process.</summary>
    public static Measurement Of(Case item, string folder)
    {
        string input = Path.Combine(folder, item.Prepare(folder));
        string output = Path.Combine(folder, "out-" + item.Name.Replace(' ', '-') + ".mlpackage");
        if (item.Fresh)
        {
            return new Measurement(Once(), Peak());
        }
        double spent = Once();
        int runs = 1;
        while (spent < LeastSeconds)
        {
            spent += Once();
            runs++;
        }
        return new Measurement(Median(Math.Max(LeastRuns, runs), Once), Peak());

        // To delete the previous result is no part of making one.
        double Once()
        {
            long start = Stopwatch.GetTimestamp();
            item.Run(input, output);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            if (Directory.Exists(output))
            {
                Directory.Delete(output, recursive: true);
            }
            return elapsed.TotalSeconds;
        }
    }

    /// <summary>Measures in a process of its own; the input is made before, by another one.</summary>
    public static Measurement InOwnProcess(Case item, string folder)
    {
        item.Prepare(folder);
        if (!item.Fresh)
        {
            return Start(item, folder);
        }
        long peak = 0;
        double seconds = Median(LeastRuns, () =>
        {
            long start = Stopwatch.GetTimestamp();
            peak = Start(item, folder).PeakBytes;
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        });
        return new Measurement(seconds, peak);
    }

    private static Measurement Start(Case item, string folder)
    {
        using Process process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["run", folder, item.Name]) { RedirectStandardOutput = true })!;
        string line = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        string[] parts = process.ExitCode == 0 ? line.Split(' ') : throw new InvalidOperationException($"{item.Name} failed.");
        return new Measurement(double.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    public string ToLine() => string.Create(CultureInfo.InvariantCulture, $"{Seconds:R} {PeakBytes}");

    public static double Median(int runs, Func<double> measure)
    {
        double[] times = [.. Enumerable.Range(0, runs).Select(_ => measure())];
        Array.Sort(times);
        return times[runs / 2];
    }

    // VmHWM where there is such a thing.
    private static long Peak()
    {
        const string Status = "/proc/self/status";
        string? line = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) : null;
        return line is null
            ? Process.GetCurrentProcess().PeakWorkingSet64
            : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}
