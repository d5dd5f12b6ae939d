using CoreML.Tests;
using Digits.Training;

namespace CoreML.Samples.Tests;

/// <summary>The committed model is the one that the training program writes, and as good as its page says.</summary>
public class TrainingTests
{
    private static readonly string Package = Repository.At("samples", "Digits", "Digits.mlpackage");

    [Fact]
    public void Saving_the_committed_weights_gives_the_committed_package()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("coreml-digits-");
        try
        {
            string saved = Path.Combine(folder.FullName, "Digits.mlpackage");
            DigitsModel.Save(DigitsModel.Load(Package), saved);
            string[] files = FilesOf(Package);
            Assert.Equal(3, files.Length);
            Assert.Equal(files, FilesOf(saved));
            Assert.All(files, file => Assert.Equal(
                File.ReadAllBytes(Path.Combine(Package, file)), File.ReadAllBytes(Path.Combine(saved, file))));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Accuracy_is_the_one_that_the_pages_state()
    {
        Dataset dataset = Dataset.Load(Repository.At("samples", "Digits", "data", "digits.csv.gz"));
        Evaluation test = Evaluation.Of(DigitsModel.Load(Package), dataset.Test);
        Assert.Contains($"| Test accuracy | {test}", File.ReadAllText(Repository.At("samples", "Digits", "README.md")), StringComparison.Ordinal);
        Assert.Contains($"recognizes {test.Correct} of {test.Total} test images", File.ReadAllText(Repository.At("README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Training_from_the_same_seed_gives_the_same_weights()
    {
        Dataset dataset = Dataset.Load(Repository.At("samples", "Digits", "data", "digits.csv.gz"));
        Sample[] few = [.. dataset.Training.Take(48)];
        DigitsNetwork first = Trainer.Train(few);
        DigitsNetwork second = Trainer.Train(few);
        Assert.Equal(few.Length, Evaluation.Of(first, few).Correct);
        Assert.All(first.Parameters.Zip(second.Parameters), pair => Assert.Equal(pair.First, pair.Second));
    }

    private static string[] FilesOf(string package) =>
    [
        .. Directory.GetFiles(package, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(package, file)).Order(StringComparer.Ordinal),
    ];
}
