using System.Diagnostics;
using System.Globalization;
using Digits.Training;

// The folder of the sample, from the root of the repository unless given.
string folder = args.Length > 0 ? args[0] : Path.Combine("samples", "Digits");
Dataset dataset = Dataset.Load(Path.Combine(folder, "data", "digits.csv.gz"));

long start = Stopwatch.GetTimestamp();
DigitsNetwork network = Trainer.Train(dataset.Training);
double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
DigitsNetwork rounded = network.RoundToHalf();

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Trained in {seconds:F1} s."));
Console.WriteLine($"Training samples:           {Evaluation.Of(network, dataset.Training)}");
Console.WriteLine($"Test samples:               {Evaluation.Of(network, dataset.Test)}");
Console.WriteLine($"Test samples, fp16 weights: {Evaluation.Of(rounded, dataset.Test)}");

string package = Path.Combine(folder, "Digits.mlpackage");
DigitsModel.Save(network, package);
Console.WriteLine($"Wrote {package}.");
