using CoreML.Specification;

namespace CoreML.Builder;

// Layers that join any number of blobs, and layers that need none.
public sealed partial class NeuralNetworkBuilder
{
    /// <summary>The sum of blobs, and of a number if there is one blob. A layer of iOS 11: sizes are equal or 1.</summary>
    public Blob Sum(params ReadOnlySpan<Blob> blobs) => Join(new() { Add = new() }, blobs);

    /// <summary>The sum of a blob and a number. A layer of iOS 11.</summary>
    public Blob Sum(Blob blob, float number) => Join(new() { Add = new() { Alpha = number } }, [blob]);

    /// <summary>The product of blobs. A layer of iOS 11: sizes are equal or 1.</summary>
    public Blob Product(params ReadOnlySpan<Blob> blobs) => Join(new() { Multiply = new() }, blobs);

    /// <summary>The product of a blob and a number. A layer of iOS 11.</summary>
    public Blob Product(Blob blob, float number) => Join(new() { Multiply = new() { Alpha = number } }, [blob]);

    /// <summary>The mean of blobs, element by element. A layer of iOS 11: sizes are equal or 1.</summary>
    public Blob Average(params ReadOnlySpan<Blob> blobs) => Join(new() { Average = new() }, blobs);

    /// <summary>The largest of blobs, element by element. A layer of iOS 11: sizes are equal or 1.</summary>
    public Blob Maximum(params ReadOnlySpan<Blob> blobs) => Join(new() { Max = new() }, blobs);

    /// <summary>The smallest of blobs, element by element. A layer of iOS 11: sizes are equal or 1.</summary>
    public Blob Minimum(params ReadOnlySpan<Blob> blobs) => Join(new() { Min = new() }, blobs);

    /// <summary>Puts blobs one behind the other along the channels, which may differ in number. A layer of iOS 11.</summary>
    public Blob ConcatChannels(params ReadOnlySpan<Blob> blobs) => Join(new() { Concat = new() }, blobs);

    /// <summary>Puts blobs one behind the other along the sequence. A layer of iOS 11.</summary>
    public Blob ConcatSequences(params ReadOnlySpan<Blob> blobs) => Join(new() { Concat = new() { SequenceConcat = true } }, blobs);

    /// <summary>Puts blobs one behind the other along an axis; all other sizes are equal.</summary>
    public Blob Concat(int axis, params ReadOnlySpan<Blob> blobs) => Join(new() { ConcatND = new() { Axis = axis } }, blobs);

    /// <summary>Puts blobs of one shape together along an axis, in turn one index of each. Specification version 5.</summary>
    public Blob Interleave(int axis, params ReadOnlySpan<Blob> blobs) => Join(new() { ConcatND = new() { Axis = axis, Interleave = true } }, blobs);

    /// <summary>Puts blobs of one shape one behind the other along a new axis.</summary>
    public Blob Stack(int axis, params ReadOnlySpan<Blob> blobs) => Join(new() { Stack = new() { Axis = axis } }, blobs);

    /// <summary>A constant of channel, height and width. A layer of iOS 11: the blob has five dimensions.</summary>
    public Blob LoadConstant(Weights values, int channels, int height = 1, int width = 1) => Join(
        new() { LoadConstant = new() { Shape = { Unsigned([channels, height, width]) }, Data = Parameters(values) } }, []);

    /// <summary>A constant of one to five dimensions.</summary>
    public Blob Constant(Weights values, params ReadOnlySpan<int> shape) =>
        Join(new() { LoadConstantND = new() { Shape = { Unsigned(shape) }, Data = Parameters(values) } }, []);

    /// <summary>A blob with one value everywhere.</summary>
    public Blob Fill(float value, params ReadOnlySpan<int> shape) =>
        Join(new() { FillStatic = new() { Value = value, TargetShape = { Unsigned(shape) } } }, []);

    /// <summary>A blob with one value everywhere; <paramref name="shape"/> holds its sizes.</summary>
    public Blob Fill(float value, Blob shape) => Join(new() { FillDynamic = new() { Value = value } }, [shape]);

    /// <summary>A vector of numbers: from <paramref name="start"/> by <paramref name="step"/>, while they are before
    /// <paramref name="end"/>.</summary>
    public Blob Range(float start, float end, float step = 1) =>
        Join(new() { RangeStatic = new() { StartValue = start, EndValue = end, StepSizeValue = step } }, []);

    /// <summary>A vector of numbers whose end is a blob of one element.</summary>
    public Blob Range(float start, Blob end, float step = 1) =>
        Join(new() { RangeDynamic = new() { StartValue = start, StepSizeValue = step } }, [end]);

    /// <summary>A vector of numbers whose end, start and step are blobs of one element; start and step may be left out.</summary>
    public Blob Range(Blob end, Blob start, Blob? step = null) =>
        Join(new() { RangeDynamic = new() { StepSizeValue = 1 } }, step is null ? [end, start] : [end, start, step]);

    /// <summary>Random numbers of a normal distribution. A negative seed means another sequence each time.</summary>
    public Blob RandomNormal(ReadOnlySpan<int> shape, float mean = 0, float standardDeviation = 1, int seed = -1) => Join(
        new() { RandomNormalStatic = new() { OutputShape = { Unsigned(shape) }, Mean = mean, StdDev = standardDeviation, Seed = seed } }, []);

    /// <summary>Random numbers of a normal distribution; <paramref name="shape"/> holds the sizes.</summary>
    public Blob RandomNormal(Blob shape, float mean = 0, float standardDeviation = 1, int seed = -1) =>
        Join(new() { RandomNormalDynamic = new() { Mean = mean, StdDev = standardDeviation, Seed = seed } }, [shape]);

    /// <summary>Random numbers that are spread evenly from <paramref name="least"/> to <paramref name="most"/>. A negative seed means another
    /// sequence each time.</summary>
    public Blob RandomUniform(ReadOnlySpan<int> shape, float least = 0, float most = 1, int seed = -1) => Join(
        new() { RandomUniformStatic = new() { OutputShape = { Unsigned(shape) }, MinVal = least, MaxVal = most, Seed = seed } }, []);

    /// <summary>Random numbers that are spread evenly; <paramref name="shape"/> holds the sizes.</summary>
    public Blob RandomUniform(Blob shape, float least = 0, float most = 1, int seed = -1) =>
        Join(new() { RandomUniformDynamic = new() { MinVal = least, MaxVal = most, Seed = seed } }, [shape]);

    /// <summary>Random numbers that are 1 with a probability, else 0. A negative seed means another sequence each time.</summary>
    public Blob RandomBernoulli(ReadOnlySpan<int> shape, float probability = 0.5f, int seed = -1) => Join(
        new() { RandomBernoulliStatic = new() { OutputShape = { Unsigned(shape) }, Prob = probability, Seed = seed } }, []);

    /// <summary>Random numbers that are 1 with a probability, else 0; <paramref name="shape"/> holds the sizes.</summary>
    public Blob RandomBernoulli(Blob shape, float probability = 0.5f, int seed = -1) =>
        Join(new() { RandomBernoulliDynamic = new() { Prob = probability, Seed = seed } }, [shape]);

    internal static ulong[] Unsigned(ReadOnlySpan<int> sizes)
    {
        var result = new ulong[sizes.Length];
        for (int i = 0; i < result.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(sizes[i], nameof(sizes));
            result[i] = (ulong)sizes[i];
        }
        return result;
    }

    internal static WeightParams Parameters(Weights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return weights.ToParameters();
    }

    private Blob Join(NeuralNetworkLayer layer, ReadOnlySpan<Blob> blobs) => AddLayer(layer, blobs.ToArray(), 1)[0];
}
