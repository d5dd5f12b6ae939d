namespace CoreML.Builder;

// Random numbers, from iOS 13 on. A negative seed means another sequence each time. NeuralNetworkBuilder has those without inputs.
public sealed partial class Blob
{
    /// <summary>Random numbers of a normal distribution, in this shape.</summary>
    public Blob RandomNormalLike(float mean = 0, float standardDeviation = 1, int seed = -1) =>
        Layer(new() { RandomNormalLike = new() { Mean = mean, StdDev = standardDeviation, Seed = seed } });

    /// <summary>Random numbers that are spread evenly, in this shape.</summary>
    public Blob RandomUniformLike(float least = 0, float most = 1, int seed = -1) =>
        Layer(new() { RandomUniformLike = new() { MinVal = least, MaxVal = most, Seed = seed } });

    /// <summary>Random numbers that are 1 with a probability, else 0, in this shape.</summary>
    public Blob RandomBernoulliLike(float probability = 0.5f, int seed = -1) =>
        Layer(new() { RandomBernoulliLike = new() { Prob = probability, Seed = seed } });

    /// <summary>Draws classes at random: the last axis, with a number for each class, is replaced by indices of classes.</summary>
    /// <param name="count">How many to draw.</param>
    /// <param name="isLogits">Whether numbers are logarithms of probabilities.</param>
    /// <param name="epsilon">What keeps logarithms defined.</param>
    /// <param name="temperature">Divides the logarithms.</param>
    /// <param name="seed">Where random numbers start.</param>
    public Blob CategoricalDistribution(int count, bool isLogits = true, float epsilon = 1e-10f, float temperature = 1, int seed = -1) => Layer(new()
    {
        CategoricalDistribution = new() { NumSamples = count, IsLogits = isLogits, Eps = epsilon, Temperature = temperature, Seed = seed },
    });
}
