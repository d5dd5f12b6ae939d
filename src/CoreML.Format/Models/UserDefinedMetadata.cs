using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Google.Protobuf.Collections;

namespace CoreML.Format;

/// <summary>The entries that a model's makers have added to its metadata. To look changes nothing; changes go to the
/// specification.</summary>
internal sealed class UserDefinedMetadata(
    Func<IDictionary<string, string>?> shown, Func<MapField<string, string>> made) : IDictionary<string, string>
{
    private static readonly IDictionary<string, string> None = new Dictionary<string, string>();

    private IDictionary<string, string> Shown => shown() ?? None;

    public ICollection<string> Keys => Shown.Keys;

    public ICollection<string> Values => Shown.Values;

    public int Count => Shown.Count;

    public bool IsReadOnly => false;

    public string this[string key]
    {
        get => Shown[key];
        set => made()[key] = value;
    }

    public bool ContainsKey(string key) => Shown.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) => Shown.TryGetValue(key, out value);

    public bool Contains(KeyValuePair<string, string> item) => Shown.Contains(item);

    public void CopyTo(KeyValuePair<string, string>[] array, int arrayIndex) => Shown.CopyTo(array, arrayIndex);

    public void Add(string key, string value) => made().Add(key, value);

    public void Add(KeyValuePair<string, string> item) => made().Add(item.Key, item.Value);

    public bool Remove(string key) => ContainsKey(key) && made().Remove(key);

    public bool Remove(KeyValuePair<string, string> item) => Contains(item) && made().Remove(item.Key);

    public void Clear()
    {
        if (Count > 0)
        {
            made().Clear();
        }
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => Shown.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
