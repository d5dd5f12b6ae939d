namespace CoreML.Quantization;

/// <summary>Prefix sums of weight, weight · value and weight · value², each in twice the precision of a double.</summary>
internal sealed class SumArrays
{
    /// <summary>Elements behind the last one that vectors may read.</summary>
    private const int Padding = 8;

    public double[] Weight = [];
    public double[] WeightLow = [];
    public double[] First = [];
    public double[] FirstLow = [];
    public double[] Second = [];
    public double[] SecondLow = [];

    /// <summary>Makes room without keeping what was there.</summary>
    public void Room(int count)
    {
        Buffers.Room(ref Weight, count + Padding);
        Buffers.Room(ref WeightLow, count + Padding);
        Buffers.Room(ref First, count + Padding);
        Buffers.Room(ref FirstLow, count + Padding);
        Buffers.Room(ref Second, count + Padding);
        Buffers.Room(ref SecondLow, count + Padding);
    }

    /// <summary>Takes over the sums at one position, as they are or with the opposite sign.</summary>
    public void Take(int index, SumArrays source, int position, double sign)
    {
        Weight[index] = sign * source.Weight[position];
        WeightLow[index] = sign * source.WeightLow[position];
        First[index] = sign * source.First[position];
        FirstLow[index] = sign * source.FirstLow[position];
        Second[index] = sign * source.Second[position];
        SecondLow[index] = sign * source.SecondLow[position];
    }

    /// <summary>The squared error of one cluster from position <paramref name="from"/> to <paramref name="to"/>.</summary>
    public double Cost(int from, int to) => from == to
        ? 0
        : Math.Max(0, SplitRow.Cost<double, DoubleLanes1>(new SplitRow.Sources(this), from, new SplitRow.Sums<double, DoubleLanes1>(this, to)));

    /// <summary>The sum of weights between two positions.</summary>
    public double WeightBetween(int from, int to) => Weight[to] - Weight[from] + (WeightLow[to] - WeightLow[from]);

    /// <summary>The weighted mean between two different positions.</summary>
    public double Mean(int from, int to) => (First[to] - First[from] + (FirstLow[to] - FirstLow[from])) / WeightBetween(from, to);
}
