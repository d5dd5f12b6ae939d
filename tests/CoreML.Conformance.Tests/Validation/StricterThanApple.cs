namespace CoreML.Conformance.Tests;

/// <summary>Models that Apple's check of the specification accepts and ours does not, with the first error; the reasons are in
/// <c>docs/adr/0011-validation-severities.md</c>.</summary>
internal static class StricterThanApple
{
    public static Dictionary<string, string> Models { get; } = new()
    {
        ["multifunction_function_input_missing"] = "CML8803",
        ["prog_blob_without_file"] = "CML3007",
        ["prog_block_undefined_output"] = "CML4001",
        ["prog_block_without_outputs"] = "CML8804",
        ["prog_classifier_label_output_wrong_type"] = "CML8805",
        ["prog_const_without_value"] = "CML4203",
        ["prog_duplicate_value_name"] = "CML4003",
        ["prog_empty_opset"] = "CML4004",
        ["prog_function_input_removed"] = "CML4001",
        ["prog_function_input_renamed"] = "CML4001",
        ["prog_input_dtype_differs"] = "CML8805",
        ["prog_input_shape_differs"] = "CML8805",
        ["prog_missing_required_input"] = "CML4203",
        ["prog_no_block"] = "CML4004",
        ["prog_no_functions"] = "CML8801",
        ["prog_no_main"] = "CML8801",
        ["prog_no_operations"] = "CML4001",
        ["prog_op_without_outputs"] = "CML4001",
        ["prog_op_without_type"] = "CML4201",
        ["prog_operand_without_arguments"] = "CML4210",
        ["prog_opset_without_block"] = "CML4004",
        ["prog_output_missing_in_block"] = "CML8804",
        ["prog_output_renamed"] = "CML8804",
        ["prog_output_without_type"] = "CML4209",
        ["prog_undefined_operand"] = "CML4001",
        ["prog_unknown_op"] = "CML4201",
        ["prog_unknown_opset"] = "CML4004",
        ["prog_unknown_parameter"] = "CML4204",
        ["prog_use_before_definition"] = "CML4002",
        ["state_no_state_description"] = "CML8806",
        ["state_state_renamed"] = "CML8806",
        ["state_state_shape"] = "CML8805",
    };
}
