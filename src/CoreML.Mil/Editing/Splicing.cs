using CoreML.Format;

namespace CoreML.Mil;

/// <summary>Puts operations and whole functions between a value and its uses.</summary>
public static class Splicing
{
    extension(MilValue value)
    {
        /// <summary>Puts something between a value and everything that uses it. An output of the function keeps its name.</summary>
        /// <param name="insert">Is given the value, inserts what is to come after it, and returns the new value for the
        /// others to use: <c>x => x.Operation!.Block.InsertAfter(x.Operation, "relu", [("x", x)], [("r", x.Type)]).Output</c>.</param>
        /// <returns>The new value.</returns>
        /// <exception cref="ArgumentException">The new value is not visible where the old one is used.</exception>
        public MilValue Splice(Func<MilValue, MilValue> insert)
        {
            ArgumentNullException.ThrowIfNull(value);
            ArgumentNullException.ThrowIfNull(insert);
            MilList<MilUse> uses = value.Uses;
            MilValue result = insert(value);
            bool isOutput = false;
            foreach (MilUse use in uses)
            {
                isOutput |= use.Block is { Operation: null };
                use.Replace(result);
            }
            if (isOutput && value.Operation is not null)
            {
                string name = value.Name;
                value.Rename(value.Function.MakeUniqueName(name + "_before"));
                result.Rename(name);
            }
            return result;
        }

        /// <summary>Puts a copy of a function of one input and one output between a value and everything that uses it.</summary>
        /// <param name="function">The function, of this or another program. Its constants are shared.</param>
        /// <returns>The new value.</returns>
        /// <exception cref="CoreMLException">CML6104: the function has other inputs or outputs, or another opset, in which one
        /// of its operations is another one.</exception>
        public MilValue Splice(MilFunction function)
        {
            ArgumentNullException.ThrowIfNull(value);
            ArgumentNullException.ThrowIfNull(function);
            if (function.Inputs.Count != 1 || function.Body.Outputs.Count != 1)
            {
                throw MilDiagnostics.SurgeryRefused.Error(path: function.Name, expected: "a function of one input and one output",
                    found: $"{function.Inputs.Count} inputs, {function.Body.Outputs.Count} outputs");
            }
            return value.Splice(before => (before.Block ?? before.Function.Body).InsertFunction(NextOf(before), function, before)[0]);
        }
    }

    private static MilOperation? NextOf(MilValue value)
    {
        MilBlock block = value.Block ?? value.Function.Body;
        int index = value.Operation is { } operation ? operation.Index + 1 : 0;
        return index < block.Operations.Count ? block.Operations[index] : null;
    }
}
