namespace CoreML.Format;

public static partial class FormatDiagnostics
{
    /// <summary>CML3101: a weight of a neural network holds values in more than one form.</summary>
    public static readonly DiagnosticDescriptor NetworkWeightAmbiguous = Error(
        "CML3101", "A weight holds values in more than one form.",
        "Keep one of floatValue, float16Value, rawValue and int8RawValue and clear the others.");

    /// <summary>CML3102: a weight of a neural network has another number of elements than its layer declares.</summary>
    public static readonly DiagnosticDescriptor NetworkWeightCount = Error(
        "CML3102", "A weight does not have as many elements as its layer declares.",
        "The layer's parameters or its weight are damaged; export the model again.");

    /// <summary>CML3103: the bytes of a weight of a neural network end in the middle of an element or hold too few of them.</summary>
    public static readonly DiagnosticDescriptor NetworkWeightBytes = Error(
        "CML3103", "A weight's bytes do not hold its elements.", "The weight was cut short; export the model again.");

    /// <summary>CML3104: the quantization of a weight of a neural network is missing or is not one that the format has.</summary>
    public static readonly DiagnosticDescriptor NetworkQuantization = Error(
        "CML3104", "A weight's quantization is not valid.",
        "rawValue takes 1 to 8 bits with a linear quantization or a lookup table; int8RawValue takes 8 bits and is linear.");

    /// <summary>CML3105: the scales and biases of a quantized weight of a neural network do not fit it.</summary>
    public static readonly DiagnosticDescriptor NetworkScales = Error(
        "CML3105", "A quantized weight's scales and biases do not fit it.",
        "There is one scale, or one for each output channel of a matrix or kernel; there is no bias, or one for each scale.");

    /// <summary>CML3106: the lookup table of a weight of a neural network does not have an entry for each index.</summary>
    public static readonly DiagnosticDescriptor NetworkTable = Error(
        "CML3106", "A weight's lookup table does not have an entry for each index.", "A table for n bits has 2ⁿ entries.");

    /// <summary>CML3107: a weight of a neural network takes more memory after decoding than one array can.</summary>
    public static readonly DiagnosticDescriptor NetworkWeightTooLarge = Error(
        "CML3107", "A weight is too large to be decoded.", "Decoded weights take at most 2 GiB; use the model as it is.");

    private static DiagnosticDescriptor[] NeuralNetworks =>
    [
        NetworkWeightAmbiguous, NetworkWeightCount, NetworkWeightBytes, NetworkQuantization, NetworkScales, NetworkTable,
        NetworkWeightTooLarge,
    ];
}
