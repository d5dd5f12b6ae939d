namespace CoreML.Format;

/// <summary>
/// Finds values that are called otherwise in another scope by what makes them: a step that does the same with the same
/// inputs, those that are called otherwise themselves included, or else with half of them. Only names that the other
/// side does not know are taken for others, and the first step that fits is the one.
/// </summary>
internal sealed class StructureMatch
{
    // How many steps are looked at for one: what was renamed is about where it was.
    private const int Reach = 64;

    private readonly NameMap _left;
    private readonly NameMap _right;
    private readonly Dictionary<string, string> _names;
    private readonly HashSet<string> _taken;
    private readonly Dictionary<string, NamedStep> _leftConstants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NamedStep> _rightConstants = new(StringComparer.Ordinal);

    private StructureMatch(NameMap left, NameMap right, Dictionary<string, string> names)
    {
        (_left, _right, _names) = (left, right, names);
        _taken = [.. names.Values];
    }

    /// <summary>Adds to the names that are known already.</summary>
    /// <param name="leftBlocks">The blocks of one scope.</param>
    /// <param name="left">All names there.</param>
    /// <param name="rightBlocks">The blocks of the other.</param>
    /// <param name="right">All names there.</param>
    /// <param name="names">Names of the first and those that they have in the other.</param>
    public static void Find(
        IReadOnlyList<NamedBlock> leftBlocks, NameMap left, IReadOnlyList<NamedBlock> rightBlocks, NameMap right, Dictionary<string, string> names)
    {
        var match = new StructureMatch(left, right, names);
        foreach ((NamedBlock own, NamedBlock other) in leftBlocks.Zip(rightBlocks))
        {
            match.Match(own, other);
        }
    }

    private void Match(NamedBlock left, NamedBlock right)
    {
        Pair(left.Inputs, right.Inputs);
        Collect(left.Steps, _leftConstants);
        Collect(right.Steps, _rightConstants);
        var known = new Dictionary<string, NamedStep>(StringComparer.Ordinal);
        var open = new Dictionary<string, List<NamedStep>>(StringComparer.Ordinal);
        foreach (NamedStep step in right.Steps.Where(step => step is { IsConstant: false, Outputs.Count: > 0 }))
        {
            if (!_left.Met.Contains(step.Outputs[0]))
            {
                if (!open.TryGetValue(step.What, out List<NamedStep>? steps))
                {
                    open[step.What] = steps = [];
                }
                steps.Add(step);
            }
            else
            {
                known.TryAdd(step.Outputs[0], step);
            }
        }
        var rest = new List<NamedStep>();
        foreach (NamedStep step in left.Steps.Where(step => step is { IsConstant: false, Outputs.Count: > 0 }))
        {
            if (_right.Met.Contains(step.Outputs[0]))
            {
                if (known.TryGetValue(step.Outputs[0], out NamedStep? other) && other.What == step.What)
                {
                    Pair(step, other);
                }
            }
            else if (!Take(step, open, all: true))
            {
                rest.Add(step);
            }
        }
        // Those of which an input changed as well, and what follows from them.
        foreach (NamedStep step in rest)
        {
            _ = Take(step, open, all: true) || Take(step, open, all: false);
        }
    }

    private bool Take(NamedStep step, Dictionary<string, List<NamedStep>> open, bool all)
    {
        if (!open.TryGetValue(step.What, out List<NamedStep>? candidates))
        {
            return false;
        }
        for (int i = 0; i < Math.Min(candidates.Count, Reach); i++)
        {
            NamedStep candidate = candidates[i];
            bool fits = candidate.Outputs.Count == step.Outputs.Count && candidate.Inputs.Count == step.Inputs.Count;
            int agreeing = fits ? Enumerable.Range(0, step.Inputs.Count).Count(input => Agree(step.Inputs[input], candidate.Inputs[input])) : 0;
            if (fits && (agreeing == step.Inputs.Count || (!all && 2 * agreeing >= step.Inputs.Count)))
            {
                candidates.RemoveAt(i);
                Pair(step, candidate);
                return true;
            }
        }
        return false;
    }

    private void Pair(NamedStep left, NamedStep right)
    {
        foreach ((string own, string other) in left.Inputs.Zip(right.Inputs).Where(pair => Agree(pair.First, pair.Second)))
        {
            Pair([own], [other]);
        }
        Pair(left.Outputs, right.Outputs);
        foreach ((NamedBlock own, NamedBlock other) in left.Blocks.Zip(right.Blocks))
        {
            Match(own, other);
        }
    }

    // The same under the names known so far; constants of unknown names by what they are.
    private bool Agree(string own, string other) => _names.TryGetValue(own, out string? name) ? name == other
        : own == other
        || (IsFree(own, other) && _leftConstants.TryGetValue(own, out NamedStep? left) && _rightConstants.TryGetValue(other, out NamedStep? right) && left.What == right.What);

    private void Pair(IReadOnlyList<string> left, IReadOnlyList<string> right)
    {
        foreach ((string own, string other) in left.Zip(right))
        {
            if (IsFree(own, other))
            {
                _names[own] = other;
                _taken.Add(other);
            }
        }
    }

    private bool IsFree(string own, string other) =>
        !_right.Met.Contains(own) && !_left.Met.Contains(other) && !_names.ContainsKey(own) && !_taken.Contains(other);

    private static void Collect(IReadOnlyList<NamedStep> steps, Dictionary<string, NamedStep> constants)
    {
        foreach (NamedStep step in steps.Where(step => step is { IsConstant: true, Outputs.Count: 1 }))
        {
            constants.TryAdd(step.Outputs[0], step);
        }
    }
}
