using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>A layer whose shapes are found: what it is given, and what is said when that does not fit.</summary>
internal sealed class LayerContext(NeuralNetworkLayer layer, TensorShape[] inputs, int outputs, bool rank5, string path)
{
    /// <summary>The layer.</summary>
    public NeuralNetworkLayer Layer { get; } = layer;

    /// <summary>The shapes of its inputs.</summary>
    public TensorShape[] Inputs { get; } = inputs;

    /// <summary>The shape of its first input.</summary>
    public TensorShape Input => Inputs[0];

    /// <summary>The rank of its first input.</summary>
    public int Rank => Inputs[0].Rank;

    /// <summary>How many outputs it has.</summary>
    public int Outputs { get; } = outputs;

    /// <summary>Whether every blob has five dimensions: sequence, batch, channel, height, width.</summary>
    public bool IsRank5 { get; } = rank5;

    /// <summary>Makes an exception for inputs of a shape that does not fit.</summary>
    public CoreMLException Shape(string expected, string found) =>
        BuilderDiagnostics.LayerShape.Error(path: path, expected: expected, found: found);

    /// <summary>Makes an exception for a parameter that is not valid.</summary>
    public CoreMLException Parameter(string parameter, string expected, string found) =>
        BuilderDiagnostics.LayerParameter.Error(path: $"{path}.{LayerKinds.NameOf(Layer.LayerCase)}.{parameter}", expected: expected, found: found);

    /// <summary>Makes sure that a parameter is valid.</summary>
    public void Check(bool valid, string parameter, string expected, object found)
    {
        if (!valid)
        {
            throw Parameter(parameter, expected, $"{found}");
        }
    }

    /// <summary>Makes sure that the first input has at least so many dimensions.</summary>
    public void MinimumRank(int rank)
    {
        if (Rank < rank)
        {
            throw Shape($"an input of at least {rank} dimensions", $"{Input}");
        }
    }

    /// <summary>Makes sure that the first input has exactly so many dimensions.</summary>
    public void ExactRank(int rank)
    {
        if (Rank != rank)
        {
            throw Shape($"an input of {rank} dimensions", $"{Input}");
        }
    }

    /// <summary>Makes sure that all inputs have the same number of dimensions.</summary>
    public void EqualRanks()
    {
        if (Inputs.FirstOrDefault(input => input.Rank != Rank) is { } other)
        {
            throw Shape($"inputs of {Rank} dimensions, like the first", $"{other}");
        }
    }

    /// <summary>Makes sure that a dimension has a size, as far as it is known.</summary>
    public void Size(TensorShape shape, int axis, long size, string what)
    {
        if (shape.At(axis) is { IsKnown: true } found && found.Size != size)
        {
            throw Shape($"{what} of {size}", $"{found} in {shape}");
        }
    }

    /// <summary>An axis of the first input, counted from the front; it may be given from the end.</summary>
    public int Axis(long axis, string parameter = "axis", int more = 0)
    {
        int rank = Rank + more;
        Check(axis >= -rank && axis < rank, parameter, $"an axis from {-rank} to {rank - 1}", axis);
        return (int)(axis < 0 ? axis + rank : axis);
    }

    /// <summary>The shape that follows by broadcasting the inputs against each other from their last dimensions on.</summary>
    public TensorShape Broadcast()
    {
        TensorShape result = Inputs[0];
        for (int i = 1; i < Inputs.Length; i++)
        {
            result = Broadcast(result, Inputs[i]);
        }
        return result;
    }

    /// <summary>The shape that follows by broadcasting two shapes.</summary>
    public TensorShape Broadcast(TensorShape left, TensorShape right)
    {
        var sizes = new Dimension[Math.Max(left.Rank, right.Rank)];
        for (int i = 1; i <= sizes.Length; i++)
        {
            sizes[^i] = i > left.Rank ? right[^i] : i > right.Rank ? left[^i] : Broadcast(left[^i], right[^i], left, right);
        }
        return TensorShape.Wrap(sizes);
    }

    private Dimension Broadcast(Dimension left, Dimension right, TensorShape first, TensorShape second) => (left, right) switch
    {
        ({ IsKnown: true, Size: 1 }, _) => right,
        (_, { IsKnown: true, Size: 1 }) => left,
        _ when left == right => left,
        ({ IsKnown: true }, { IsKnown: true }) => throw Shape("sizes that are equal or 1", $"{first} and {second}"),
        // The unknown one is 1 or the known one.
        _ => left.IsKnown ? left : right.IsKnown ? right : Dimensions.Unknown,
    };
}
