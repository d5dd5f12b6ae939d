using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CoreML.Quantization;

/// <summary>What clustering does with doubles, one or several at once. Every lane is computed alone and nothing is summed
/// across lanes, so that all widths give the same bits.</summary>
/// <typeparam name="TVector">The doubles.</typeparam>
internal interface IDoubleLanes<TVector>
{
    static abstract int Count { get; }

    static abstract TVector Create(double value);

    /// <summary><paramref name="first"/> and the integers after it.</summary>
    static abstract TVector Sequence(double first);

    static abstract TVector Load(ref double source, int index);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    static abstract TVector Divide(TVector left, TVector right);

    /// <summary><c>left · right + addend</c>, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary><paramref name="ones"/> where left is less than right, else <paramref name="zeros"/>.</summary>
    static abstract TVector WhereLess(TVector left, TVector right, TVector ones, TVector zeros);

    /// <summary>The smallest value; of equal ones that with the smallest index.</summary>
    static abstract (double Value, double Index) Smallest(TVector values, TVector indices);
}

/// <summary>One double, on any processor: the reference.</summary>
internal readonly struct DoubleLanes1 : IDoubleLanes<double>
{
    public static int Count => 1;

    public static double Create(double value) => value;

    public static double Sequence(double first) => first;

    public static double Load(ref double source, int index) => Unsafe.Add(ref source, index);

    public static double Add(double left, double right) => left + right;

    public static double Subtract(double left, double right) => left - right;

    public static double Multiply(double left, double right) => left * right;

    public static double Divide(double left, double right) => left / right;

    public static double MultiplyAdd(double left, double right, double addend) => Math.FusedMultiplyAdd(left, right, addend);

    public static double WhereLess(double left, double right, double ones, double zeros) => left < right ? ones : zeros;

    public static (double Value, double Index) Smallest(double values, double indices) => (values, indices);
}

/// <summary>Two doubles.</summary>
internal readonly struct DoubleLanes2 : IDoubleLanes<Vector128<double>>
{
    public static int Count => 2;

    public static Vector128<double> Create(double value) => Vector128.Create(value);

    public static Vector128<double> Sequence(double first) => Vector128.CreateSequence(first, 1);

    public static Vector128<double> Load(ref double source, int index) => Vector128.LoadUnsafe(ref source, (nuint)index);

    public static Vector128<double> Add(Vector128<double> left, Vector128<double> right) => left + right;

    public static Vector128<double> Subtract(Vector128<double> left, Vector128<double> right) => left - right;

    public static Vector128<double> Multiply(Vector128<double> left, Vector128<double> right) => left * right;

    public static Vector128<double> Divide(Vector128<double> left, Vector128<double> right) => left / right;

    public static Vector128<double> MultiplyAdd(Vector128<double> left, Vector128<double> right, Vector128<double> addend) =>
        Vector128.FusedMultiplyAdd(left, right, addend);

    public static Vector128<double> WhereLess(
        Vector128<double> left, Vector128<double> right, Vector128<double> ones, Vector128<double> zeros) =>
        Vector128.ConditionalSelect(Vector128.LessThan(left, right), ones, zeros);

    public static (double Value, double Index) Smallest(Vector128<double> values, Vector128<double> indices)
    {
        (double first, double second) = (values.ToScalar(), values.GetElement(1));
        (double firstIndex, double secondIndex) = (indices.ToScalar(), indices.GetElement(1));
        return second < first || (second == first && secondIndex < firstIndex) ? (second, secondIndex) : (first, firstIndex);
    }
}

/// <summary>Four doubles.</summary>
internal readonly struct DoubleLanes4 : IDoubleLanes<Vector256<double>>
{
    public static int Count => 4;

    public static Vector256<double> Create(double value) => Vector256.Create(value);

    public static Vector256<double> Sequence(double first) => Vector256.CreateSequence(first, 1);

    public static Vector256<double> Load(ref double source, int index) => Vector256.LoadUnsafe(ref source, (nuint)index);

    public static Vector256<double> Add(Vector256<double> left, Vector256<double> right) => left + right;

    public static Vector256<double> Subtract(Vector256<double> left, Vector256<double> right) => left - right;

    public static Vector256<double> Multiply(Vector256<double> left, Vector256<double> right) => left * right;

    public static Vector256<double> Divide(Vector256<double> left, Vector256<double> right) => left / right;

    public static Vector256<double> MultiplyAdd(Vector256<double> left, Vector256<double> right, Vector256<double> addend) =>
        Vector256.FusedMultiplyAdd(left, right, addend);

    public static Vector256<double> WhereLess(
        Vector256<double> left, Vector256<double> right, Vector256<double> ones, Vector256<double> zeros) =>
        Vector256.ConditionalSelect(Vector256.LessThan(left, right), ones, zeros);

    public static (double Value, double Index) Smallest(Vector256<double> values, Vector256<double> indices)
    {
        (Vector128<double> low, Vector128<double> high) = (values.GetLower(), values.GetUpper());
        (Vector128<double> lowIndex, Vector128<double> highIndex) = (indices.GetLower(), indices.GetUpper());
        Vector128<double> mask = Vector128.LessThan(high, low)
            | (Vector128.Equals(high, low) & Vector128.LessThan(highIndex, lowIndex));
        return DoubleLanes2.Smallest(
            Vector128.ConditionalSelect(mask, high, low), Vector128.ConditionalSelect(mask, highIndex, lowIndex));
    }
}

/// <summary>Eight doubles.</summary>
internal readonly struct DoubleLanes8 : IDoubleLanes<Vector512<double>>
{
    public static int Count => 8;

    public static Vector512<double> Create(double value) => Vector512.Create(value);

    public static Vector512<double> Sequence(double first) => Vector512.CreateSequence(first, 1);

    public static Vector512<double> Load(ref double source, int index) => Vector512.LoadUnsafe(ref source, (nuint)index);

    public static Vector512<double> Add(Vector512<double> left, Vector512<double> right) => left + right;

    public static Vector512<double> Subtract(Vector512<double> left, Vector512<double> right) => left - right;

    public static Vector512<double> Multiply(Vector512<double> left, Vector512<double> right) => left * right;

    public static Vector512<double> Divide(Vector512<double> left, Vector512<double> right) => left / right;

    public static Vector512<double> MultiplyAdd(Vector512<double> left, Vector512<double> right, Vector512<double> addend) =>
        Vector512.FusedMultiplyAdd(left, right, addend);

    public static Vector512<double> WhereLess(
        Vector512<double> left, Vector512<double> right, Vector512<double> ones, Vector512<double> zeros) =>
        Vector512.ConditionalSelect(Vector512.LessThan(left, right), ones, zeros);

    public static (double Value, double Index) Smallest(Vector512<double> values, Vector512<double> indices)
    {
        (Vector256<double> low, Vector256<double> high) = (values.GetLower(), values.GetUpper());
        (Vector256<double> lowIndex, Vector256<double> highIndex) = (indices.GetLower(), indices.GetUpper());
        Vector256<double> mask = Vector256.LessThan(high, low)
            | (Vector256.Equals(high, low) & Vector256.LessThan(highIndex, lowIndex));
        return DoubleLanes4.Smallest(
            Vector256.ConditionalSelect(mask, high, low), Vector256.ConditionalSelect(mask, highIndex, lowIndex));
    }
}
