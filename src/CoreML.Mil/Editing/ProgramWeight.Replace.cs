using CoreML.Format;

namespace CoreML.Mil;

public sealed partial class ProgramWeight
{
    /// <summary>Puts a constant in the weight's place in the graph; a compressed weight becomes dense. The model changes when
    /// the graph is written to it.</summary>
    /// <param name="constant">The constant, of the weight's type and shape.</param>
    /// <exception cref="CoreMLException">CML6103: the constant has another type.</exception>
    public void Replace(TensorConstant constant)
    {
        ArgumentNullException.ThrowIfNull(constant);
        if (constant.ElementType != ElementType || constant.Shape != _type.Shape)
        {
            throw MilDiagnostics.WeightMisfit.Error(path: Path, expected: _type.ToString(), found: constant.Type.ToString());
        }
        if (Value is null)
        {
            ReplaceImmediate(constant);
        }
        else if (Value.Operation!.Type == "const")
        {
            Value.Operation.Attributes["val"] = constant;
        }
        else
        {
            ReplaceCompressed(Value, constant);
        }
    }

    private void ReplaceImmediate(TensorConstant constant)
    {
        foreach (MilOperation operation in GraphWalk.Operations(MilFunction))
        {
            foreach (MilInput input in operation.Inputs)
            {
                if (input.Arguments is [{ Immediate: { } immediate }] && ReferenceEquals(immediate, Immediate))
                {
                    operation.SetInput(input.Name, constant);
                    Immediate = constant;
                    return;
                }
            }
        }
        throw new InvalidOperationException($"The weight {Path} is no longer in its program.");
    }

    private void ReplaceCompressed(MilValue value, TensorConstant constant)
    {
        MilOperation compressed = value.Operation!;
        string name = value.Name;
        MilValue dense = compressed.Block.InsertConstBefore(compressed, MilFunction.MakeUniqueName(name), constant);
        value.ReplaceUses(dense);
        // A mask that others use stays.
        if (compressed.Outputs.All(output => output.Uses.Count == 0))
        {
            DeadCode.Remove(compressed);
            dense.Rename(name);
        }
        Value = dense;
    }
}
