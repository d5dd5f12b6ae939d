using System.CommandLine;
using CoreML.Format;

namespace CoreML.Cli;

/// <summary>Arguments and options that several verbs have.</summary>
internal static class Arguments
{
    public static Argument<string> Model(string name = "MODEL") => WithoutOptions(new Argument<string>(name)
    {
        Description = "An .mlmodel file, an .mlpackage directory or a zip archive of one.",
    });

    /// <summary>Refuses an option that does not exist, which would pass for the argument; a file of such a name can be given
    /// as <c>./--name</c>.</summary>
    public static Argument<T> WithoutOptions<T>(Argument<T> argument)
    {
        argument.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith("--", StringComparison.Ordinal)) is { } option)
            {
                result.AddError($"There is no option '{option.Value}'.");
            }
        });
        return argument;
    }

    public static Option<string> Output(bool required = true) =>
        new("--output", "-o") { Description = "Where to write.", Required = required };

    public static Option<bool> Json() => new("--json") { Description = "Write the result as JSON." };

    /// <summary>Reads a file that an option or argument names and that is no model.</summary>
    /// <exception cref="CoreMLException">CML1002: the system refused.</exception>
    public static T Read<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CoreMLException(FormatDiagnostics.FileNotReadable.Create(file: path, found: exception.Message));
        }
    }

    /// <summary>Refuses numbers that are too small.</summary>
    public static int AtLeast(int minimum, string option, int value) =>
        value >= minimum ? value : throw new UsageException($"{option} takes a number from {minimum} on.");

    /// <summary>An option of the tool, for every verb.</summary>
    public static Option<bool> Quiet { get; } = new("--quiet") { Description = "Show no progress.", Recursive = true };
}
