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

    private static DiagnosticDescriptor[] Editing => [FeatureTypeRefused, LabelsMisfit];
}
