using System.Collections.Immutable;
using System.Globalization;
using CoreML.Format;

namespace CoreML.Mil;

internal sealed partial class InferenceContext
{
    // Enough for any shape, and for the tables of indices that programs compute shapes from.
    public const int MaxElements = 4096;

    /// <summary>Whether an input exists in this version and was given.</summary>
    public bool Has(string input) => IndexOf(input) is >= 0 and int index && !_arguments[index].IsDefault;

    /// <summary>What an input is bound to: one for most, several for variadic inputs, none if it was left out.</summary>
    public ImmutableArray<ValueFacts> Arguments(string input) =>
        IndexOf(input) is >= 0 and int index && !_arguments[index].IsDefault ? _arguments[index] : [];

    public ValueFacts Argument(string input) => Arguments(input)[0];

    /// <summary>The type of a tensor input that was given.</summary>
    public TensorType Tensor(string input) => (TensorType)Argument(input).Type;

    public TensorShape Shape(string input) => Tensor(input).Shape;

    /// <summary>The sizes of a tensor input that was given.</summary>
    public SizeValue[] Dimensions(string input) => ToSizes(Shape(input));

    public static SizeValue[] ToSizes(TensorShape shape) => ToSizes(shape.AsSpan());

    private static SizeValue[] ToSizes(ReadOnlySpan<Dimension> dimensions)
    {
        var sizes = new SizeValue[dimensions.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = dimensions[i];
        }
        return sizes;
    }

    /// <summary>The elements of an input of integers or truth values, or its default, so far as they are known;
    /// <see langword="null"/> if nothing is.</summary>
    public SizeValue[]? Elements(string input) => Has(input) ? ElementsOf(Argument(input)) : DefaultOf(input);

    /// <summary>The sizes that an input of rank 1 lists. Where nothing is known of them, there are as many unknown ones;
    /// <see langword="null"/> if even their number is not known.</summary>
    public SizeValue[]? ShapeFrom(string input)
    {
        Dimension count = Shape(input)[0];
        return Elements(input) is { } elements ? [.. elements]
            : count.IsKnown && count.Size <= MaxElements ? [.. Enumerable.Range(0, (int)count.Size).Select(_ => SizeValue.CreateUnknown())]
            : null;
    }

    /// <summary>The elements of an input of integers, or its default, if all are known.</summary>
    public long[]? KnownIntegers(string input) => Elements(input) is { } elements && Array.TrueForAll(elements, element => element.IsKnown)
        ? Array.ConvertAll(elements, element => element.Value)
        : null;

    /// <summary>The elements of a constant input of integers, or its default; none if there is no default.</summary>
    /// <exception cref="CoreMLException">They cannot be read here (CML4205).</exception>
    public long[] Integers(string input) => KnownIntegers(input) ?? (Has(input) ? throw Unknown(input) : []);

    /// <summary>A constant integer, or its default.</summary>
    public long Integer(string input) => Integers(input)[0];

    /// <summary>A constant truth value, or its default; false if it has none or does not exist in this version.</summary>
    public bool Flag(string input) => Integers(input) is [not 0, ..];

    /// <summary>A constant text, or its default.</summary>
    /// <exception cref="CoreMLException">It cannot be read here (CML4205).</exception>
    public string Text(string input)
    {
        if (!Has(input))
        {
            return Version.FindInput(input)?.Default ?? "";
        }
        return Argument(input).Constant is TensorConstant constant && constant.TryGetString(out string? text) ? text : throw Unknown(input);
    }

    /// <summary>The elements of a constant input of numbers; <see langword="null"/> if they are not known. Whether weights can be
    /// read is not for inference to say.</summary>
    public float[]? Numbers(string input)
    {
        if (!Has(input) || Argument(input).Constant is not TensorConstant constant || !constant.Shape.TryGetElementCount(out long count)
            || count > MaxElements)
        {
            return null;
        }
        try
        {
            return constant.ToSingles();
        }
        catch (CoreMLException)
        {
            return null;
        }
    }

    /// <summary>Axes counted from the front. Negative ones count from the end.</summary>
    /// <param name="label">The condition that the axes exist.</param>
    /// <param name="axes">The axes.</param>
    /// <param name="rank">The number of axes.</param>
    public int[] Axes(string label, long[] axes, int rank) => Array.ConvertAll(axes, axis => Axis(label, axis, rank));

    /// <summary>An axis counted from the front. Negative ones count from the end.</summary>
    /// <param name="label">The condition that the axis exists.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="rank">The number of axes.</param>
    public int Axis(string label, long axis, int rank)
    {
        Require(label, axis >= -rank && axis < rank, $"axis {axis}, rank {rank}");
        return (int)(axis < 0 ? axis + rank : axis);
    }

    internal static SizeValue[]? ElementsOf(ValueFacts facts)
    {
        if (facts.Elements is not null)
        {
            return facts.Elements;
        }
        if (facts.Constant is not TensorConstant constant
            || !(constant.ElementType.IsInteger || constant.ElementType == ElementType.Bool)
            || !constant.Shape.TryGetElementCount(out long count) || count > MaxElements)
        {
            return null;
        }
        long[] values = constant.ElementType == ElementType.Bool
            ? Array.ConvertAll(constant.ToArray<bool>(), value => value ? 1L : 0)
            : constant.ToIntegers();
        return Array.ConvertAll(values, value => (SizeValue)value);
    }

    private CoreMLException Unknown(string input) => MilDiagnostics.NotConstant.Error(
        $"{Name}: what '{input}' is has to be known.", path: $"{PathOf(_place)}.{input}", found: Argument(input).Type.ToString());

    // A default fills the whole shape of its input.
    private SizeValue[]? DefaultOf(string input)
    {
        if (Version.FindInput(input) is not { Default: { } text } parameter)
        {
            return null;
        }
        long value = bool.TryParse(text, out bool flag) ? flag ? 1 : 0
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number
            : throw new InvalidOperationException($"The default {text} of '{input}' is no integer.");
        SizeValue count = parameter.Shape is null ? 1 : Sizes.Product(Instantiate(parameter.Shape)!);
        return count.IsKnown && count.Value <= MaxElements ? [.. Enumerable.Repeat((SizeValue)value, (int)count.Value)] : null;
    }
}
