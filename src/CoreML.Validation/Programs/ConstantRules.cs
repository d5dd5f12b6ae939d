using System.Globalization;
using CoreML.Format;
using CoreML.Mil;
using static CoreML.Format.DiagnosticSeverity;

namespace CoreML.Validation;

/// <summary>Constants of ML programs: that they are there, and what is in them.</summary>
internal static class ConstantRules
{
    public static readonly RuleSet<ProgramSubject> All = new("constants of ML programs")
    {
        { FormatDiagnostics.WeightFileMissing, (program, report) => report.Pass(program.ConstantProblems, program.Model.Path, program.Model.In("")) },
        { FormatDiagnostics.WeightFileInvalid },
        { FormatDiagnostics.BlobNotFound },
        { FormatDiagnostics.BlobOutOfRange },
        { FormatDiagnostics.BlobTypeUnknown },
        { FormatDiagnostics.BlobMismatch },
        { FormatDiagnostics.WeightReferenceInvalid },
        { MilDiagnostics.ConstantMismatch },
        { MilDiagnostics.ConstantShape },
        { "CML8821", Warning, "A weight of a program is infinite or not a number.",
            "Find out where the number comes from; one of them spoils everything that is computed with it.", WeightsAreFinite },
        { "CML8822", Note, "A weight of a program is too large for half precision.",
            "Keep the model in single precision, or scale the weight; the Neural Engine computes in half precision.", WeightsFitHalf },
        { "CML8823", Warning, "A constant in a program is not a number.",
            "Find out where the number comes from; it spoils everything that is computed with it.", ConstantsAreNumbers },
    };

    private static void WeightsAreFinite(ProgramSubject program, RuleReport report)
    {
        foreach ((TensorConstant constant, float largest) in program.LargestWeights(report.Options))
        {
            if (!float.IsFinite(largest))
            {
                report.Add(program.At(constant.Path ?? ""), "finite numbers", float.IsNaN(largest) ? "NaN" : "an infinity");
            }
        }
    }

    // Infinities are usual there: masks and limits.
    private static void ConstantsAreNumbers(ProgramSubject program, RuleReport report)
    {
        foreach (TensorConstant constant in program.ConstantsWithNaN(report.Options))
        {
            report.Add(program.At(constant.Path ?? ""), "numbers", "NaN");
        }
    }

    // A mask or limit of -inf or -1e9 is usual; weights that are that large are in files.
    private static void WeightsFitHalf(ProgramSubject program, RuleReport report)
    {
        foreach ((TensorConstant constant, float largest) in program.LargestWeights(report.Options))
        {
            if (float.IsFinite(largest) && largest > LargestMagnitude.LargestHalf && constant.ElementType == ElementType.Float32)
            {
                report.Add(program.At(constant.Path ?? ""), "at most 65,504", largest.ToString(CultureInfo.InvariantCulture));
            }
        }
    }
}
