using System.CommandLine;
using System.Text.Json;
using CoreML.Format;
using CoreML.Validation;

namespace CoreML.Cli;

/// <summary><c>coreml validate</c>: what Core ML will refuse, and what will surprise.</summary>
internal static class ValidateVerb
{
    public static Command Create()
    {
        Argument<string?> model = new("MODEL")
        {
            Description = "An .mlmodel file, an .mlpackage directory or a zip archive of one.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<bool> json = Arguments.Json();
        var rules = new Option<bool>("--rules") { Description = "List the rules instead of checking a model." };
        var error = Codes("--error", "Take this rule for an error.");
        var warning = Codes("--warning", "Take this rule for a warning.");
        var note = Codes("--note", "Take this rule for a note.");
        var ignore = Codes("--ignore", "Do not check this rule.");
        var noValues = new Option<bool>("--no-values") { Description = "Do not read the weights." };
        var command = new Command("validate", "Checks a model against Core ML's rules and more.")
        {
            model, json, rules, error, warning, note, ignore, noValues,
        };
        command.SetAction(result => Runner.Guard(() =>
        {
            if (result.GetValue(rules))
            {
                return List(result.GetValue(json));
            }
            var options = new ValidationOptions { CheckValues = !result.GetValue(noValues) };
            foreach ((Option<string[]> option, DiagnosticSeverity severity) in ((Option<string[]>, DiagnosticSeverity)[])
                [(error, DiagnosticSeverity.Error), (warning, DiagnosticSeverity.Warning), (note, DiagnosticSeverity.Note)])
            {
                options = (result.GetValue(option) ?? []).Aggregate(options, (all, code) => all.With(Known(code), severity));
            }
            options = (result.GetValue(ignore) ?? []).Aggregate(options, (all, code) => all.Without(Known(code)));
            string path = result.GetValue(model) ?? throw new UsageException("Give a MODEL, or --rules.");
            return Check(path, options, result.GetValue(json));
        }));
        return command;
    }

    private static Option<string[]> Codes(string name, string description) =>
        new(name) { Description = description, HelpName = "CODE" };

    private static string Known(string code) => ValidationRules.Find(code) is not null
        ? code
        : throw new UsageException($"There is no rule '{code}'; 'coreml validate --rules' lists them.");

    private static int Check(string path, ValidationOptions options, bool asJson)
    {
        // What keeps a model from being opened is a finding like others.
        if (!CoreMLModel.TryOpen(path, out CoreMLModel? model, out IReadOnlyList<Diagnostic> diagnostics))
        {
            Report(diagnostics, asJson);
            return Runner.Failed;
        }
        using (model)
        {
            ValidationResult result = model.Validate(options);
            Report(result, asJson);
            if (!asJson)
            {
                Console.Out.Write($"{(result.IsValid ? "valid" : "not valid")}: {result.Summary}\n");
            }
            return result.IsValid ? Runner.Done : Runner.Failed;
        }
    }

    // Errors go where a failed run has to have them; the rest is a result.
    private static void Report(IReadOnlyList<Diagnostic> diagnostics, bool asJson)
    {
        foreach (Diagnostic diagnostic in diagnostics)
        {
            if (diagnostic.Severity == DiagnosticSeverity.Error)
            {
                Console.Error.WriteLine(diagnostic);
            }
            else if (!asJson)
            {
                Console.Out.Write($"{diagnostic}\n");
            }
        }
        if (asJson)
        {
            WriteArray(diagnostics, (json, diagnostic) =>
            {
                json.WriteString("code", diagnostic.Code);
                json.WriteString("severity", Name(diagnostic.Severity));
                json.WriteString("message", diagnostic.Message);
                json.WriteString("path", diagnostic.Path);
                json.WriteString("file", diagnostic.File);
                if (diagnostic.Offset is { } offset)
                {
                    json.WriteNumber("offset", offset);
                }
                json.WriteString("expected", diagnostic.Expected);
                json.WriteString("found", diagnostic.Found);
                json.WriteString("advice", diagnostic.Advice);
            });
        }
    }

    private static int List(bool asJson)
    {
        if (asJson)
        {
            WriteArray(ValidationRules.All, (json, rule) =>
            {
                json.WriteString("code", rule.Code);
                json.WriteString("severity", Name(rule.Severity));
                json.WriteString("area", rule.Area);
                json.WriteString("title", rule.Title);
                json.WriteString("advice", rule.Descriptor.Advice);
            });
            return Runner.Done;
        }
        foreach (ValidationRule rule in ValidationRules.All)
        {
            Console.Out.Write($"{rule.Code}  {Name(rule.Severity),-7}  {rule.Area}: {rule.Title}\n");
        }
        return Runner.Done;
    }

    private static void WriteArray<T>(IEnumerable<T> items, Action<Utf8JsonWriter, T> content) => Json.Write(json =>
    {
        json.WriteStartArray();
        foreach (T item in items)
        {
            json.WriteStartObject();
            content(json, item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    private static string Name(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        _ => "note",
    };
}
