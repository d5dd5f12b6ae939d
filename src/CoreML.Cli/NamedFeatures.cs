using CoreML.Format;

namespace CoreML.Cli;

/// <summary>The features of a model by the names that the command line uses: those in the model as it was opened, or those
/// that they are renamed to.</summary>
internal sealed class NamedFeatures(CoreMLModel model)
{
    private readonly ModelFeature[] _features = [.. model.AllFeatures];
    private readonly string[] _names = [.. model.AllFeatures.Select(feature => feature.Name)];

    public CoreMLModel Model => model;

    /// <summary>The features of a name; in a model of several functions there can be one in each.</summary>
    public ModelFeature[] Find(string name, params ReadOnlySpan<FeatureKind> kinds)
    {
        var found = new List<ModelFeature>();
        for (int i = 0; i < _features.Length; i++)
        {
            if ((_names[i] == name || _features[i].Name == name) && (kinds.IsEmpty || kinds.Contains(_features[i].Kind)))
            {
                found.Add(_features[i]);
            }
        }
        return [.. found];
    }

    /// <summary>The features of a name, of which there is one at least.</summary>
    public ModelFeature[] Require(string name, params ReadOnlySpan<FeatureKind> kinds) => Find(name, kinds) switch
    {
        [] => throw FormatDiagnostics.NothingToEdit.Error(
            $"The model has no feature '{name}' there.",
            expected: $"one of: {string.Join(", ", _features.Select(feature => feature.Name))}", found: name),
        var features => features,
    };
}
