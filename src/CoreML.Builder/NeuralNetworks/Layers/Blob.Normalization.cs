using CoreML.Specification;
using static CoreML.Builder.NeuralNetworkBuilder;

namespace CoreML.Builder;

// Normalization; the shape stays. Channel, height and width are the last three axes.
public sealed partial class Blob
{
    /// <summary><c>gamma · (x − mean) / sqrt(variance + epsilon) + beta</c>, each a number for each channel.</summary>
    /// <param name="gamma">The factors.</param>
    /// <param name="beta">The offsets.</param>
    /// <param name="mean">The means; <see langword="null"/> to take those of the input, together with the variances.</param>
    /// <param name="variance">The variances.</param>
    /// <param name="epsilon">What keeps the divisor from being 0.</param>
    /// <param name="instance">Whether mean and variance are those of the input, channel by channel and image by image.</param>
    /// <returns>A blob of the same shape.</returns>
    /// <exception cref="ArgumentException">There is a mean without a variance, or the other way round.</exception>
    public Blob BatchNorm(
        Weights gamma, Weights beta, Weights? mean = null, Weights? variance = null, float epsilon = 1e-5f, bool instance = false)
    {
        ArgumentNullException.ThrowIfNull(gamma);
        if (mean is null != variance is null)
        {
            throw new ArgumentException("Mean and variance come together.", nameof(variance));
        }
        return Layer(new()
        {
            Batchnorm = new BatchnormLayerParams
            {
                Channels = (ulong)Size(-3, gamma.Count),
                ComputeMeanVar = mean is null,
                InstanceNormalization = instance,
                Epsilon = epsilon,
                Gamma = Parameters(gamma),
                Beta = Parameters(beta),
                Mean = mean?.ToParameters(),
                Variance = variance?.ToParameters(),
            },
        });
    }

    /// <summary>Subtracts the mean, and divides by the standard deviation if wanted.</summary>
    /// <param name="acrossChannels">Whether over all channels together; else each by itself.</param>
    /// <param name="normalizeVariance">Whether to divide.</param>
    /// <param name="epsilon">What keeps the divisor from being 0.</param>
    /// <returns>A blob of the same shape.</returns>
    public Blob MeanVarianceNormalize(bool acrossChannels = true, bool normalizeVariance = true, float epsilon = 1e-6f) => Layer(new()
    {
        Mvn = new() { AcrossChannels = acrossChannels, NormalizeVariance = normalizeVariance, Epsilon = epsilon },
    });

    /// <summary>Divides by the root of the sum of squares over channel, height and width.</summary>
    /// <param name="epsilon">What is added to the sum.</param>
    /// <returns>A blob of the same shape.</returns>
    public Blob L2Normalize(float epsilon = 1e-6f) => Layer(new() { L2Normalize = new() { Epsilon = epsilon } });

    /// <summary><c>x / (k + alpha / size · sum)^beta</c>, with the sum of the squares of the channels nearby.</summary>
    /// <param name="alpha">The factor of the mean square.</param>
    /// <param name="beta">The exponent.</param>
    /// <param name="size">The number of channels nearby, the own one included.</param>
    /// <param name="k">The constant; not negative.</param>
    /// <returns>A blob of the same shape.</returns>
    public Blob LocalResponseNormalize(float alpha = 1e-4f, float beta = 0.75f, int size = 5, float k = 1) =>
        Layer(new() { Lrn = new() { Alpha = alpha, Beta = beta, LocalSize = Unsigned([size])[0], K = k } });

    /// <summary>Exponentials, divided by their sum over the channels, axis −3.</summary>
    /// <returns>A blob of the same shape.</returns>
    public Blob Softmax() => Layer(new() { Softmax = new() });

    /// <summary>Exponentials, divided by their sum along an axis. Specification version 4.</summary>
    /// <param name="axis">The axis.</param>
    /// <returns>A blob of the same shape.</returns>
    public Blob Softmax(int axis) => Layer(new() { SoftmaxND = new() { Axis = axis } });

    /// <summary><c>gamma · (x − mean) / sqrt(variance + epsilon) + beta</c>, with mean and variance over the last axes. Specification version
    /// 4.</summary>
    /// <param name="gamma">The factors, in single precision.</param>
    /// <param name="beta">The offsets, in single precision.</param>
    /// <param name="shape">The sizes of the last axes; as many factors and offsets.</param>
    /// <param name="epsilon">What keeps the divisor from being 0.</param>
    /// <returns>A blob of the same shape.</returns>
    public Blob LayerNorm(Weights gamma, Weights beta, ReadOnlySpan<int> shape, float epsilon = 1e-5f) => Layer(new()
    {
        LayerNormalization = new()
        {
            NormalizedShape = { Array.ConvertAll(Unsigned(shape), size => (long)size) },
            Eps = epsilon,
            Gamma = Parameters(gamma),
            Beta = Parameters(beta),
        },
    });

    /// <summary><c>scale · x + bias</c>, with one number, one for each channel, or one for each element of channel, height and width.</summary>
    /// <param name="scale">The factors.</param>
    /// <param name="shape">Their shape: <c>[1]</c>, <c>[channels]</c> or <c>[channels, height, width]</c>.</param>
    /// <param name="bias">The offsets; nothing by default.</param>
    /// <param name="biasShape">Their shape; that of the factors by default.</param>
    /// <returns>A blob of the same shape.</returns>
    public Blob Scale(Weights scale, ReadOnlySpan<int> shape, Weights? bias = null, ReadOnlySpan<int> biasShape = default)
    {
        var p = new ScaleLayerParams
        {
            ShapeScale = { Unsigned(shape) },
            Scale = Parameters(scale),
            HasBias = bias is not null,
            Bias = bias?.ToParameters(),
        };
        p.ShapeBias.Add(bias is null ? [] : Unsigned(biasShape.IsEmpty ? shape : biasShape));
        return Layer(new() { Scale = p });
    }

    /// <summary><c>x + bias</c>, with one number, one for each channel, or one for each element of channel, height and width.</summary>
    /// <param name="bias">The offsets.</param>
    /// <param name="shape">Their shape: <c>[1]</c>, <c>[channels]</c> or <c>[channels, height, width]</c>.</param>
    /// <returns>A blob of the same shape.</returns>
    public Blob Bias(Weights bias, params ReadOnlySpan<int> shape) =>
        Layer(new() { Bias = new() { Shape = { Unsigned(shape) }, Bias = Parameters(bias) } });
}
