using System.CommandLine;
using CoreML.Format;

namespace CoreML.Cli;

/// <summary>Runs the command line and turns what happens into an exit code: 0 done, 1 the model or the work, 2 the usage.</summary>
internal static class Runner
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;

    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(30);

    public static int Run(RootCommand root, string[] args)
    {
        ParseResult result = root.Parse(args);
        if (result.Errors.Count > 0)
        {
            foreach (System.CommandLine.Parsing.ParseError error in result.Errors)
            {
                Console.Error.WriteLine(error.Message);
            }
            Console.Error.WriteLine("Run 'coreml --help' for the verbs, 'coreml VERB --help' for their options.");
            return WrongUsage;
        }
        // Stopping takes as long as the piece of work takes that is under way; killed before, it would leave files behind.
        return result.Invoke(new InvocationConfiguration { ProcessTerminationTimeout = TimeToStop });
    }

    /// <summary>Writes the diagnostics of a failure to standard error.</summary>
    public static void Report(CoreMLException exception)
    {
        foreach (Diagnostic diagnostic in exception.Diagnostics)
        {
            Console.Error.WriteLine(diagnostic);
        }
    }

    /// <summary>Runs a verb that writes files: Ctrl-C lets it clean up.</summary>
    public static Task<int> GuardAsync(Func<int> work) =>
        // Signals are listened to only once the verb has returned its task.
        Task.Run(() => Guard(work), CancellationToken.None);

    /// <summary>Runs a verb.</summary>
    public static int Guard(Func<int> work)
    {
        try
        {
            return work();
        }
        catch (CoreMLException exception)
        {
            Report(exception);
            return Failed;
        }
        catch (UsageException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return WrongUsage;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped; nothing was written.");
            return Failed;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Whatever reads files says so itself; what is left is an output, most likely the standard one.
            Console.Error.WriteLine(FormatDiagnostics.FileNotWritable.Create(found: exception.Message));
            return Failed;
        }
    }
}

/// <summary>Options that do not go together.</summary>
internal sealed class UsageException(string message) : Exception(message);
