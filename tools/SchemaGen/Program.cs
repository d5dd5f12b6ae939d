using CoreML.SchemaGen;

// Writes the table that the wire scanner reads the specification by. Run from the repository's root:
//   dotnet run --project tools/SchemaGen
string target = args.Length > 0 ? args[0] : "src/CoreML.Format/Generated/WireSchema.g.cs";
File.WriteAllText(target, WireSchemaSource.Generate());
Console.WriteLine($"Wrote {target}.");
