using CoreML.Format;

namespace CoreML.Mil;

public static partial class MilDiagnostics
{
    /// <summary>CML6101: an input or output cannot have the type that it is to have.</summary>
    public static readonly DiagnosticDescriptor FeatureTypeRefused = Error(
        "CML6101", "The input or output cannot have this type.", "Choose a type that the model can have, or change the model inside.");

    /// <summary>CML6102: class labels are not those that a model can have.</summary>
    public static readonly DiagnosticDescriptor LabelsMisfit = Error(
        "CML6102", "The class labels do not fit the model.", "Give as many labels as the model has classes, numbers where its labels are numbers.");

    /// <summary>CML6103: values do not fit the weight that they are to replace.</summary>
    public static readonly DiagnosticDescriptor WeightMisfit = Error(
        "CML6103", "The values do not fit the weight.", "Give as many values as the weight has, of its type or a floating-point type.");

    /// <summary>CML6104: a program cannot be taken apart or put together so.</summary>
    public static readonly DiagnosticDescriptor SurgeryRefused = Error(
        "CML6104", "The program cannot be taken apart or put together so.", "Choose other values to cut at, or functions that go together.");

    /// <summary>CML6105: a NumPy file cannot be read.</summary>
    public static readonly DiagnosticDescriptor NumpyInvalid = Error(
        "CML6105", "The NumPy file cannot be read.", "Save a plain array of numbers with numpy.save.");

    /// <summary>CML6106: a program stays with an older opset than its model's version has.</summary>
    public static readonly DiagnosticDescriptor OpsetKept = new(
        "CML6106", "The program stays with an older opset.", DiagnosticSeverity.Warning,
        "Nothing has to be done: newer systems run older opsets. What only newer opsets have needs the operation replaced first.");

    private static DiagnosticDescriptor[] Editing => [FeatureTypeRefused, LabelsMisfit, WeightMisfit, SurgeryRefused, NumpyInvalid, OpsetKept];
}
