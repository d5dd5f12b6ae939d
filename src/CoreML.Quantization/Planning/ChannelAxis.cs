using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>Which axis of a weight belongs to the output channels of the operation that uses it, by the table of
/// coremltools.</summary>
internal static class ChannelAxis
{
    /// <summary>The output channel axis of a weight; <see langword="null"/> if its users disagree.</summary>
    public static int? Output(MilValue weight, int rank)
    {
        int? axis = null;
        foreach (MilUse use in weight.Uses)
        {
            int next = use.Operation is { } operation ? Output(operation, use.Input!.Name, rank) : 0;
            if (axis is { } known && known != next)
            {
                return null;
            }
            axis = next;
        }
        return axis ?? 0;
    }

    private static int Output(MilOperation operation, string input, int rank) => (operation.Type, input) switch
    {
        ("conv_transpose", "weight") => 1,
        ("matmul", "y") => IsTransposed(operation, "transpose_y") ? rank - 2 : rank - 1,
        ("matmul", "x") => IsTransposed(operation, "transpose_x") ? rank - 1 : rank - 2,
        _ => 0,
    };

    private static bool IsTransposed(MilOperation operation, string input) =>
        operation.Inputs.Find(input)?.Constant is TensorConstant { ElementType: Format.ElementType.Bool } constant
        && constant.ToScalar<bool>();
}
