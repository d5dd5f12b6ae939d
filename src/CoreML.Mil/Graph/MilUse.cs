namespace CoreML.Mil;

/// <summary>One place that uses a value: an argument of an operation's input, or an output of a block.</summary>
public readonly struct MilUse : IEquatable<MilUse>
{
    private readonly object _user;

    internal MilUse(MilInput input, int index)
    {
        _user = input;
        Index = index;
    }

    internal MilUse(MilBlock block, int index)
    {
        _user = block;
        Index = index;
    }

    /// <summary>The input that uses the value; <see langword="null"/> if a block's output does.</summary>
    public MilInput? Input => _user as MilInput;

    /// <summary>The operation that uses the value; <see langword="null"/> if a block's output does.</summary>
    public MilOperation? Operation => Input?.Operation;

    /// <summary>The block that has the value among its outputs; <see langword="null"/> if an operation uses it.</summary>
    public MilBlock? Block => _user as MilBlock;

    /// <summary>Position among the input's arguments or the block's outputs.</summary>
    public int Index { get; }

    /// <summary>Whether both are the same place.</summary>
    /// <param name="left">One use.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(MilUse left, MilUse right) => left.Equals(right);

    /// <summary>Whether the two are different places.</summary>
    /// <param name="left">One use.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(MilUse left, MilUse right) => !left.Equals(right);

    /// <summary>Makes this place use another value.</summary>
    /// <param name="value">The value, visible here.</param>
    /// <exception cref="ArgumentException">The value is not visible here, or is defined later.</exception>
    /// <exception cref="InvalidOperationException">The place is gone, or uses nothing.</exception>
    public void Replace(MilValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (Input is { } input)
        {
            input.Replace(Index, value);
        }
        else
        {
            Block!.ReplaceOutput(Index, value);
        }
    }

    /// <inheritdoc/>
    public bool Equals(MilUse other) => ReferenceEquals(_user, other._user) && Index == other.Index;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MilUse other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_user, Index);

    /// <summary>The place's path.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Input is { } input ? $"{input.Operation.Path}.{input.Name}[{Index}]" : $"{Block!.Path}.outputs[{Index}]";

    /// <summary>The value that is used here now, if the place still exists.</summary>
    internal MilValue? Value => _user switch
    {
        MilInput input when Index < input.Span.Length => input.Span[Index].Value,
        MilBlock block when Index < block.OutputSpan.Length => block.OutputSpan[Index],
        _ => null,
    };

    internal void CheckVisible(MilValue value)
    {
        if (Input is { } input)
        {
            MilOperation operation = input.Operation;
            operation.Block.CheckVisible(value, operation.Index);
        }
        else
        {
            Block!.CheckVisible(value, Block.OperationCount);
        }
    }
}
