using System.Globalization;
using CoreML.Fuzz;
using SharpFuzz;

// fuzz TARGET              under AFL or libFuzzer, which give inputs and watch where they lead
// run SEEDS [COUNT] [MINUTES] [SEED] [TARGET]
//                          changes the models of a folder, without any other tool
switch (args)
{
    case ["fuzz", var name] when FuzzTarget.All.FirstOrDefault(target => target.Name == name) is { } target:
        Fuzzer.OutOfProcess.Run(stream =>
        {
            using var input = new MemoryStream();
            stream.CopyTo(input);
            target.Run(input.ToArray());
        });
        return 0;
    case ["run", var folder, .. var rest]:
        long count = Number(rest, 0, 1_000_000);
        var minutes = TimeSpan.FromMinutes(Number(rest, 1, 60));
        var run = new MutationRun(FuzzSeeds.From(folder, most: 200), count, (int)Number(rest, 2, 1), Path.GetFullPath("corpus"));
        return run.Run(rest.ElementAtOrDefault(3), minutes) == 0 ? 0 : 1;
    default:
        Console.Error.WriteLine($"fuzz TARGET | run SEEDS [COUNT] [MINUTES] [SEED] [TARGET]; targets: {string.Join(", ", FuzzTarget.All.Select(target => target.Name))}");
        return 2;
}

static long Number(string[] arguments, int index, long otherwise) =>
    index < arguments.Length ? long.Parse(arguments[index], CultureInfo.InvariantCulture) : otherwise;
