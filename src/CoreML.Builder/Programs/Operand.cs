using System.Runtime.CompilerServices;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Builder;

/// <summary>
/// What an input of an operation is given: a <see cref="Var"/>, a number, an array, a tensor, a constant. Nothing has to be
/// written for it, all of these convert: <c>x.Add(1)</c>, <c>x.Reshape([1, -1])</c>, <c>x.Linear(weight)</c>.
/// </summary>
/// <remarks>
/// Numbers, arrays and tensors of <see cref="float"/>, <see cref="double"/>, <see cref="int"/> and <see cref="long"/> take the element
/// type that the operation asks for: <c>x.Mul(0.5)</c> is a product in half precision if <c>x</c> is. Everything else has a definite
/// type. Arrays and tensors are not copied: they must not change before the model is saved.
/// </remarks>
[CollectionBuilder(typeof(Operand), nameof(Vector))]
public readonly partial struct Operand
{
    private static readonly object IntegerMark = new();
    private static readonly object RealMark = new();

    // A MilValue, MilConstant, NumberArray or Operand[]; for a number a mark that tells its kind.
    private readonly object? _item;
    private readonly double _number;

    private Operand(object? item, double number = 0)
    {
        _item = item;
        _number = number;
    }

    internal Operand(ProgramBuilder builder, MilValue value)
    {
        Builder = builder;
        _item = value;
    }

    /// <summary>Whether this is nothing: the input is left out.</summary>
    public bool IsEmpty => _item is null;

    internal ProgramBuilder? Builder { get; }

    internal MilValue? Value => _item as MilValue;

    internal MilConstant? Constant => _item as MilConstant;

    internal NumberArray? Numbers => _item as NumberArray;

    internal Operand[]? Elements => _item as Operand[];

    internal double? Number => IsNumber ? _number : null;

    /// <summary>The type of elements, if it is definite.</summary>
    internal ElementType? ElementType => ((_item as MilValue)?.Type ?? Constant?.Type) is TensorType type ? type.ElementType : null;

    /// <summary>Whether this is made of whole numbers, and has no definite type.</summary>
    internal bool IsInteger => ReferenceEquals(_item, IntegerMark) || Numbers is { IsInteger: true }
        || (Elements is { } elements && Array.TrueForAll(elements, element => element.IsInteger));

    private bool IsNumber => ReferenceEquals(_item, IntegerMark) || ReferenceEquals(_item, RealMark);

    /// <summary>A vector of numbers, or a matrix from vectors of the same length; several values for an input that takes several. This is
    /// what <c>[1, 2]</c> stands for.</summary>
    /// <param name="elements">The elements.</param>
    /// <returns>The vector.</returns>
    public static Operand Vector(params ReadOnlySpan<Operand> elements) => new(elements.ToArray());

    /// <summary>Enumerates the elements of what <see cref="Vector"/> made; of anything else, nothing.</summary>
    /// <returns>The enumerator.</returns>
    public ReadOnlySpan<Operand>.Enumerator GetEnumerator() => new ReadOnlySpan<Operand>(Elements).GetEnumerator();

    /// <summary>What it is, for people.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => _item switch
    {
        null => "nothing",
        MilValue value => value.Name,
        NumberArray numbers => numbers.Natural.Type.ToString(),
        Operand[] elements => $"[{string.Join(", ", elements)}]",
        MilConstant constant => constant.ToString(),
        _ => _number.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <summary>The constant of an element type that this stands for; not for values, and the type does not matter for what has one.</summary>
    internal MilConstant ToConstant(ElementType type, ConstantPool pool, string path)
    {
        switch (_item)
        {
            case MilConstant constant:
                return constant;
            case NumberArray array:
                return pool.Adapt(array, type, path);
            case Operand[] elements:
                var numbers = new List<double>();
                long[] shape = Flatten(elements, numbers, path);
                return NumberConstants.Create(type, shape, [.. numbers], path);
            default:
                return NumberConstants.Create(type, [], [_number], path);
        }
    }

    private static long[] Flatten(Operand[] elements, List<double> numbers, string path)
    {
        long[]? inner = null;
        foreach (Operand element in elements)
        {
            long[] shape = element.Elements is { } nested ? Flatten(nested, numbers, path) : [];
            if (element.Elements is null)
            {
                numbers.Add(element.Number ?? throw BuilderDiagnostics.ValueNotAllowed.Error(
                    path: path, expected: "a vector of numbers; Concat and Stack make one of values", found: element.ToString()));
            }
            if (inner is not null && !inner.AsSpan().SequenceEqual(shape))
            {
                throw BuilderDiagnostics.SizeMismatch.Error(path: path, expected: "rows of the same length", found: "rows of different lengths");
            }
            inner = shape;
        }
        return [elements.Length, .. inner ?? []];
    }
}
