namespace EndToEnd;

/// <summary>Something to measure.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Prepare">Makes the input in the folder, unless it is there, and gives its path.</param>
/// <param name="Run">What is measured: from the input's path to the output's.</param>
/// <param name="TargetCopies">What it should take, in copies of 134 MB.</param>
/// <param name="Fresh">Whether each run is a process of its own, whose start and end count.</param>
internal sealed record Case(
    string Name, Func<string, string> Prepare, Action<string, string> Run, double? TargetCopies = null, bool Fresh = false);
