using CoreML.Specification;

namespace CoreML.Validation.Tests;

internal static class SupportVectorCases
{
    public static readonly RuleCase[] All =
    [
        new("CML8311", "supportVectorRegressor.kernel", Regressor, model => model.SupportVectorRegressor.Kernel = null),
        new("CML8311", "supportVectorClassifier.kernel", Classifier, model => model.SupportVectorClassifier.Kernel = new()),
        new("CML8312", "supportVectorClassifier.kernel.rbfKernel.gamma", Classifier, model => model.SupportVectorClassifier.Kernel.RbfKernel.Gamma = -1),
        new("CML8312", "supportVectorRegressor.kernel.polyKernel.degree", Regressor,
            model => model.SupportVectorRegressor.Kernel.PolyKernel = new() { Degree = -1 }),
        new("CML8313", "supportVectorRegressor.supportVectors", Regressor, model => model.SupportVectorRegressor.ClearSupportVectors()),
        new("CML8314", "supportVectorClassifier.numberOfSupportVectorsPerClass", Classifier,
            model => model.SupportVectorClassifier.NumberOfSupportVectorsPerClass[0] = int.MaxValue),
        new("CML8314", "supportVectorClassifier.numberOfSupportVectorsPerClass", Classifier,
            model => model.SupportVectorClassifier.NumberOfSupportVectorsPerClass.Add(0)),
        new("CML8315", "supportVectorRegressor.coefficients", Regressor, model => model.SupportVectorRegressor.Coefficients = null),
        new("CML8315", "supportVectorClassifier.coefficients", Classifier, model => model.SupportVectorClassifier.Coefficients.Clear()),
        new("CML8315", "supportVectorClassifier.coefficients[0]", Classifier, model => model.SupportVectorClassifier.Coefficients[0].Alpha.RemoveAt(0)),
        new("CML8316", "supportVectorClassifier.probA", Classifier, model => model.SupportVectorClassifier.ProbA.Add(1)),
        new("CML8317", "supportVectorClassifier.rho", Classifier, model => model.SupportVectorClassifier.Rho.Clear()),
        new("CML8318", "supportVectorRegressor.denseSupportVectors.vectors[1]", Regressor,
            model => model.SupportVectorRegressor.DenseSupportVectors.Vectors[1].Values.Add(1)),
    ];

    private static Model Regressor()
    {
        Model model = Make.Model([Make.Array("x", 2)], [Make.Double("y")]);
        model.Description.PredictedFeatureName = "y";
        model.SupportVectorRegressor = new SupportVectorRegressor
        {
            Kernel = new() { LinearKernel = new() },
            DenseSupportVectors = new() { Vectors = { new DenseVector { Values = { 1, 2 } }, new DenseVector { Values = { 3, 4 } } } },
            Coefficients = new() { Alpha = { 1, -1 } },
        };
        return model;
    }

    private static Model Classifier()
    {
        Model model = Make.Model([Make.Array("x", 2)], [Make.Int64("label")]);
        model.Description.PredictedFeatureName = "label";
        model.SupportVectorClassifier = new SupportVectorClassifier
        {
            Kernel = new() { RbfKernel = new() { Gamma = 0.5 } },
            SparseSupportVectors = new() { Vectors = { new SparseVector(), new SparseVector(), new SparseVector() } },
            NumberOfSupportVectorsPerClass = { 1, 2 },
            Coefficients = { new Coefficients { Alpha = { 1, 1, -2 } } },
            Rho = { 0 },
            Int64ClassLabels = Make.Numbers(0, 1),
        };
        return model;
    }
}
