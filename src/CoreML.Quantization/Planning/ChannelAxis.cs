using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>Which axes of a weight belong to the output and input channels of the operations that use it, by the table of
/// coremltools.</summary>
/// <param name="Output">The output channel axis.</param>
/// <param name="Input">The input channel axis.</param>
internal readonly record struct ChannelAxis(int Output, int Input)
{
    /// <summary>The axes of a weight; <see langword="null"/> if its users disagree.</summary>
    public static ChannelAxis? Of(MilValue weight, int rank)
    {
        ChannelAxis? axes = null;
        foreach (MilUse use in Consumers(weight))
        {
            ChannelAxis next = use.Operation is { } operation ? Of(operation, use.Input!.Name, rank) : new(0, 1);
            if (axes is { } known && known != next)
            {
                return null;
            }
            axes = next;
        }
        return axes ?? new(0, 1);
    }

    /// <summary>The uses of a weight by ordinary operations: a chain of <c>constexpr_*</c> operations is followed to its end.</summary>
    public static IEnumerable<MilUse> Consumers(MilValue weight)
    {
        foreach (MilUse use in weight.Uses)
        {
            if (use.Operation is { } operation && ConstexprDecoder.IsConstexpr(operation))
            {
                foreach (MilUse further in operation.Outputs.SelectMany(Consumers))
                {
                    yield return further;
                }
            }
            else
            {
                yield return use;
            }
        }
    }

    private static ChannelAxis Of(MilOperation operation, string input, int rank) => (operation.Type, input) switch
    {
        ("conv_transpose", "weight") => new(1, 0),
        ("matmul", "y") => IsTransposed(operation, "transpose_y") ? new(rank - 2, rank - 1) : new(rank - 1, rank - 2),
        ("matmul", "x") => IsTransposed(operation, "transpose_x") ? new(rank - 1, rank - 2) : new(rank - 2, rank - 1),
        _ => new(0, 1),
    };

    private static bool IsTransposed(MilOperation operation, string input) =>
        operation.Inputs.Find(input)?.Constant is TensorConstant { ElementType: Format.ElementType.Bool } constant
        && constant.ToScalar<bool>();
}
