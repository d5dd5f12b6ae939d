using System.Globalization;

namespace CoreML.Format;

/// <summary>How a specification names a weight file: <c>@model_path/weights/weight.bin</c>, relative to the folder that
/// the specification lies in.</summary>
internal static class WeightFileReference
{
    private const string Prefix = "@model_path/";

    /// <summary>The reference that coremltools writes.</summary>
    public const string Default = Prefix + "weights/weight.bin";

    /// <summary>The reference that coremltools writes for a stage of a pipeline.</summary>
    public static string Numbered(int stage) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}weights/{stage}-weight.bin");

    /// <summary>The path relative to the specification's folder.</summary>
    /// <exception cref="CoreMLException">CML3007: the reference has another form or leaves the package.</exception>
    public static string Parse(string reference)
    {
        string path = reference.StartsWith(Prefix, StringComparison.Ordinal) ? reference[Prefix.Length..] : "";
        return PackagePath.IsContained(path)
            ? path
            : throw FormatDiagnostics.WeightReferenceInvalid.Error(expected: Default, found: $"'{reference}'");
    }
}
