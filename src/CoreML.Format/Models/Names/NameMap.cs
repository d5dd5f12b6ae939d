using Google.Protobuf.Collections;

namespace CoreML.Format;

/// <summary>Goes over the names of a scope: notes every name it meets and, once told to, puts others in their place. A map
/// that takes different names to different ones keeps what refers to what, however the names are spread.</summary>
internal sealed class NameMap
{
    private readonly Dictionary<string, string> _replacements = new(StringComparer.Ordinal);

    /// <summary>Every name met so far.</summary>
    public HashSet<string> Met { get; } = new(StringComparer.Ordinal);

    /// <summary>Every place met so far, by the name that was there.</summary>
    public List<string> Places { get; } = [];

    /// <summary>The name to stand in the place of another.</summary>
    public string this[string name]
    {
        get
        {
            Met.Add(name);
            Places.Add(name);
            return _replacements.GetValueOrDefault(name, name);
        }
        set => _replacements[name] = value;
    }

    /// <summary>Goes over a list of names.</summary>
    public void Each(RepeatedField<string> names)
    {
        for (int i = 0; i < names.Count; i++)
        {
            names[i] = this[names[i]];
        }
    }

    /// <summary>A name that was not met: the given one with a number.</summary>
    public string MakeFree(string name)
    {
        for (int i = 1; ; i++)
        {
            string free = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}_{i}");
            if (!Met.Contains(free))
            {
                return free;
            }
        }
    }
}
