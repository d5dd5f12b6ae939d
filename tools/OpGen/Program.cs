using CoreML.OpGen;

// Writes what follows from the definitions in ops/: the catalogue of operations and its page. Run from the
// repository's root:
//   dotnet run --project tools/OpGen
string root = args.Length > 0 ? args[0] : ".";
IReadOnlyList<GeneratedFile> files = Generation.Run(root);
foreach (GeneratedFile file in files)
{
    string path = Path.Combine(root, file.Path);
    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
    File.WriteAllText(path, file.Text);
    Console.WriteLine($"Wrote {file.Path}.");
}
