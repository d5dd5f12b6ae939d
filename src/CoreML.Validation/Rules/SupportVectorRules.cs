using CoreML.Specification;
using static CoreML.Format.DiagnosticSeverity;
using Kind = CoreML.Specification.Model.TypeOneofCase;

namespace CoreML.Validation;

/// <summary>Support vector machines.</summary>
internal static class SupportVectorRules
{
    public static readonly RuleSet<ModelSubject> All = new("support vector machines")
    {
        { "CML8311", "A support vector machine has no kernel.", "Set one of the four kernels.", HasKernel },
        { "CML8312", "A kernel's parameter is negative.", "Let gamma and degree be at least 0.", KernelIsPositive },
        { "CML8313", "A support vector machine has no support vectors.", "Set sparseSupportVectors or denseSupportVectors.", HasVectors },
        { "CML8314", "The numbers of support vectors per class do not fit.",
            "Give one number for each class; together they are the number of support vectors.", ClassesMatch },
        { "CML8315", "The coefficients do not fit the support vectors.",
            "A regressor has one coefficient for each support vector, a classifier so many for each class but one.", CoefficientsMatch },
        { "CML8316", "The probability parameters do not fit the classes.",
            "Leave probA and probB empty, or give both one value for each pair of classes.", ProbabilitiesMatch },
        { "CML8317", Warning, "A support vector classifier has another number of rho than pairs of classes.",
            "Give one rho for each pair of classes.", RhoMatches },
        { "CML8318", Warning, "Dense support vectors differ in length.", "Give each vector one value for each feature.", LengthsMatch },
    };

    private static Kernel? KernelOf(ModelSubject model) =>
        model.Type == Kind.SupportVectorClassifier ? model.Model.SupportVectorClassifier.Kernel : model.Model.SupportVectorRegressor.Kernel;

    private static (SparseSupportVectors? Sparse, DenseSupportVectors? Dense) Vectors(ModelSubject model) =>
        model.Model.SupportVectorClassifier is { } classifier
            ? (classifier.SparseSupportVectors, classifier.DenseSupportVectors)
            : (model.Model.SupportVectorRegressor.SparseSupportVectors, model.Model.SupportVectorRegressor.DenseSupportVectors);

    private static int CountOf(ModelSubject model) =>
        Vectors(model) is var (sparse, dense) ? sparse?.Vectors.Count ?? dense?.Vectors.Count ?? 0 : 0;

    private static void HasKernel(ModelSubject model, RuleReport report)
    {
        if (KernelOf(model) is not { KernelCase: not Kernel.KernelOneofCase.None })
        {
            report.Add(model.In("kernel"), "linear, rbf, poly or sigmoid", "none");
        }
    }

    private static void KernelIsPositive(ModelSubject model, RuleReport report)
    {
        Kernel? kernel = KernelOf(model);
        Check("rbfKernel.gamma", kernel?.RbfKernel?.Gamma);
        Check("sigmoidKernel.gamma", kernel?.SigmoidKernel?.Gamma);
        Check("polyKernel.gamma", kernel?.PolyKernel?.Gamma);
        Check("polyKernel.degree", kernel?.PolyKernel?.Degree);

        void Check(string field, double? value)
        {
            if (value < 0)
            {
                report.Add(model.In("kernel." + field), "at least 0", FormattableString.Invariant($"{value}"));
            }
        }
    }

    private static void HasVectors(ModelSubject model, RuleReport report)
    {
        if (Vectors(model) is (null, null))
        {
            report.Add(model.In("supportVectors"), "sparseSupportVectors or denseSupportVectors", "neither");
        }
    }

    private static void ClassesMatch(ModelSubject model, RuleReport report)
    {
        if (model.Model.SupportVectorClassifier is not { } classifier)
        {
            return;
        }
        int numbers = classifier.NumberOfSupportVectorsPerClass.Count;
        long sum = classifier.NumberOfSupportVectorsPerClass.Sum(number => (long)number);
        if (numbers != model.Labels!.Count)
        {
            report.Add(model.In("numberOfSupportVectorsPerClass"), $"{model.Labels.Count} numbers", $"{numbers}");
        }
        if (sum != CountOf(model))
        {
            report.Add(model.In("numberOfSupportVectorsPerClass"), $"a sum of {CountOf(model)}", $"{sum}");
        }
    }

    private static void CoefficientsMatch(ModelSubject model, RuleReport report)
    {
        int vectors = CountOf(model);
        if (model.Model.SupportVectorRegressor is { } regressor)
        {
            int given = regressor.Coefficients?.Alpha.Count ?? 0;
            if (given != vectors)
            {
                report.Add(model.In("coefficients"), $"{vectors} coefficients", $"{given}");
            }
            return;
        }
        SupportVectorClassifier classifier = model.Model.SupportVectorClassifier;
        int rows = model.Labels!.Count - 1;
        if (classifier.Coefficients.Count != rows && rows >= 0)
        {
            report.Add(model.In("coefficients"), $"{rows} vectors of coefficients for {rows + 1} classes", $"{classifier.Coefficients.Count}");
        }
        for (int i = 0; i < classifier.Coefficients.Count; i++)
        {
            if (classifier.Coefficients[i].Alpha.Count != vectors)
            {
                report.Add(model.In($"coefficients[{i}]"), $"{vectors} coefficients", $"{classifier.Coefficients[i].Alpha.Count}");
            }
        }
    }

    private static void ProbabilitiesMatch(ModelSubject model, RuleReport report)
    {
        if (model.Model.SupportVectorClassifier is not { } classifier)
        {
            return;
        }
        (int a, int b) = (classifier.ProbA.Count, classifier.ProbB.Count);
        if ((a != 0 || b != 0) && (a != Pairs(model) || b != Pairs(model)))
        {
            report.Add(model.In("probA"), $"none, or {Pairs(model)} of each", $"{a} of probA and {b} of probB");
        }
    }

    private static void RhoMatches(ModelSubject model, RuleReport report)
    {
        if (model.Model.SupportVectorClassifier is { } classifier && classifier.Rho.Count != Pairs(model))
        {
            report.Add(model.In("rho"), $"{Pairs(model)} values", $"{classifier.Rho.Count}");
        }
    }

    private static void LengthsMatch(ModelSubject model, RuleReport report)
    {
        if (Vectors(model).Dense is not { Vectors: [var first, ..] } dense)
        {
            return;
        }
        for (int i = 1; i < dense.Vectors.Count; i++)
        {
            if (dense.Vectors[i].Values.Count != first.Values.Count)
            {
                report.Add(model.In($"denseSupportVectors.vectors[{i}]"), $"{first.Values.Count} values as in the first vector", $"{dense.Vectors[i].Values.Count}");
                return;
            }
        }
    }

    private static long Pairs(ModelSubject model) => (long)model.Labels!.Count * (model.Labels.Count - 1) / 2;
}
