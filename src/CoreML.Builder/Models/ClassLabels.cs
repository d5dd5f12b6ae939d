using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>The labels of a classifier: strings or integers, in order.</summary>
internal sealed class ClassLabels
{
    /// <summary>The labels as strings; <see langword="null"/> if they are integers or there are none yet.</summary>
    public StringVector? Strings { get; private set; }

    /// <summary>The labels as integers; <see langword="null"/> if they are strings or there are none yet.</summary>
    public Int64Vector? Integers { get; private set; }

    /// <summary>How many there are.</summary>
    public int Count => Strings?.Vector.Count ?? Integers?.Vector.Count ?? 0;

    /// <summary>The type of a label.</summary>
    public FeatureType LabelType => Integers is null ? Feature.String : Feature.Int64;

    /// <summary>The type of a table from label to number.</summary>
    public FeatureType DictionaryType => Integers is null ? Feature.StringDictionary : Feature.Int64Dictionary;

    /// <summary>Takes labels that are strings.</summary>
    public void Set(ReadOnlySpan<string> labels)
    {
        CheckNew(labels.Length);
        var vector = new StringVector();
        foreach (string label in labels)
        {
            ArgumentNullException.ThrowIfNull(label, nameof(labels));
            vector.Vector.Add(label);
        }
        CheckDistinct(vector.Vector);
        Strings = vector;
    }

    /// <summary>Takes labels that are integers.</summary>
    public void Set(ReadOnlySpan<long> labels)
    {
        CheckNew(labels.Length);
        var vector = new Int64Vector();
        foreach (long label in labels)
        {
            vector.Vector.Add(label);
        }
        CheckDistinct(vector.Vector);
        Integers = vector;
    }

    /// <summary>Gives the labels to the field for their kind.</summary>
    public void Give(Action<StringVector> strings, Action<Int64Vector> integers)
    {
        if (Strings is not null)
        {
            strings(Strings);
        }
        else if (Integers is not null)
        {
            integers(Integers);
        }
    }

    /// <summary>Makes sure that there are labels.</summary>
    public void Require(string path)
    {
        if (Count == 0)
        {
            throw BuilderDiagnostics.InvalidLabels.Error(path: path, expected: "at least one label", found: "none");
        }
    }

    private void CheckNew(int count)
    {
        if (Count != 0)
        {
            throw BuilderDiagnostics.InvalidLabels.Error(path: "classLabels", expected: "one list of labels", found: "a second one");
        }
        if (count == 0)
        {
            throw BuilderDiagnostics.InvalidLabels.Error(path: "classLabels", expected: "at least one label", found: "none");
        }
    }

    private static void CheckDistinct<T>(IEnumerable<T> labels)
    {
        var seen = new HashSet<T>();
        foreach (T label in labels)
        {
            if (!seen.Add(label))
            {
                throw BuilderDiagnostics.InvalidLabels.Error(path: "classLabels", expected: "labels that differ", found: $"'{label}' twice");
            }
        }
    }
}
