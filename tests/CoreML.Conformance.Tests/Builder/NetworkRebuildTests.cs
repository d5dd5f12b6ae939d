using CoreML.Builder;
using CoreML.Format;
using CoreML.Specification;
using CoreML.Tests;
using Google.Protobuf.Collections;

namespace CoreML.Conformance.Tests;

/// <summary>The builder makes the networks that another tool made.</summary>
public class NetworkRebuildTests
{
    [Fact]
    public void Every_network_is_built_again()
    {
        int count = 0;
        foreach (string path in Shared.Files("*.mlmodel", "golden", "nn"))
        {
            using CoreMLModel model = CoreMLModel.Open(path);
            Model golden = model.Specification;
            Model built = Rebuild(Path.GetFileNameWithoutExtension(path), golden);
            // Other tools write versions of their own choice, not always the lowest one.
            built.SpecificationVersion = golden.SpecificationVersion;
            TakeTensors(LayersOf(golden), LayersOf(built));
            Assert.True(built.Equals(golden), Differences(path, golden, built));
            count++;
        }
        Assert.True(count > 250, $"{count} networks");
    }

    private static string Differences(string path, Model golden, Model built) => $"{path}: " + string.Join(
        '\n', CoreML.Mil.ModelDiff.Compare(CoreMLModel.Create(golden), CoreMLModel.Create(built)).Take(9));

    private static Model Rebuild(string name, Model golden)
    {
        LayerSample sample = Sample(name);
        var weights = new Queue<NetworkWeight>(NetworkWeights.Enumerate(golden, ""));
        NetworkWeight[] all = [.. weights];
        (NeuralNetworkBuilder builder, _) = sample.Start(Take, golden.Description);
        return builder.BuildSpecification();

        Weights Take(int count, string? field)
        {
            if (field == "meanImage")
            {
                return golden.NeuralNetwork.Preprocessing[0].MeanImage.MeanImage.ToArray();
            }
            NetworkWeight weight = field is null
                ? weights.Dequeue() : all.Single(weight => weight.Name.EndsWith("." + field, StringComparison.Ordinal));
            return From(weight.Specification, count);
        }
    }

    // Quantized networks are networks of the same form.
    private static LayerSample Sample(string name)
    {
        string form = name switch
        {
            _ when name.StartsWith("quantized_cnn", StringComparison.Ordinal) => "net_cnn",
            _ when name.StartsWith("quantized_mlp", StringComparison.Ordinal) => "quantized_mlp",
            _ => name,
        };
        LayerSample? sample = LayerSamples.All.SingleOrDefault(sample => sample.Name == form);
        Assert.True(sample is not null, $"There is no sample for {name}.");
        return sample;
    }

    private static Weights From(WeightParams weight, int count)
    {
        Weights made = WeightForms.Of(weight) switch
        {
            WeightForm.Float32 => weight.FloatValue.ToArray(),
            WeightForm.Float16 => Weights.Float16(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, Half>(weight.Float16Value.Span)),
            WeightForm.Packed => FromPacked(weight, count),
            _ => Weights.Int8(
                System.Runtime.InteropServices.MemoryMarshal.Cast<byte, sbyte>(weight.Int8RawValue.Span),
                weight.Quantization.LinearQuantization.Scale[0]),
        };
        Assert.Equal(count, made.Count);
        return made;
    }

    private static Weights FromPacked(WeightParams weight, int count)
    {
        int bits = (int)weight.Quantization.NumberOfBits;
        var integers = new byte[count];
        BitPacking.UnpackHighFirst(weight.RawValue.Span, bits, integers);
        return weight.Quantization.LookupTableQuantization is { } table
            ? Weights.LookupTable(integers, table.FloatValue.ToArray())
            : Weights.Linear(
                integers, bits, weight.Quantization.LinearQuantization.Scale.ToArray(), weight.Quantization.LinearQuantization.Bias.ToArray());
    }

    // The tool writes the target of a reshape, with its −1, as the shape of input and output.
    private static void TakeTensors(RepeatedField<NeuralNetworkLayer> golden, RepeatedField<NeuralNetworkLayer> built)
    {
        foreach ((NeuralNetworkLayer theirs, NeuralNetworkLayer ours) in golden.Zip(built))
        {
            if (ours.RankPreservingReshape is not null)
            {
                Assert.Equal(theirs.InputTensor.Select(tensor => tensor.Rank), ours.InputTensor.Select(tensor => tensor.Rank));
                Assert.Equal(theirs.OutputTensor.Select(tensor => tensor.Rank), ours.OutputTensor.Select(tensor => tensor.Rank));
                (ours.InputTensor[0], ours.OutputTensor[0]) = (theirs.InputTensor[0], theirs.OutputTensor[0]);
            }
        }
    }

    private static RepeatedField<NeuralNetworkLayer> LayersOf(Model model) =>
        model.NeuralNetwork?.Layers ?? model.NeuralNetworkClassifier?.Layers ?? model.NeuralNetworkRegressor.Layers;
}
