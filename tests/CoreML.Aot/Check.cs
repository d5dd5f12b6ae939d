using System.Runtime.CompilerServices;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Aot;

/// <summary>Ends the program with an exception where something is not as it should be.</summary>
internal static class Check
{
    public static void That(bool holds, string fact, [CallerLineNumber] int line = 0)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"Line {line}: it is not true that {fact}.");
        }
    }

    /// <summary>Checks that what was saved says the same as the model.</summary>
    public static void Same(CoreMLModel model, string saved, [CallerLineNumber] int line = 0)
    {
        using CoreMLModel other = CoreMLModel.Open(saved);
        That(ModelDiff.Compare(model, other).Count == 0, $"{saved} is the same model", line);
    }
}
