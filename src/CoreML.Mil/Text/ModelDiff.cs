using System.Globalization;
using CoreML.Format;

namespace CoreML.Mil;

/// <summary>Compares two models: everything they say by path, weights by their decoded values. What only has another name is
/// recognised: features, functions, layers, operations, and values by what makes them. Layers are called by their names.</summary>
public static class ModelDiff
{
    /// <summary>Compares two models.</summary>
    /// <param name="left">The first.</param>
    /// <param name="right">The second.</param>
    /// <returns>The differences; none if the models say the same. Where weights lie in their files does not count.</returns>
    /// <exception cref="CoreMLException">A model is damaged or a weight cannot be read.</exception>
    public static IReadOnlyList<ModelDifference> Compare(CoreMLModel left, CoreMLModel right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var differences = new List<ModelDifference>();
        // What only has another name is said once, and compared under the name that it has in the second model.
        Specification.Model named = left.Specification.Clone();
        foreach (Renaming renaming in Renamings.Apply(named, right.Specification))
        {
            string kind = renaming.Kind.Length == 0 ? "" : renaming.Kind + " ";
            string scope = renaming.Scope.Length == 0 ? "" : renaming.Scope + "/";
            differences.Add(new ModelDifference($"renamed {kind}{scope}{renaming.Old}", renaming.Old, renaming.New) { IsRename = true });
        }
        using CoreMLModel renamed = CoreMLModel.Create(named);
        IReadOnlyList<KeyValuePair<string, string>> ownLines = ModelLines.Of(renamed);
        IReadOnlyList<KeyValuePair<string, string>> otherLines = ModelLines.Of(right);
        var layers = new LayerPaths(ownLines);
        var otherLayers = new LayerPaths(otherLines);
        layers.Keep(otherLayers);
        otherLayers.Keep(layers);
        differences.AddRange(layers.Orders(otherLayers));
        Dictionary<string, string> others = Index(otherLines, otherLayers);
        foreach ((string path, string text) in Index(ownLines, layers))
        {
            others.Remove(path, out string? other);
            if (other is null || WithoutPlace(text) != WithoutPlace(other))
            {
                differences.Add(new ModelDifference(path, text, other));
            }
        }
        differences.AddRange(others.Select(pair => new ModelDifference(pair.Key, null, pair.Value)));
        CompareWeights(left, renamed, right, differences);
        return differences;
    }

    private static void CompareWeights(CoreMLModel left, CoreMLModel renamed, CoreMLModel right, List<ModelDifference> differences)
    {
        var others = right.ReadWeights().ToLookup(weight => weight.Path);
        foreach ((ModelWeight weight, ModelWeight named) in left.ReadWeights().Zip(renamed.ReadWeights()))
        {
            ModelWeight? other = others[named.Path].FirstOrDefault();
            if (other is null || other.ElementType != weight.ElementType || !other.Shape.SequenceEqual(weight.Shape))
            {
                continue;
            }
            ReadOnlyMemory<byte> a = weight.Decode();
            ReadOnlyMemory<byte> b = other.Decode();
            if (!a.Span.SequenceEqual(b.Span))
            {
                string worst = Worst(weight.ElementType, weight.ElementCount, a.Span, b.Span).ToString("R", CultureInfo.InvariantCulture);
                differences.Add(new ModelDifference(
                    named.Path + " (values)", "", $"largest difference {worst} among {weight.ElementCount} elements"));
            }
        }
    }

    private static double Worst(ElementType type, long count, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        const int Chunk = 1024;
        Span<float> a = stackalloc float[Chunk];
        Span<float> b = stackalloc float[Chunk];
        double worst = 0;
        for (long first = 0; first < count; first += Chunk)
        {
            int length = (int)Math.Min(Chunk, count - first);
            NumericConversion.Widen(type, left, first, a[..length]);
            NumericConversion.Widen(type, right, first, b[..length]);
            for (int i = 0; i < length; i++)
            {
                worst = Math.Max(worst, Math.Abs((double)a[i] - b[i]));
            }
        }
        return worst;
    }

    // Paths can repeat where names do; later ones get a number.
    private static Dictionary<string, string> Index(IReadOnlyList<KeyValuePair<string, string>> lines, LayerPaths layers)
    {
        var index = new Dictionary<string, string>(lines.Count);
        foreach ((string line, string text) in lines)
        {
            string path = layers.Name(line);
            string key = path;
            for (int i = 2; !index.TryAdd(key, text); i++)
            {
                key = string.Create(CultureInfo.InvariantCulture, $"{path} #{i}");
            }
        }
        return index;
    }

    private static string WithoutPlace(string text) =>
        text.LastIndexOf(" in @model_path/", StringComparison.Ordinal) is var at and >= 0 ? text[..at] : text;
}
