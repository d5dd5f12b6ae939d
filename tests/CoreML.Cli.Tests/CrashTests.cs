using System.Diagnostics;
using System.Globalization;
using CoreML.Format;

namespace CoreML.Cli.Tests;

/// <summary>
/// Saves over a model that are killed, that run out of space, that may not write, or that run two at once: afterwards the
/// model is the old one or the new one. <c>COREML_CRASHES=500</c> makes as many kills of each kind instead of a few.
/// </summary>
public sealed class CrashTests : IDisposable
{
    private static readonly int Kills =
        int.TryParse(Environment.GetEnvironmentVariable("COREML_CRASHES"), CultureInfo.InvariantCulture, out int kills) ? kills : 8;

    private readonly Models _models = new();

    public void Dispose() => _models.Dispose();

    [Theory]
    [InlineData("package")]
    [InlineData("file")]
    public async Task A_killed_save_leaves_the_old_model_or_the_new_one(string container)
    {
        string path = container == "package" ? _models.Program() : _models.Network();
        byte[] weights = Weights(path);
        var random = new Random(7);
        // A run to its end tells how long a save takes here, start of the program included.
        var clock = Stopwatch.StartNew();
        (await EditAsync(path, 0)).Done();
        double longest = clock.Elapsed.TotalMilliseconds;
        int version = 0;
        int survived = 0;
        int littered = 0;
        for (int i = 1; i <= Kills; i++)
        {
            using Process process = Start(path, i);
            await Task.Delay((int)(longest * (0.3 + 0.8 * random.NextDouble())), TestContext.Current.CancellationToken);
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            using CoreMLModel model = CoreMLModel.Open(path);
            int now = int.Parse(model.Metadata.UserDefined["n"], CultureInfo.InvariantCulture);
            Assert.True(now == version || now == i, $"kill {i}: {now} after {version}");
            Assert.Equal(weights, Weights(path));
            survived += now == i ? 1 : 0;
            littered += _models.Names.Length > 1 ? 1 : 0;
            version = now;
        }
        TestContext.Current.SendDiagnosticMessage($"{Kills} kills of a {container}: {survived} new, {Kills - survived} old, {littered} with something beside it");
        // What killed saves have left beside the model is not in the way of the next, which deletes it.
        Assert.True(Kills < 100 || littered > 0, "No kill has hit a save.");
        (await EditAsync(path, Kills + 1)).Done();
        Assert.Equal([Path.GetFileName(path)], _models.Names);
    }

    [Fact]
    public async Task Two_saves_at_once_leave_one_of_the_two()
    {
        string path = _models.Program();
        byte[] weights = Weights(path);
        for (int i = 0; i < 4; i++)
        {
            Outcome[] outcomes = await Task.WhenAll(EditAsync(path, 2 * i), EditAsync(path, 2 * i + 1));
            foreach (Outcome outcome in outcomes)
            {
                if (outcome.ExitCode != 0)
                {
                    Assert.StartsWith("error CML1", outcome.Error, StringComparison.Ordinal);
                }
            }
            using CoreMLModel model = CoreMLModel.Open(path);
            Assert.InRange(int.Parse(model.Metadata.UserDefined["n"], CultureInfo.InvariantCulture), 2 * i, 2 * i + 1);
            Assert.Equal(weights, Weights(path));
            Assert.Equal(["in.mlpackage"], _models.Names);
        }
    }

    [Fact]
    public async Task A_full_disk_leaves_the_old_model_and_nothing_else()
    {
        string source = _models.Program();
        using var disk = SmallDisk.Mount(_models.At("disk"), kilobytes: 200);
        string path = Path.Combine(disk.Path, "in.mlpackage");
        (await Tool.RunAsync("copy", source, "-o", path)).Done();
        File.WriteAllBytes(Path.Combine(disk.Path, "filling"), new byte[disk.FreeBytes - 4096]);
        SortedDictionary<string, byte[]> before = Read(path);
        string large = new('x', 100_000);
        (await Tool.RunAsync("edit", path, "-o", path, "--description", large)).Failed("CML1301");
        Assert.Equal(before, Read(path));
        Assert.Equal(["filling", "in.mlpackage"], disk.Names);
    }

    [Fact]
    public async Task A_folder_that_may_not_be_written_leaves_the_old_model_and_nothing_else()
    {
        string source = _models.Program();
        using var disk = SmallDisk.Mount(_models.At("disk"), kilobytes: 500);
        string path = Path.Combine(disk.Path, "in.mlpackage");
        (await Tool.RunAsync("copy", source, "-o", path)).Done();
        SortedDictionary<string, byte[]> before = Read(path);
        disk.MakeReadOnly();
        Outcome outcome = await EditAsync(path, 1);
        outcome.Failed("CML1301");
        Assert.Contains("what was there before is unchanged", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(before, Read(path));
        Assert.Equal(["in.mlpackage"], disk.Names);
    }

    private static Process Start(string path, int n) => Tool.Start("edit", path, "-o", path, "--set-metadata", $"n={n}");

    private static Task<Outcome> EditAsync(string path, int n) => Tool.RunAsync("edit", path, "-o", path, "--set-metadata", $"n={n}");

    private static byte[] Weights(string path) => Directory.Exists(path) ? File.ReadAllBytes(Models.WeightFileOf(path)) : [];

    private static SortedDictionary<string, byte[]> Read(string folder)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            files.Add(Path.GetRelativePath(folder, file), File.ReadAllBytes(file));
        }
        return files;
    }
}
