using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Conformance.Tests;

/// <summary>Versions of operations as lines of text: once from the table of the format, once from the catalogue.</summary>
internal static partial class OperationTable
{
    public static string Describe(JsonElement version)
    {
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        if (version.TryGetProperty("types", out JsonElement variables))
        {
            foreach (JsonProperty variable in variables.EnumerateObject())
            {
                types.Add(variable.Name, Union(variable.Value));
            }
        }
        return Join(version.GetProperty("inputs").EnumerateArray().Where(input => Kind(input) != "pyfunction" && (Kind(input) != "internal" || input.GetProperty("name").GetString() == "val")).Select(input =>
        {
            string type = !input.TryGetProperty("type", out JsonElement given) ? ""
                : given.ValueKind == JsonValueKind.String ? types[given.GetString()!] : Union(given);
            return Line(input.GetProperty("name").GetString()!, type, Is("const"), Is("optional"), Default(input));

            bool Is(string name) => input.TryGetProperty(name, out JsonElement value) && value.GetBoolean();
        }));
    }

    public static string Describe(OperationVersion version) => Join(version.Inputs.Where(input => input.Kind != OperationParameterKind.Block).Select(input =>
        Line(input.Name, input.IsVariadic ? "" : string.Join('|', input.ElementTypes.Select(Name).Order(StringComparer.Ordinal)), input.IsConstant, input.IsOptional, Plain(input.Default))));

    private static string Kind(JsonElement input) => input.TryGetProperty("kind", out JsonElement kind) ? kind.GetString()! : "";

    private static string Line(string name, string type, bool constant, bool optional, string byDefault) =>
        $"{name}: {(constant ? "const " : "")}{type}{(optional ? "?" : "")}{byDefault}";

    // Defaults that depend on other inputs are formulas in the table: those that fill a shape, and those in the type of another
    // input, are values in the catalogue; the others are words there.
    private static string Default(JsonElement input)
    {
        if (!input.TryGetProperty("default", out JsonElement value))
        {
            return "";
        }
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not ['=', .. string formula])
        {
            return Plain(value.ToString());
        }
        return Filled().Match(formula) is { Success: true } filled ? Plain(filled.Groups[1].Value) : "";
    }

    private static string Plain(string? value) => value is null ? ""
        : double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? string.Create(CultureInfo.InvariantCulture, $" = {number}")
        : $" = {value.ToLowerInvariant()}";

    [GeneratedRegex(@"^\[?([\d.e-]+)\]?(\*| in )")]
    private static partial Regex Filled();

    private static string Join(IEnumerable<string> lines) => string.Join("; ", lines);

    private static string Union(JsonElement types) => string.Join('|', types.EnumerateArray().Select(type => type.GetString()!).Order(StringComparer.Ordinal));

    private static string Name(ElementType type) => type.IsFloat ? "fp" + type.Name["float".Length..] : type.Name;
}
