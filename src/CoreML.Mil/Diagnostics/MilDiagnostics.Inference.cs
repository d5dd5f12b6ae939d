using CoreML.Format;

namespace CoreML.Mil;

public static partial class MilDiagnostics
{
    /// <summary>CML4201: no operation has this name.</summary>
    public static readonly DiagnosticDescriptor UnknownOperation = Error(
        "CML4201", "There is no such operation.", "Look for the name in docs/operations.md; operations of other tools have to be translated.");

    /// <summary>CML4202: the operation exists, but not in the function's opset.</summary>
    public static readonly DiagnosticDescriptor NotInOpset = Error(
        "CML4202", "The target does not have this operation.", "Raise the target to one that has it.");

    /// <summary>CML4203: an input that has to be given is missing.</summary>
    public static readonly DiagnosticDescriptor MissingInput = Error(
        "CML4203", "An operation lacks an input.", "Give the input; those with a default or a question mark may be left out.");

    /// <summary>CML4204: an input is given that the operation does not have in this opset.</summary>
    public static readonly DiagnosticDescriptor UnknownInput = Error(
        "CML4204", "An operation does not have this input.", "Remove the input, or raise the target to one whose version has it.");

    /// <summary>CML4205: an input that has to be constant is not.</summary>
    public static readonly DiagnosticDescriptor NotConstant = Error(
        "CML4205", "An input has to be a constant.", "Give a constant, or an operation that computes the same from values.");

    /// <summary>CML4206: an input's elements have a type that the operation does not take.</summary>
    public static readonly DiagnosticDescriptor WrongElementType = Error(
        "CML4206", "An input has elements of the wrong type.", "Cast it, or give a constant of the right type.");

    /// <summary>CML4207: an input's shape does not fit the operation's definition.</summary>
    public static readonly DiagnosticDescriptor WrongShape = Error(
        "CML4207", "An input has the wrong shape.", "Reshape or transpose the input; equal names in the pattern are equal sizes.");

    /// <summary>CML4208: a labelled condition of the operation does not hold.</summary>
    public static readonly DiagnosticDescriptor Constraint = Error(
        "CML4208", "A condition of an operation does not hold.", "Change the inputs so that the condition holds; docs/operations.md lists all of them.");

    /// <summary>CML4209: the program gives an output another type than its operation makes.</summary>
    public static readonly DiagnosticDescriptor WrongOutput = Error(
        "CML4209", "An output has another type than its operation makes.", "The program is damaged or was edited by hand; export the model again.");

    /// <summary>CML4210: an input is bound to another kind of value, or to another number of them.</summary>
    public static readonly DiagnosticDescriptor WrongKind = Error(
        "CML4210", "An input is bound to the wrong kind of value.", "Tensors, lists and states do not stand for each other.");

    /// <summary>CML4211: a text is none of those that the input may be.</summary>
    public static readonly DiagnosticDescriptor WrongText = Error(
        "CML4211", "A text is none of those allowed.", "Use one of the texts that are expected.");

    /// <summary>CML4212: sizes or numbers of outputs are too large to be computed with.</summary>
    public static readonly DiagnosticDescriptor SizeOverflow = Error(
        "CML4212", "Sizes are too large.", "No tensor is that large; the program is damaged.");
}
