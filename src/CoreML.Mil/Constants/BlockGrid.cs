namespace CoreML.Mil;

/// <summary>
/// How parameters that belong to blocks of a tensor, such as the scales of a quantized weight, lie over its elements.
/// </summary>
/// <remarks>
/// The grid has as many dimensions as the tensor, each dividing the tensor's. In row-major order, elements come in
/// <em>runs</em> that share a block; runs with consecutive block numbers make up a <em>row</em>, and rows start anew at a
/// block number of their own. With a shape of [64, 32, 3, 3] and a grid of [64, 1, 1, 1] there is one row of 64 runs of
/// 288 elements; with a grid of [1, 32, 1, 1] there are 64 rows of 32 runs of 9 elements, each row with blocks 0 to 31.
/// </remarks>
internal sealed class BlockGrid
{
    private readonly long[] _shape;
    private readonly long[] _grid;
    // The last axis that is divided; rows are numbered by the axes before it.
    private readonly int _axis;

    /// <param name="shape">The tensor's dimensions.</param>
    /// <param name="grid">Number of blocks along each, at least 1; they divide the dimensions.</param>
    public BlockGrid(ReadOnlySpan<long> shape, ReadOnlySpan<long> grid)
    {
        _shape = shape.ToArray();
        _grid = grid.ToArray();
        _axis = Math.Max(Array.FindLastIndex(_grid, blocks => blocks > 1), 0);
        ElementCount = 1;
        BlockCount = 1;
        RowLength = 1;
        for (int i = 0; i < _shape.Length; i++)
        {
            ElementCount *= _shape[i];
            BlockCount *= _grid[i];
            RowLength *= i >= _axis ? _shape[i] : 1;
        }
        RunsPerRow = _grid.Length == 0 ? 1 : _grid[_axis];
        RunLength = RowLength / RunsPerRow;
    }

    /// <summary>Whether a grid fits a shape: equal ranks, each number of blocks at least 1 and dividing its dimension.</summary>
    public static bool Fits(ReadOnlySpan<long> shape, ReadOnlySpan<long> grid)
    {
        bool fits = shape.Length == grid.Length;
        for (int i = 0; fits && i < shape.Length; i++)
        {
            fits = grid[i] > 0 && shape[i] % grid[i] == 0;
        }
        return fits;
    }

    /// <summary>Number of elements of the tensor.</summary>
    public long ElementCount { get; }

    /// <summary>Number of blocks.</summary>
    public long BlockCount { get; }

    /// <summary>Number of neighbouring elements that share a block.</summary>
    public long RunLength { get; }

    /// <summary>Number of runs in a row.</summary>
    public long RunsPerRow { get; }

    /// <summary>Number of elements in a row.</summary>
    public long RowLength { get; }

    /// <summary>Whether elements of one block lie in one run only, so that blocks can be worked on one by one.</summary>
    public bool BlocksAreRuns => BlockCount * RunLength == ElementCount;

    /// <summary>The block of the first run of a row.</summary>
    public long FirstBlock(long row)
    {
        long block = 0;
        long stride = _grid.Length == 0 ? 1 : _grid[_axis];
        for (int i = _axis - 1; i >= 0; i--)
        {
            block += row % _shape[i] / (_shape[i] / _grid[i]) * stride;
            row /= _shape[i];
            stride *= _grid[i];
        }
        return block;
    }

    /// <summary>The blocks that a range of elements touches: all of them lie among so many from the first one on.</summary>
    public (long First, int Count) Blocks(long first, int count)
    {
        long lowest = long.MaxValue;
        long highest = 0;
        for (long row = first / RowLength; row <= (first + count - 1) / RowLength; row++)
        {
            long block = FirstBlock(row);
            lowest = Math.Min(lowest, block);
            highest = Math.Max(highest, block);
        }
        return (lowest, checked((int)(highest - lowest + RunsPerRow)));
    }

    /// <summary>The runs, or parts of runs, that a range of elements consists of.</summary>
    public SegmentEnumerator Segments(long first, int count) => new(this, first, count);

    /// <summary>Writes each element's parameter of a range of elements into a list of its own, for kernels that work on
    /// short runs.</summary>
    /// <param name="parameters">The parameters of blocks, from <paramref name="firstBlock"/> on.</param>
    /// <param name="first">The first element.</param>
    /// <param name="destination">Takes a parameter for each element.</param>
    /// <param name="firstBlock">The block that the first parameter belongs to.</param>
    public void Expand(ReadOnlySpan<float> parameters, long first, Span<float> destination, long firstBlock = 0)
    {
        if (RunLength == 1)
        {
            // Blocks follow each other like the elements, row by row.
            while (!destination.IsEmpty)
            {
                long row = first / RowLength;
                long column = first % RowLength;
                int count = (int)Math.Min(destination.Length, RowLength - column);
                parameters.Slice((int)(FirstBlock(row) + column - firstBlock), count).CopyTo(destination);
                destination = destination[count..];
                first += count;
            }
            return;
        }
        foreach (Segment segment in Segments(first, destination.Length))
        {
            destination.Slice(segment.Start, segment.Length).Fill(parameters[(int)(segment.Block - firstBlock)]);
        }
    }

    /// <summary>Neighbouring elements that share a block.</summary>
    /// <param name="Start">Position of the first, counted from the start of the range asked for.</param>
    /// <param name="Length">Number of elements.</param>
    /// <param name="Block">The block.</param>
    public readonly record struct Segment(int Start, int Length, long Block);

    /// <summary>Walks through the segments of a range without allocating.</summary>
    public struct SegmentEnumerator
    {
        private readonly BlockGrid _grid;
        private readonly int _count;
        private long _row;
        private long _firstBlock;
        private long _run;
        private long _within;
        private int _position;

        internal SegmentEnumerator(BlockGrid grid, long first, int count)
        {
            _grid = grid;
            _count = count;
            if (count > 0)
            {
                _row = first / grid.RowLength;
                _firstBlock = grid.FirstBlock(_row);
                (_run, _within) = Math.DivRem(first % grid.RowLength, grid.RunLength);
            }
        }

        public Segment Current { get; private set; }

        public readonly SegmentEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_position == _count)
            {
                return false;
            }
            if (_run == _grid.RunsPerRow)
            {
                _run = 0;
                _firstBlock = _grid.FirstBlock(++_row);
            }
            int length = (int)Math.Min(_grid.RunLength - _within, _count - _position);
            Current = new Segment(_position, length, _firstBlock + _run);
            _position += length;
            _within = 0;
            _run++;
            return true;
        }
    }
}
