using System.Numerics;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Builder;

/// <summary>Makes constants of numbers whose type is only known when they are used.</summary>
internal static class NumberConstants
{
    private static readonly Dictionary<ElementType, Func<TensorShape, double[], TensorConstant?>> Makers = new()
    {
        [ElementType.Bool] = (shape, numbers) => Array.TrueForAll(numbers, number => number is 0 or 1)
            ? TensorConstant.Create<bool>(shape, Array.ConvertAll(numbers, number => number == 1))
            : null,
        [ElementType.Float16] = Make<Half>,
        [ElementType.Float32] = Make<float>,
        [ElementType.Float64] = Make<double>,
        [ElementType.Int8] = Make<sbyte>,
        [ElementType.Int16] = Make<short>,
        [ElementType.Int32] = Make<int>,
        [ElementType.Int64] = Make<long>,
        [ElementType.UInt8] = Make<byte>,
        [ElementType.UInt16] = Make<ushort>,
        [ElementType.UInt32] = Make<uint>,
        [ElementType.UInt64] = Make<ulong>,
    };

    /// <summary>Makes a constant.</summary>
    /// <exception cref="CoreMLException">CML7006: the type cannot hold a number.</exception>
    public static TensorConstant Create(ElementType type, TensorShape shape, double[] numbers, string path) =>
        TryCreate(type, shape, numbers) ?? throw BuilderDiagnostics.ValueNotAllowed.Error(
            path: path, expected: $"numbers of type {type.Name}", found: string.Join(", ", numbers.Take(10).Select(
                number => number.ToString(System.Globalization.CultureInfo.InvariantCulture))));

    /// <summary>Makes a constant; <see langword="null"/> if the type cannot hold a number.</summary>
    public static TensorConstant? TryCreate(ElementType type, TensorShape shape, double[] numbers) =>
        Makers.TryGetValue(type, out Func<TensorShape, double[], TensorConstant?>? make) ? make(shape, numbers) : null;

    // Rounding is allowed between numbers with a point; all else has to stay what it is.
    private static TensorConstant? Make<T>(TensorShape shape, double[] numbers)
        where T : unmanaged, INumberBase<T>
    {
        var values = new T[numbers.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = T.CreateTruncating(numbers[i]);
            bool holds = T.IsInteger(T.One / (T.One + T.One))
                ? double.CreateTruncating(values[i]) == numbers[i]
                : T.IsFinite(values[i]) || !double.IsFinite(numbers[i]);
            if (!holds)
            {
                return null;
            }
        }
        return TensorConstant.Create<T>(shape, values);
    }
}
