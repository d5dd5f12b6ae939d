using CoreML.Format;

namespace CoreML.Mil;

/// <summary>The diagnostics of this library: ML programs (CML4xxx) and edits of what is inside a model
/// (CML61xx).</summary>
public static partial class MilDiagnostics
{
    /// <summary>CML4001: an operation or block uses a name that nothing in the function defines.</summary>
    public static readonly DiagnosticDescriptor UndefinedValue = Error(
        "CML4001", "A value is used that nothing defines.", "The program is damaged or was edited by hand; export the model again.");

    /// <summary>CML4002: a name is used before its definition, or in a block that does not see it.</summary>
    public static readonly DiagnosticDescriptor ValueNotVisible = Error(
        "CML4002", "A value is used where it is not visible.",
        "Operations come after those whose values they use, and see only their own block and those around it.");

    /// <summary>CML4003: two values that are visible at the same place have the same name.</summary>
    public static readonly DiagnosticDescriptor DuplicateName = Error(
        "CML4003", "Two values have the same name.", "Give each value a name that is unique where it is visible.");

    /// <summary>CML4004: a function has no block for the opset it names.</summary>
    public static readonly DiagnosticDescriptor FunctionWithoutBody = Error(
        "CML4004", "A function has no block for its opset.", "Set the function's opset to that of one of its blocks, or export the model again.");

    /// <summary>CML4005: a definition and a use do not know each other.</summary>
    public static readonly DiagnosticDescriptor BrokenLink = Error(
        "CML4005", "A definition and a use of a value do not know each other.", "This is a defect of the library; please report it.");

    /// <summary>CML4006: a constant's elements are not what its type says.</summary>
    public static readonly DiagnosticDescriptor ConstantMismatch = Error(
        "CML4006", "A constant is not what its type says.", "The program is damaged; export the model again.");

    /// <summary>CML4007: a constant's type does not say how many elements it has.</summary>
    public static readonly DiagnosticDescriptor ConstantShape = Error(
        "CML4007", "A constant has no definite number of elements.", "The shape of a constant has known dimensions whose product fits 63 bits.");

    /// <summary>CML4008: the model or stage is not an ML program.</summary>
    public static readonly DiagnosticDescriptor NotAProgram = Error(
        "CML4008", "The model is not an ML program.", "Only models of type mlProgram have a graph of operations.");

    /// <summary>CML4101: a constexpr operation lacks a parameter, or it is not a constant.</summary>
    public static readonly DiagnosticDescriptor ConstexprParameter = Error(
        "CML4101", "A compressed constant lacks a parameter.", "The program is damaged or was made for a newer version; export the model again.");

    /// <summary>CML4102: the parameters of a constexpr operation do not fit each other.</summary>
    public static readonly DiagnosticDescriptor ConstexprMisfit = Error(
        "CML4102", "The parameters of a compressed constant do not fit each other.", "The program is damaged; export the model again.");

    /// <summary>CML4103: constexpr operations take their parameters from each other too many levels deep.</summary>
    public static readonly DiagnosticDescriptor ConstexprNesting = Error(
        "CML4103", "Compressed constants are nested too deeply.", "Core ML knows no such nesting; export the model again.");

    /// <summary>Every descriptor of this library, in order of their codes.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All =>
    [
        UndefinedValue, ValueNotVisible, DuplicateName, FunctionWithoutBody, BrokenLink, ConstantMismatch, ConstantShape,
        NotAProgram,
        ConstexprParameter, ConstexprMisfit, ConstexprNesting,
        UnknownOperation, NotInOpset, MissingInput, UnknownInput, NotConstant, WrongElementType, WrongShape, Constraint,
        WrongOutput, WrongKind, WrongText, SizeOverflow,
        .. Editing,
    ];

    private static DiagnosticDescriptor Error(string code, string title, string advice) =>
        new(code, title, DiagnosticSeverity.Error, advice);
}
