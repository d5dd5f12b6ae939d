namespace CoreML.Quantization;

/// <content>What becomes of the bins: atoms in the order of their values.</content>
internal sealed partial class SingleHistogram
{
    /// <summary>Makes atoms of bins that weigh anything: an atom of each, or of neighbours that are no wider together than a bin of
    /// middling magnitude, as those near zero are.</summary>
    /// <remarks>Of the squares of a bin's numbers only the largest possible sum is known, and taken. So every clustering that leaves
    /// bins whole is too expensive by the same amount, which changes no comparison, and how far numbers are spread is never
    /// underestimated.</remarks>
    /// <param name="atoms">Takes the atoms.</param>
    public void Fill(SortedAtoms atoms)
    {
        (double total, double width) = Middle();
        var run = new Run(atoms, IsWeighted ? total * SortedAtoms.NegligibleWeight : 0, width);
        atoms.Begin(MostAtoms);
        int half = _pages.Length / 2;
        for (int page = _pages.Length - 1; page >= half; page--)
        {
            for (int bin = PageBins - 1; _pages[page] >= 0 && bin >= 0; bin--)
            {
                Add(ref run, _pages[page] + bin, (uint)(page << PageBits | bin) << _shift);
            }
        }
        for (int page = 0; page < half; page++)
        {
            for (int bin = 0; _pages[page] >= 0 && bin < PageBins; bin++)
            {
                Add(ref run, _pages[page] + bin, (uint)(page << PageBits | bin) << _shift);
            }
        }
        run.End();
    }

    private void Add(ref Run run, int index, uint bits)
    {
        double weight = WeightOf(index);
        if (weight <= run.Least)
        {
            return;
        }
        if ((bits & ~Sign) >= Infinity)
        {
            throw new InvalidOperationException("Infinity and not-a-number cannot be clustered.");
        }
        double sum = IsWeighted ? _weights[2 * index + 1] : _packed[index] & ((1UL << _countShift) - 1);
        uint mask = (1u << _shift) - 1;
        double start = BitConverter.UInt32BitsToSingle(bits & ~Sign);
        double unit = BitConverter.UInt32BitsToSingle((bits & ~Sign) | 1) - start;
        bool isAlone = !IsWeighted && weight == 1;
        bool isPoint = isAlone || sum == 0;
        DoubleDouble first = DoubleDouble.Product(weight, start) + unit * sum;
        DoubleDouble second = DoubleDouble.Product(weight, start * start) + DoubleDouble.Product(2 * start * unit, sum)
            + DoubleDouble.Product(unit * unit * (isAlone ? sum : mask), sum);
        double value = start + unit * (sum / weight);
        (double from, double to) = isPoint ? (value, value) : (start, start + unit * mask);
        bool isNegative = (bits & Sign) != 0;
        run.Add(isNegative ? -to : from, isNegative ? -from : to, isPoint, weight, isNegative ? first * -1 : first, second);
    }

    // The sum of all weights, and the width of bins from where on there is at most half of it.
    private (double Total, double Width) Middle()
    {
        Span<double> weights = stackalloc double[1 << ExponentBits];
        weights.Clear();
        double total = 0;
        for (int page = 0; page < _pages.Length; page++)
        {
            for (int bin = 0; _pages[page] >= 0 && bin < PageBins; bin++)
            {
                double weight = WeightOf(_pages[page] + bin);
                weights[((page << PageBits | bin) >> (Bits - 1 - ExponentBits)) & (weights.Length - 1)] += weight;
                total += weight;
            }
        }
        int exponent = 0;
        for (double below = weights[0]; below < total / 2; below += weights[exponent])
        {
            exponent++;
        }
        uint bits = (uint)exponent << (31 - ExponentBits);
        return (total, BitConverter.UInt32BitsToSingle(bits + (1u << _shift)) - BitConverter.UInt32BitsToSingle(bits));
    }

    /// <summary>Bins that become one atom.</summary>
    private ref struct Run(SortedAtoms atoms, double least, double width)
    {
        private double _from;
        private double _to = double.NegativeInfinity;
        private bool _isPoint;
        private double _weight;
        private DoubleDouble _first;
        private DoubleDouble _second;

        /// <summary>Bins that weigh no more are left out.</summary>
        public readonly double Least => least;

        /// <summary>Adds a bin above those before.</summary>
        public void Add(double from, double to, bool isPoint, double weight, DoubleDouble first, DoubleDouble second)
        {
            if (!(to - _from < width) || _weight == 0)
            {
                End();
                (_from, _isPoint, _weight, _first, _second) = (from, isPoint, 0, 0, 0);
            }
            _isPoint &= _weight == 0;
            _to = to;
            _weight += weight;
            _first += first;
            _second += second;
        }

        /// <summary>Ends the atom.</summary>
        public readonly void End()
        {
            if (_weight > 0)
            {
                atoms.Add(_from, _isPoint, _weight, _first, _second);
                atoms.End(_to);
            }
        }
    }
}
