using EndToEnd;

// EndToEnd [FOLDER [CASE...]]    all cases, or those whose names contain one of the words; a table on standard output
// EndToEnd run FOLDER CASE       one case in this process: what the table's program starts, so that each has a peak of its own
if (args is ["run", var place, var name])
{
    Case chosen = Cases.All.First(candidate => candidate.Name == name);
    Console.WriteLine(Measurement.Of(chosen, Path.GetFullPath(place)).ToLine());
    return 0;
}
string folder = Path.GetFullPath(args.Length > 0 ? args[0] : Path.Combine(Path.GetTempPath(), "coreml-benchmarks"));
Directory.CreateDirectory(folder);
string[] words = args.Length > 1 ? args[1..] : [""];
Console.WriteLine("times are medians; a copy is one of 134 MB in memory by one thread, measured before and after each case");
Console.WriteLine($"{"case",-50} {"ms",9} {"copy ms",9} {"copies",8} {"target",8} {"peak MB",9}");
foreach (Case item in Cases.All.Where(item => words.Any(word => item.Name.Contains(word, StringComparison.Ordinal))))
{
    double before = MemoryCopy.Seconds();
    Measurement result = Measurement.InOwnProcess(item, folder);
    double copy = (before + MemoryCopy.Seconds()) / 2;
    string target = item.TargetCopies is { } copies ? $"{copies:F0}" : "-";
    Console.WriteLine($"{item.Name,-50} {result.Seconds * 1e3,9:F1} {copy * 1e3,9:F1} {result.Seconds / copy,8:F1} {target,8} {result.PeakBytes / 1e6,9:F1}");
}
return 0;
