using CoreML.Specification;

namespace CoreML.Format;

/// <summary>Something that is called otherwise in another model.</summary>
/// <param name="Kind">What it is: <c>function</c>, <c>layer</c> or <c>operation</c>; empty for values and features.</param>
/// <param name="Scope">The label of the scope that it is in.</param>
/// <param name="Old">Its name.</param>
/// <param name="New">Its name in the other model.</param>
internal readonly record struct Renaming(string Kind, string Scope, string Old, string New);

/// <summary>Finds out what is called otherwise in another model and is else the same.</summary>
internal static class Renamings
{
    /// <summary>Gives a model the names of another where all that differs is a name.</summary>
    /// <param name="model">The model; its names change.</param>
    /// <param name="other">The other one; it is not changed.</param>
    /// <returns>What was called otherwise.</returns>
    public static IReadOnlyList<Renaming> Apply(Model model, Model other)
    {
        var found = new List<Renaming>();
        foreach ((string old, string name) in MatchFunctions(model, other))
        {
            found.Add(new("function", "", old, name));
        }
        foreach ((NameScope scope, NameScope otherScope) in NameScope.All(model).Zip(NameScope.All(other)))
        {
            var left = new NameMap();
            var right = new NameMap();
            scope.VisitAll(left);
            otherScope.VisitAll(right);
            Dictionary<string, string>? names = Match(left, right);
            if (names is null)
            {
                names = MatchFeatures(scope, left, otherScope, right);
                StructureMatch.Find(scope.Blocks(), left, otherScope.Blocks(), right, names);
            }
            foreach ((string old, string name) in names)
            {
                left[old] = name;
                found.Add(new("", scope.Label, old, name));
            }
            if (names.Count > 0)
            {
                scope.VisitAll(left);
            }
            RenameSteps(scope, otherScope, names, found);
        }
        return found;
    }

    // What makes the same values may be called otherwise itself. Called as its value it needs no word of its own.
    private static void RenameSteps(NameScope scope, NameScope otherScope, Dictionary<string, string> names, List<Renaming> found)
    {
        List<NamedStep> own = Steps(scope.Blocks());
        List<NamedStep> others = Steps(otherScope.Blocks());
        var byValue = new Dictionary<string, NamedStep>(StringComparer.Ordinal);
        foreach (NamedStep step in others.Where(step => step.Outputs.Count > 0))
        {
            byValue.TryAdd(step.Outputs[0], step);
        }
        HashSet<string> ownNames = [.. own.Select(step => step.Name)];
        HashSet<string> otherNames = [.. others.Select(step => step.Name)];
        foreach (NamedStep step in own.Where(step => step.Outputs.Count > 0 && step.Name.Length > 0))
        {
            if (!byValue.TryGetValue(step.Outputs[0], out NamedStep? other) || other.Name.Length == 0 || other.Name == step.Name)
            {
                continue;
            }
            if (names.TryGetValue(step.Name, out string? name) && name == other.Name)
            {
                step.Rename(other.Name);
            }
            else if (!otherNames.Contains(step.Name) && !ownNames.Contains(other.Name))
            {
                found.Add(new(scope.HasProgram ? "operation" : "layer", scope.Label, step.Name, other.Name));
                step.Rename(other.Name);
            }
        }
    }

    private static List<NamedStep> Steps(IReadOnlyList<NamedBlock> blocks)
    {
        var steps = new List<NamedStep>();
        foreach (NamedStep step in blocks.SelectMany(block => block.Steps))
        {
            steps.Add(step);
            steps.AddRange(Steps(step.Blocks));
        }
        return steps;
    }

    // Functions at the same place are taken for one if neither name is known to the other model.
    private static IEnumerable<(string Old, string New)> MatchFunctions(Model model, Model other)
    {
        string[] own = [.. (model.Description?.Functions ?? []).Select(function => function.Name)];
        string[] others = [.. (other.Description?.Functions ?? []).Select(function => function.Name)];
        if (own.Length != others.Length)
        {
            yield break;
        }
        using CoreMLModel named = CoreMLModel.Create(model);
        foreach ((string old, string name) in own.Zip(others).Where(pair => !others.Contains(pair.First) && !own.Contains(pair.Second)))
        {
            if (named.Functions.FirstOrDefault(function => function.Name == old) is { } function
                && model.MlProgram?.Functions.ContainsKey(name) != true)
            {
                function.Rename(name);
                yield return (old, name);
            }
        }
    }

    // Two scopes are the same but for names if their places correspond one by one, each name always to the same other.
    private static Dictionary<string, string>? Match(NameMap left, NameMap right)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        if (left.Places.Count != right.Places.Count)
        {
            return null;
        }
        for (int i = 0; i < left.Places.Count; i++)
        {
            (string old, string name) = (left.Places[i], right.Places[i]);
            if ((names.TryGetValue(old, out string? known) && known != name) || (taken.TryGetValue(name, out string? from) && from != old))
            {
                return null;
            }
            names[old] = name;
            taken[name] = old;
        }
        return names.Where(pair => pair.Key != pair.Value).ToDictionary(StringComparer.Ordinal);
    }

    // Where more than names differs, features at the same place are taken for one if neither name is known to the other.
    private static Dictionary<string, string> MatchFeatures(NameScope scope, NameMap left, NameScope otherScope, NameMap right)
    {
        List<string> own = scope.Features().Places;
        List<string> others = otherScope.Features().Places;
        return own.Count != others.Count
            ? []
            : own.Zip(others).Distinct().Where(pair => !right.Met.Contains(pair.First) && !left.Met.Contains(pair.Second))
                .DistinctBy(pair => pair.First).DistinctBy(pair => pair.Second)
                .ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
    }
}
