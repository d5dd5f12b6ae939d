using CoreML.Tests;

namespace CoreML.Mil.Tests;

/// <summary>
/// A line of a file in <c>Cases</c>: <c>conv iOS17+ x=fp32[1,3,8,8] weight=const:fp32[4,3,3,3] -> fp32[1,4,6,6]</c>.
/// Without a target it holds for every version; with one for that version, and with a plus for later ones too. After the arrow are the
/// outputs' types separated by spaces, the label of the condition that does not hold, or the code of another diagnostic.
/// </summary>
internal sealed record InferenceCase(string Place, string Operation, string? Target, string[] Arguments, string[] Expected)
{
    public bool IsNegative => Expected is [var only] && (only.StartsWith("CML", StringComparison.Ordinal) || IsLabel(only));

    public string? Label => Expected is [var only] && IsLabel(only) ? only : null;

    public static string Folder => Repository.At("tests", "CoreML.Mil.Tests", "Inference", "Cases");

    public static IEnumerable<InferenceCase> All => Directory.GetFiles(Folder, "*.txt").SelectMany(Read);

    public IEnumerable<OperationVersion> Versions
    {
        get
        {
            OperationDefinition operation = OperationCatalog.Find(Operation) ?? throw new FormatException($"{Place}: no operation {Operation}");
            OperationVersion[] versions =
            [
                .. operation.Versions.Where(version => Target is null || version.Opset.Target == Target.TrimEnd('+')
                    || (Target.EndsWith('+') && string.CompareOrdinal(version.Opset.Target, Target) > 0)),
            ];
            return versions.Length > 0 ? versions : throw new FormatException($"{Place}: {Operation} has no version {Target}");
        }
    }

    public static IEnumerable<InferenceCase> Read(string file)
    {
        string[] lines = File.ReadAllLines(file);
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i];
            while (line.EndsWith('\\'))
            {
                line = line[..^1] + lines[++i];
            }
            if (line.Trim().Length > 0 && line[0] != '#')
            {
                yield return Parse($"{Path.GetFileName(file)}({i + 1})", line);
            }
        }
    }

    public override string ToString() => $"{Place}: {Operation} {Target} {string.Join(' ', Arguments)}";

    private static bool IsLabel(string text) => text.Length > 1 && text[0] == 'C' && char.IsDigit(text[1]);

    private static InferenceCase Parse(string place, string line)
    {
        string[] sides = line.Split(" ->");
        string[] words = sides[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (sides.Length != 2)
        {
            throw new FormatException($"{place}: no arrow");
        }
        string? target = words.Length > 1 && words[1].StartsWith("iOS", StringComparison.Ordinal) ? words[1] : null;
        return new(place, words[0], target, words[(target is null ? 1 : 2)..], sides[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
