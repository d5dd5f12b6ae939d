using System.Globalization;
using System.Text.Json;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Conformance.Tests;

/// <summary>Versions of operations as lines of text: once from the table of the format, once from the catalogue.</summary>
internal static class OperationTable
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
        return Join(version.GetProperty("inputs").EnumerateArray().Where(input => Kind(input) != "internal" || input.GetProperty("name").GetString() == "val").Select(input =>
        {
            string type = !input.TryGetProperty("type", out JsonElement given) ? ""
                : given.ValueKind == JsonValueKind.String ? types[given.GetString()!] : Union(given);
            return Line(input.GetProperty("name").GetString()!, type, Is("const"), Is("optional"));

            bool Is(string name) => input.TryGetProperty(name, out JsonElement value) && value.GetBoolean();
        }));
    }

    public static string Describe(OperationVersion version) => Join(version.Inputs.Select(input =>
        Line(input.Name, string.Join('|', input.ElementTypes.Select(Name).Order(StringComparer.Ordinal)), input.IsConstant, input.IsOptional)));

    private static string Kind(JsonElement input) => input.TryGetProperty("kind", out JsonElement kind) ? kind.GetString()! : "";

    private static string Line(string name, string type, bool constant, bool optional) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}: {(constant ? "const " : "")}{type}{(optional ? "?" : "")}");

    private static string Join(IEnumerable<string> lines) => string.Join("; ", lines);

    private static string Union(JsonElement types) => string.Join('|', types.EnumerateArray().Select(type => type.GetString()!).Order(StringComparer.Ordinal));

    private static string Name(ElementType type) => type.IsFloat ? "fp" + type.Name["float".Length..] : type.Name;
}
