using System.Text.RegularExpressions;
using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;

namespace CoreML.Conformance.Tests;

/// <summary>Renames every input, output and state of every golden and real model, and back.</summary>
public partial class RenameTests
{
    private const string New = "an_unlikely_name";

    [Fact]
    public void A_rename_there_and_back_changes_nothing_and_leaves_no_old_name()
    {
        int count = 0;
        foreach (string path in EveryModelTests.Models().Where(path => !path.Contains("accepted", StringComparison.Ordinal)))
        {
            using CoreMLModel model = CoreMLModel.Open(path);
            Model before = model.Specification.Clone();
            foreach (ModelFeature feature in model.AllFeatures)
            {
                string old = feature.Name;
                feature.Rename(New);
                AssertIsRenamed(model, before, feature, old, path);
                feature.Rename(old);
                Assert.True(before.Equals(model.Specification), $"{path} {old}");
                count++;
            }
        }
        Assert.True(count > 2000, $"{count} features");
    }

    private static void AssertIsRenamed(CoreMLModel model, Model before, ModelFeature feature, string old, string path)
    {
        using CoreMLModel original = CoreMLModel.Create(before.Clone());
        KeyValuePair<string, string>[] left = Lines(original);
        KeyValuePair<string, string>[] right = Lines(model);
        // No line comes or goes; those that differ name the feature.
        Assert.Equal(left.Length, right.Length);
        int differing = 0;
        for (int i = 0; i < left.Length; i++)
        {
            if (left[i].Key == right[i].Key && left[i].Value == right[i].Value && left[i].Value.Contains($"\"{old}\"", StringComparison.Ordinal))
            {
                Assert.True(Others().IsMatch(left[i].Key), $"{path} {left[i].Key} still says {old}");
            }
            if (left[i].Key != right[i].Key || left[i].Value != right[i].Value)
            {
                differing++;
                Assert.Contains(New, right[i].Key + right[i].Value, StringComparison.Ordinal);
                Assert.True((left[i].Key + left[i].Value).Contains(old, StringComparison.Ordinal), $"{path} {left[i].Key}");
            }
        }
        Assert.True(differing > 0, $"{path} {feature}");
        Assert.DoesNotContain(model.AllFeatures.Where(other => other.Function == feature.Function), other => other.Name == old);
    }

    // Layers, features of other functions and entries of metadata may be called the same and mean something else.
    [GeneratedRegex(@"\.layers\[\d+\]\.name$|^description\.functions\[\d+\]\.(input|output)\[\d+\]\.name$|^description\.metadata\.")]
    private static partial Regex Others();

    private static KeyValuePair<string, string>[] Lines(CoreMLModel model) =>
        [.. ModelLines.Of(model).Select(line => new KeyValuePair<string, string>(line.Key, line.Value))];
}
