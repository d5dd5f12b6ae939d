using CoreML.Format;

namespace CoreML.Mil;

internal sealed partial class InferenceContext
{
    private FewNames<SizeValue[]> _bound;

    /// <summary>The size that a name in the definition's shape patterns stands for.</summary>
    public SizeValue Size(string name) => _bound[name][0];

    /// <summary>The sizes that a name with dots stands for.</summary>
    public SizeValue[] SizesOf(string name) => _bound[name];

    /// <summary>Says what a name in the outputs' patterns stands for.</summary>
    public void Bind(string name, params SizeValue[] sizes) => _bound[name] = sizes;

    /// <summary>Binds the names that stand for sizes of the inputs, then compares the computed sizes.</summary>
    /// <returns>Whether the rank of every input that has a pattern is known; without, nothing can be said.</returns>
    private bool BindShapes()
    {
        bool ranked = true;
        for (int pass = 0; pass < 2; pass++)
        {
            for (int i = 0; i < Version.Inputs.Length; i++)
            {
                OperationParameter input = Version.Inputs[i];
                if (input.Shape is null || _arguments[i].IsDefault)
                {
                    continue;
                }
                foreach (ValueFacts argument in _arguments[i])
                {
                    var shape = ((TensorType)argument.Type).Shape;
                    if (shape.IsRanked)
                    {
                        Match(input, shape, computed: pass == 1);
                    }
                    else if (input.Shape.HasVariableRank)
                    {
                        ranked = false;
                    }
                    else if (pass == 0)
                    {
                        BindUnknown(input.Shape);
                    }
                }
            }
            if (!ranked)
            {
                break;
            }
        }
        return ranked;
    }

    // A pattern of fixed rank says the rank of a tensor that has none known.
    private void BindUnknown(ShapePattern pattern)
    {
        foreach (ShapeTerm term in pattern.Terms)
        {
            if (term.Name is { } name)
            {
                _bound.TryAdd(name, [SizeValue.CreateUnknown()]);
            }
        }
    }

    private void Match(OperationParameter input, TensorShape shape, bool computed)
    {
        ShapePattern pattern = input.Shape!;
        if (pattern.HasVariableRank ? shape.Rank < pattern.MinRank : shape.Rank != pattern.Count)
        {
            throw Misfit(input, shape);
        }
        int spread = shape.Rank - pattern.MinRank;
        int at = 0;
        foreach (ShapeTerm term in pattern.Terms)
        {
            int count = term.IsVariadic ? spread : 1;
            if (!computed && term.Name is { } name)
            {
                Unify(input, name, shape.AsSpan().Slice(at, count), shape);
            }
            else if (computed && term is { Name: null, Expression: { } expression } && Evaluate(expression) is { IsKnown: true } size
                && shape[at].IsKnown && size.Value != shape[at].Size)
            {
                throw Misfit(input, shape);
            }
            at += count;
        }
    }

    private void Unify(OperationParameter input, string name, ReadOnlySpan<Dimension> sizes, TensorShape shape)
    {
        if (!_bound.TryGetValue(name, out SizeValue[]? bound))
        {
            _bound[name] = ToSizes(sizes);
            return;
        }
        bool same = bound.Length == sizes.Length;
        for (int i = 0; same && i < bound.Length; i++)
        {
            same = Shapes.Agree(bound[i], sizes[i]);
            bound[i] = Shapes.Known(bound[i], sizes[i]);
        }
        if (!same)
        {
            throw Misfit(input, shape);
        }
    }

    private CoreMLException Misfit(OperationParameter input, TensorShape shape)
    {
        string known = string.Join(", ", _bound.Entries.ToArray().Select(entry => $"{entry.Name} = {string.Join('×', entry.Value)}"));
        return MilDiagnostics.WrongShape.Error($"{Name}: '{input.Name}' does not have the shape {input.Shape}.", path: PathOf(input),
            expected: known.Length > 0 ? $"{input.Shape}, where {known}" : input.Shape!.ToString(), found: shape.ToString());
    }

    /// <summary>The sizes of a pattern; <see langword="null"/> if a name in it stands for nothing yet.</summary>
    private SizeValue[]? Instantiate(ShapePattern pattern)
    {
        SizeValue[]? spread = null;
        if (pattern.HasVariableRank && !_bound.TryGetValue(pattern.Terms[pattern.Variadic].Name!, out spread))
        {
            return null;
        }
        var sizes = new SizeValue[pattern.MinRank + (spread?.Length ?? 0)];
        int at = 0;
        foreach (ShapeTerm term in pattern.Terms)
        {
            if (term.IsVariadic)
            {
                spread!.CopyTo(sizes, at);
                at += spread.Length;
            }
            else if (Evaluate(term.Expression!) is { } size)
            {
                sizes[at++] = size;
            }
            else
            {
                return null;
            }
        }
        return sizes;
    }

    private SizeValue? Evaluate(SizeExpression expression)
    {
        switch (expression)
        {
            case SizeExpression.Number number:
                return number.Value;
            case SizeExpression.Rank rank:
                return _bound.TryGetValue(rank.Name, out SizeValue[]? dimensions) ? dimensions.Length : null;
            case SizeExpression.Named named:
                return _bound.TryGetValue(named.Name, out SizeValue[]? sizes) ? sizes[0]
                    : IndexOf(named.Name) >= 0 && KnownIntegers(named.Name) is [long value] ? value : null;
            default:
                var binary = (SizeExpression.Binary)expression;
                return Evaluate(binary.Left) is { } left && Evaluate(binary.Right) is { } right ? Combine(binary.Operator, left, right) : null;
        }
    }

    private SizeValue? Combine(char sign, SizeValue left, SizeValue right) => sign switch
    {
        '+' => Sizes.Add(left, right),
        '-' => Sizes.Subtract(left, right),
        '*' => Sizes.Multiply(left, right),
        _ => right.Is(0) ? null : Sizes.FloorDivide(left, right),
    };
}
