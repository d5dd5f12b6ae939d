using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Validation;

internal sealed partial class ProgramSubject
{
    private List<(TensorConstant Constant, float Largest)>? _largest;

    /// <summary>What is wrong with the constants: elements that are missing or are not what the type says.</summary>
    public IReadOnlyList<Diagnostic> ConstantProblems => field ??= FindConstantProblems();

    /// <summary>The weights in files, each with its largest magnitude; none if values are not to be checked.</summary>
    public IReadOnlyList<(TensorConstant Constant, float Largest)> LargestWeights(ValidationOptions options) =>
        options.CheckValues ? _largest ??= FindLargest() : [];

    /// <summary>The constants outside files that have an element which is not a number; none if values are not to be checked.</summary>
    public IEnumerable<TensorConstant> ConstantsWithNaN(ValidationOptions options)
    {
        var found = new List<TensorConstant>();
        if (options.CheckValues && ConstantProblems.Count == 0)
        {
            ForEachConstant(constant =>
            {
                if (constant.WeightLocation is null && constant.ElementType.IsFloat && LargestMagnitude.Of(constant.ToContent()) is float.NaN)
                {
                    found.Add(constant);
                }
            });
        }
        return found;
    }

    private List<Diagnostic> FindConstantProblems()
    {
        var problems = new List<Diagnostic>();
        ForEachConstant(constant =>
        {
            try
            {
                constant.Check();
            }
            catch (CoreMLException exception)
            {
                problems.AddRange(exception.Diagnostics);
            }
        });
        return problems;
    }

    private List<(TensorConstant, float)> FindLargest()
    {
        var largest = new List<(TensorConstant, float)>();
        var seen = new HashSet<WeightLocation>();
        ForEachConstant(constant =>
        {
            if (constant.WeightLocation is not { } location || !seen.Add(location))
            {
                return;
            }
            try
            {
                if (LargestMagnitude.Of(constant.ToContent()) is { } magnitude)
                {
                    largest.Add((constant, magnitude));
                }
            }
            catch (Exception exception) when (exception is CoreMLException or IOException or InvalidOperationException)
            {
                // The weight cannot be read at all, which is reported as a problem of the constant.
            }
        });
        return largest;
    }

    private void ForEachConstant(Action<TensorConstant> action)
    {
        if (Graph is not null)
        {
            ConstantWalk.ForEach(Graph, action);
        }
    }
}
