using System.CommandLine;

namespace CoreML.Cli;

/// <summary>Arguments and options that several verbs have.</summary>
internal static class Arguments
{
    public static Argument<string> Model(string name = "MODEL") =>
        new(name) { Description = "An .mlmodel file, an .mlpackage directory or a zip archive of one." };

    public static Option<string> Output(bool required = true) =>
        new("--output", "-o") { Description = "Where to write.", Required = required };

    public static Option<bool> Json() => new("--json") { Description = "Write the result as JSON." };

    public static Option<bool> Quiet() => new("--quiet") { Description = "Show no progress." };
}
