using System.CommandLine;
using System.Globalization;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Cli;

/// <summary>An option of <c>coreml edit</c> and what it does for each value it is given.</summary>
internal sealed record EditOption(Option<string[]> Option, Action<NamedFeatures, string> Apply);

/// <summary>The options of <c>coreml edit</c>, in the order in which they are applied.</summary>
internal static class EditOptions
{
    public static EditOption[] All =>
    [
        // A type may need the version that a model is raised to; lowering comes when everything else is done.
        Create("--target", "The oldest system that has to load the model: iOS17, macOS14, watchOS10, tvOS17.", Raise),
        Create("--rename", "OLD=NEW: an input, output, state or function, wherever the model refers to it.", (model, value) => Rename(model, Pair("--rename", value))),
        Create("--description", "What the model does.", (model, value) => model.Model.Metadata.ShortDescription = value),
        Create("--author", "Who made the model.", (model, value) => model.Model.Metadata.Author = value),
        Create("--license", "The licence it is under.", (model, value) => model.Model.Metadata.License = value),
        Create("--version", "The model's version, in your words.", (model, value) => model.Model.Metadata.VersionString = value),
        Create("--set-metadata", "KEY=VALUE: an entry of your own.", (model, value) => SetMetadata(model, Pair("--set-metadata", value))),
        Create("--remove-metadata", "KEY: takes out an entry.", (model, value) => model.Model.Metadata.UserDefined.Remove(value)),
        Create("--describe", "NAME=TEXT: what an input, output or state is.", (model, value) => Describe(model, Pair("--describe", value))),
        Create("--label-file", "Class labels, one on each line.", (model, value) => model.Model.ReplaceClassLabels(Arguments.Read(value, File.ReadAllLines))),
        Create("--set-weight", "NAME=FILE.npy: the values of a weight.", (model, value) => SetWeight(model, Pair("--set-weight", value))),
        Create("--input-type", $"NAME=TYPE: {FeatureTypeOption.Choices}.", (model, value) => ChangeType(model, Pair("--input-type", value), FeatureKind.Input)),
        Create("--fix-shape", "NAME=1,3,224,224: the only shape of an input.", (model, value) => FixShape(model, Pair("--fix-shape", value))),
        Create("--shape-range", "NAME=1,3,64..512,64..512: the sizes that an input can have.", (model, value) => SetRange(model, Pair("--shape-range", value))),
        Create("--output-type", "NAME=TYPE, as for inputs.", (model, value) => ChangeType(model, Pair("--output-type", value), FeatureKind.Output)),
    ];

    /// <summary>What is applied when everything else is.</summary>
    public static void Lower(CoreMLModel model, string target)
    {
        int version = Version(target);
        if (version < model.SpecificationVersion)
        {
            model.Retarget(version);
        }
    }

    private static EditOption Create(string name, string description, Action<NamedFeatures, string> apply) =>
        new(new Option<string[]>(name) { Description = description }, apply);

    private static (string Name, string Value) Pair(string option, string text)
    {
        int at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0 ? (text[..at], text[(at + 1)..]) : throw new UsageException($"{option} takes NAME=VALUE, not '{text}'.");
    }

    private static int Version(string target) => DeploymentTargets.TryParse(target, out int version)
        ? version
        : throw new UsageException($"'{target}' is not a deployment target; iOS17 or macOS14 are.");

    private static void Raise(NamedFeatures model, string target)
    {
        int version = Version(target);
        if (version >= model.Model.SpecificationVersion)
        {
            foreach (Diagnostic kept in model.Model.Retarget(version))
            {
                Console.Error.WriteLine(kept);
            }
        }
    }

    private static void Rename(NamedFeatures model, (string Old, string New) names)
    {
        ModelFunction[] functions = [.. model.Model.Functions.Where(function => function.Name == names.Old)];
        ModelFeature[] features = functions.Length == 0 ? model.Require(names.Old) : model.Find(names.Old);
        foreach (ModelFeature feature in features.Where(feature => feature.Name == names.Old))
        {
            feature.Rename(names.New);
        }
        foreach (ModelFunction function in functions)
        {
            function.Rename(names.New);
        }
    }

    private static void SetMetadata(NamedFeatures model, (string Key, string Value) entry) =>
        model.Model.Metadata.UserDefined[entry.Key] = entry.Value;

    private static void SetWeight(NamedFeatures model, (string Name, string File) entry) =>
        model.Model.ReplaceWeight(entry.Name, Arguments.Read(entry.File, NumpyFile.Read));

    private static void FixShape(NamedFeatures model, (string Name, string Shape) entry)
    {
        foreach (ModelFeature feature in model.Require(entry.Name, FeatureKind.Input))
        {
            feature.FixShape([.. entry.Shape.Split(',').Select(size => Size("--fix-shape", size))]);
        }
    }

    private static void SetRange(NamedFeatures model, (string Name, string Ranges) entry)
    {
        foreach (ModelFeature feature in model.Require(entry.Name, FeatureKind.Input))
        {
            feature.SetShapeRange([.. entry.Ranges.Split(',').Select(range =>
            {
                string[] ends = range.Split("..");
                return (Size("--shape-range", ends[0]), Size("--shape-range", ends[^1]));
            })]);
        }
    }

    private static long Size(string option, string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long size)
            ? size
            : throw new UsageException($"{option} takes sizes, not '{text}'.");

    private static void Describe(NamedFeatures model, (string Name, string Text) entry)
    {
        foreach (ModelFeature feature in model.Require(entry.Name))
        {
            feature.Description = entry.Text;
        }
    }

    private static void ChangeType(NamedFeatures model, (string Name, string Type) entry, FeatureKind kind)
    {
        foreach (ModelFeature feature in model.Require(entry.Name, kind))
        {
            FeatureTypeOption.Apply(feature, entry.Type);
        }
    }
}
