using CoreML.Mil;

namespace CoreML.Builder;

/// <summary>Finds the shapes of a layer's outputs, and what does not fit on the way.</summary>
internal delegate TensorShape[] ShapeRule(LayerContext context);

/// <summary>How many inputs and outputs layers of a kind have, and which shapes.</summary>
/// <param name="Inputs">The number of inputs.</param>
/// <param name="Outputs">The number of outputs.</param>
/// <param name="Shapes">Finds the shapes of the outputs.</param>
internal readonly record struct LayerRule(Count Inputs, Count Outputs, ShapeRule Shapes);

/// <summary>A number, or a range of numbers.</summary>
internal readonly record struct Count(int Least, int Most)
{
    /// <summary>Any number from one on.</summary>
    public static Count From(int least) => new(least, int.MaxValue);

    public static implicit operator Count(int only) => new(only, only);

    public static implicit operator Count((int Least, int Most) range) => new(range.Least, range.Most);

    /// <summary>Whether a number is within.</summary>
    public bool Contains(int number) => number >= Least && number <= Most;

    /// <summary>The numbers in words.</summary>
    public override string ToString() => Least == Most ? $"{Least}" : Most == int.MaxValue ? $"{Least} or more" : $"{Least} to {Most}";
}
