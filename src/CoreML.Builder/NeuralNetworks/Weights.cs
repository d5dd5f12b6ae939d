using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using CoreML.Format;
using CoreML.Specification;
using Google.Protobuf;

namespace CoreML.Builder;

/// <summary>The numbers of a layer, in the order and the form in which the network keeps them: single or half precision, or
/// quantized. An array of <see cref="float"/> or <see cref="Half"/> converts by itself.</summary>
public sealed partial class Weights
{
    private readonly WeightParams _parameters;

    private Weights(WeightParams parameters, long count)
    {
        _parameters = parameters;
        Count = count;
    }

    /// <summary>How many numbers there are.</summary>
    public long Count { get; }

    /// <summary>Whether the numbers change when the network is trained.</summary>
    public bool IsUpdatable => _parameters.IsUpdatable;

    /// <summary>Keeps numbers in single precision.</summary>
    /// <param name="values">The numbers.</param>
    /// <returns>The weights.</returns>
    public static Weights Float32(ReadOnlySpan<float> values)
    {
        NotEmpty(values.Length);
        var parameters = new WeightParams();
        parameters.FloatValue.Capacity = values.Length;
        parameters.FloatValue.Add(values.ToArray());
        return new(parameters, values.Length);
    }

    /// <summary>Keeps numbers in half precision. Specification version 2.</summary>
    /// <param name="values">The numbers.</param>
    /// <returns>The weights.</returns>
    public static Weights Float16(ReadOnlySpan<Half> values)
    {
        NotEmpty(values.Length);
        // Little endian, as every machine that .NET 10 runs on.
        return new(new WeightParams { Float16Value = ByteString.CopyFrom(MemoryMarshal.AsBytes(values)) }, values.Length);
    }

    /// <summary>Rounds numbers to half precision and keeps them so. Specification version 2.</summary>
    /// <param name="values">The numbers.</param>
    /// <returns>The weights.</returns>
    public static Weights Float16(ReadOnlySpan<float> values)
    {
        var halves = new Half[values.Length];
        TensorPrimitives.ConvertToHalf(values, halves);
        return Float16(halves);
    }

    /// <summary>Keeps the elements of a tensor, in row-major order, in single precision.</summary>
    /// <param name="values">The tensor.</param>
    /// <returns>The weights.</returns>
    public static Weights FromTensor(ReadOnlyTensorSpan<float> values)
    {
        var flat = new float[values.FlattenedLength];
        values.FlattenTo(flat);
        return Float32(flat);
    }

    /// <summary>Keeps numbers in single precision.</summary>
    /// <param name="values">The numbers.</param>
    public static implicit operator Weights(float[] values) => Float32(values);

    /// <summary>Keeps numbers in half precision.</summary>
    /// <param name="values">The numbers.</param>
    public static implicit operator Weights(Half[] values) => Float16(values);

    /// <summary>The same numbers, to be changed when the network is trained.</summary>
    /// <returns>New weights.</returns>
    public Weights Updatable()
    {
        WeightParams parameters = _parameters.Clone();
        parameters.IsUpdatable = true;
        return new(parameters, Count);
    }

    // The message is shared between layers that share the weights: nothing here changes it any more.
    internal WeightParams ToParameters() => _parameters;

    private static void NotEmpty(int count)
    {
        if (count == 0)
        {
            throw new ArgumentException("There are no weights.");
        }
    }
}
