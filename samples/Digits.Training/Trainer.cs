namespace Digits.Training;

/// <summary>Trains a network from a fixed seed, in one thread: the same samples always give the same weights.</summary>
public static class Trainer
{
    private const ulong Seed = 1;
    private const int Epochs = 60;
    private const int BatchSize = 16;
    private const float LearningRate = 0.002f;

    /// <summary>Returns the network after the last epoch; the learning rate falls linearly to 0 on the way.</summary>
    public static DigitsNetwork Train(IReadOnlyList<Sample> samples)
    {
        RandomSource random = new(Seed);
        DigitsNetwork network = DigitsNetwork.Initialize(random);
        DigitsNetwork gradients = new();
        NetworkState state = new();
        AdamOptimizer optimizer = new();
        float[] image = new float[Dataset.Side * Dataset.Side];
        Sample[] order = [.. samples];

        int totalSteps = Epochs * ((order.Length + BatchSize - 1) / BatchSize);
        int step = 0;
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            random.Shuffle<Sample>(order);
            foreach (Sample[] batch in order.Chunk(BatchSize))
            {
                foreach (Sample sample in batch)
                {
                    Augmentation.Distort(sample.Pixels, random, image);
                    state.Forward(network, image);
                    state.Backward(network, sample.Label, gradients);
                }

                optimizer.Step(network, gradients, LearningRate * (totalSteps - step) / totalSteps);
                step++;
            }
        }

        return network;
    }
}
