using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CoreML.Mil;

/// <summary>
/// Calls layers of networks by their names instead of their places, so that a layer that was added or removed does not
/// move all others. Lists whose layers have no names, or the same twice, stay as they are.
/// </summary>
internal sealed partial class LayerPaths
{
    private const int ShownNames = 8;

    // The names of the layers of each list, in order.
    private readonly Dictionary<string, List<string>> _lists = new(StringComparer.Ordinal);

    public LayerPaths(IReadOnlyList<KeyValuePair<string, string>> lines)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((string path, string text) in lines)
        {
            foreach (Match match in Layer().Matches(path))
            {
                Group index = match.Groups["index"];
                string list = path[..(index.Index - 1)];
                int place = int.Parse(index.Value, CultureInfo.InvariantCulture);
                counts[list] = Math.Max(counts.GetValueOrDefault(list), place + 1);
                if (!_lists.TryGetValue(list, out List<string>? names))
                {
                    _lists[list] = names = [];
                }
                if (path.AsSpan(match.Index + match.Length).SequenceEqual(".name") && names.Count == place)
                {
                    names.Add(text);
                }
            }
        }
        foreach ((string list, int count) in counts)
        {
            if (_lists[list].Count != count || _lists[list].Distinct().Count() != count)
            {
                _lists.Remove(list);
            }
        }
    }

    /// <summary>Names layers only where both models can.</summary>
    public void Keep(LayerPaths other)
    {
        foreach (string list in _lists.Keys.Where(list => !other._lists.ContainsKey(list)).ToArray())
        {
            _lists.Remove(list);
        }
    }

    /// <summary>A path with names in the place of indices.</summary>
    public string Name(string path)
    {
        if (_lists.Count == 0)
        {
            return path;
        }
        var text = new StringBuilder();
        int end = 0;
        foreach (Match match in Layer().Matches(path))
        {
            Group index = match.Groups["index"];
            if (_lists.TryGetValue(path[..(index.Index - 1)], out List<string>? names))
            {
                text.Append(path, end, index.Index - end).Append(names[int.Parse(index.Value, CultureInfo.InvariantCulture)].Trim('"'));
                end = index.Index + index.Length;
            }
        }
        return text.Append(path, end, path.Length - end).ToString();
    }

    /// <summary>Lists whose common layers come in another order.</summary>
    public IEnumerable<ModelDifference> Orders(LayerPaths other)
    {
        foreach ((string list, List<string> names) in _lists)
        {
            if (!other._lists.TryGetValue(list, out List<string>? others))
            {
                continue;
            }
            HashSet<string> known = [.. others];
            string[] left = [.. names.Where(known.Contains)];
            known = [.. names];
            string[] right = [.. others.Where(known.Contains)];
            int first = left.AsSpan().CommonPrefixLength(right);
            if (first < left.Length)
            {
                yield return new($"{Name(list)} (order)", Shown(left, first), Shown(right, first));
            }
        }
    }

    private static string Shown(string[] names, int first) =>
        string.Join(", ", names.Skip(first).Take(ShownNames)) + (names.Length > first + ShownNames ? ", ..." : "");

    [GeneratedRegex(@"(?<=^|\.)layers\[(?<index>\d+)\]")]
    private static partial Regex Layer();
}
