using System.Buffers;
using CoreML.Format;
using static CoreML.Format.DiagnosticSeverity;

namespace CoreML.Validation;

/// <summary>Packages, beyond what opening one checks: manifest and files fit each other, on every system.</summary>
internal static class PackageRules
{
    public static readonly RuleSet<CoreMLModel> All = new("packages")
    {
        { "CML8901", Warning, "A package lacks something that its manifest lists.",
            "Save the model again, which makes empty folders anew; Core ML refuses packages that lack an item.", ItemsAreThere },
        { "CML8902", Note, "A file of a package belongs to no item of its manifest.", "Remove the file; tools that copy a package item by item lose it.", FilesAreListed },
        { "CML8903", Warning, "Names of files in a package differ only in letter case.", "Rename one; on Windows and macOS both are the same file.", NamesDiffer },
        { "CML8904", Warning, "A file of a package has a name that Windows does not allow.",
            "Rename the file, so that the package can be copied to Windows.", NamesAreAllowed },
        { "CML8905", Note, "An item of a package is not where author and name say.", "Let the path be author/name; tools look for items by these.", PathsFit },
    };

    private static readonly SearchValues<char> Refused = SearchValues.Create("<>\"|?*");

    // Whatever the extension is.
    private static readonly HashSet<string> Devices = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9",
        "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
    };

    private static string Entry(PackageItem item) => $"itemInfoEntries[\"{item.Identifier}\"]";

    private static void ItemsAreThere(CoreMLModel model, RuleReport report)
    {
        foreach (PackageItem item in model.MissingItems)
        {
            report.Add($"{Entry(item)}.path", $"a file or folder '{item.Path}'", "nothing");
        }
    }

    private static void FilesAreListed(CoreMLModel model, RuleReport report)
    {
        string[] items = [.. model.PackageItems.Select(item => $"{PackageManifest.DataFolder}/{item.Path.TrimEnd('/')}")];
        foreach (string file in model.PackageFiles)
        {
            if (!items.Any(item => file == item || file.StartsWith(item + "/", StringComparison.Ordinal)))
            {
                report.Add(file, "an item that is the file or has it in its folder", "none");
            }
        }
    }

    private static void NamesDiffer(CoreMLModel model, RuleReport report)
    {
        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string file in model.PackageFiles)
        {
            if (!seen.TryAdd(file, file))
            {
                report.Add(file, "a name of its own in any letter case", $"'{seen[file]}'");
            }
        }
    }

    private static void NamesAreAllowed(CoreMLModel model, RuleReport report)
    {
        foreach (string file in model.PackageFiles)
        {
            if (file.Split('/').FirstOrDefault(name => !IsAllowed(name)) is { } name)
            {
                report.Add(file, "no device, no <>\"|?* and no dot or space at the end", $"'{name}'");
            }
        }
    }

    private static bool IsAllowed(string name) =>
        name.Length > 0 && name[^1] is not ('.' or ' ') && !name.AsSpan().ContainsAny(Refused) && !Devices.Contains(name.Split('.')[0]);

    private static void PathsFit(CoreMLModel model, RuleReport report)
    {
        foreach (PackageItem item in model.PackageItems)
        {
            if (item.Path.TrimEnd('/') != $"{item.Author}/{item.Name}")
            {
                report.Add(Entry(item), $"the path '{item.Author}/{item.Name}'", $"'{item.Path}'");
            }
        }
    }
}
