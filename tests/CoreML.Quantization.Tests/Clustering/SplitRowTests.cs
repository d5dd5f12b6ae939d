using System.Runtime.Intrinsics;

namespace CoreML.Quantization.Tests;

/// <summary>Rows of the dynamic program by every width of vectors, against trying every beginning.</summary>
public sealed class SplitRowTests
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Every_width_gives_the_same_bits(bool emptyAllowed, bool rough)
    {
        for (int count = 1; count <= 300; count += count < 40 ? 1 : 37)
        {
            SortedAtoms atoms = Atoms(count);
            int low = count / 5;
            int high = count - count / 7;
            int target = count / 3;
            int targets = count + 1 - target;
            var before = new double[high - low + 8];
            new Random(count).NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(before.AsSpan(high - low + 1)));
            for (int i = low; i <= high; i++)
            {
                before[i - low] = atoms.Sums.Cost(0, i);
            }

            double error = SplitRow.RoughError(
                atoms.Sums.Weight[atoms.Count], Math.Max(Math.Abs(atoms.Starts[0]), Math.Abs(atoms.Starts[^1])));

            (double[] costs, int[] splits) = Run<double, DoubleLanes1>(atoms.Sums, before, low, high, target, targets, emptyAllowed, rough);

            Check(Run<Vector128<double>, DoubleLanes2>(atoms.Sums, before, low, high, target, targets, emptyAllowed, rough));
            Check(Run<Vector256<double>, DoubleLanes4>(atoms.Sums, before, low, high, target, targets, emptyAllowed, rough));
            Check(Run<Vector512<double>, DoubleLanes8>(atoms.Sums, before, low, high, target, targets, emptyAllowed, rough));
            for (int i = 0; i < targets; i++)
            {
                double least = double.PositiveInfinity;
                for (int from = low; from <= Math.Min(high, target + i - (emptyAllowed ? 0 : 1)); from++)
                {
                    least = Math.Min(least, before[from - low] + atoms.Sums.Cost(from, target + i));
                }
                if (double.IsInfinity(least))
                {
                    Assert.Equal(least, costs[i]);
                }
                else
                {
                    Assert.Equal(least, costs[i], rough ? error : 1e-12);
                }
            }

            void Check((double[] Costs, int[] Splits) row)
            {
                Assert.Equal(costs, row.Costs);
                Assert.Equal(splits, row.Splits);
            }
        }
    }

    [Fact]
    public void Vectors_are_not_read_behind_what_is_known() =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            SplitRow.Compute(Atoms(9).Sums, new double[9], 0, 2, 0, true, false, new double[3], new int[3]));

    private static (double[] Costs, int[] Splits) Run<TVector, TLanes>(
        SumArrays sums, double[] before, int low, int high, int target, int targets, bool emptyAllowed, bool rough)
        where TLanes : struct, IDoubleLanes<TVector>
    {
        var costs = new double[targets];
        var splits = new int[targets];
        SplitRow.Compute<TVector, TLanes>(sums, before, low, high, target, emptyAllowed, rough, costs, splits);
        return (costs, splits);
    }

    private static SortedAtoms Atoms(int count)
    {
        var atoms = new SortedAtoms();
        atoms.Begin(count);
        float[] values = [.. Samples.Normal(count, count).Distinct().Order()];
        for (int i = 0; i < count; i++)
        {
            atoms.AddPoint(i < values.Length ? values[i] : 1 + i, 1 + i % 3);
        }
        return atoms;
    }
}
