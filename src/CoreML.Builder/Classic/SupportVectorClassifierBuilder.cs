using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>
/// Classification with support vectors, every two classes against each other. Vectors are added class by class, in the order
/// of the labels. Pairs of classes are numbered (0, 1), (0, 2), …, (1, 2), …
/// </summary>
public sealed class SupportVectorClassifierBuilder : ClassifierBuilder<SupportVectorClassifierBuilder>
{
    private readonly SupportVectorClassifier _parameters = new();
    private readonly SupportVectorSet _vectors = new("supportVectorClassifier");

    /// <summary>Starts a model.</summary>
    /// <param name="kernel">The function that compares input and vector, one of <see cref="SupportVectorKernel"/>.</param>
    public SupportVectorClassifierBuilder(Kernel kernel)
        : base(new(FeatureKinds.Numeric))
    {
        ArgumentNullException.ThrowIfNull(kernel);
        _parameters.Kernel = kernel.Clone();
        Model.SupportVectorClassifier = _parameters;
    }

    /// <summary>Adds a support vector.</summary>
    /// <param name="values">All its elements.</param>
    /// <param name="coefficients">Its factors, one less than classes: in the <c>k</c>-th place that against the <c>k</c>-th of the other
    /// classes.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">A list is empty.</exception>
    /// <exception cref="CoreMLException">CML7005: earlier vectors have another length or number of coefficients. CML7006: earlier
    /// vectors are sparse.</exception>
    public SupportVectorClassifierBuilder Vector(ReadOnlySpan<double> values, params ReadOnlySpan<double> coefficients)
    {
        CheckCoefficients(coefficients);
        _vectors.Add(values);
        Add(coefficients);
        return this;
    }

    /// <summary>Adds a support vector of which most elements are 0.</summary>
    /// <param name="elements">The others, with their positions, which rise from 1 on.</param>
    /// <param name="coefficients">Its factors, one less than classes.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">There are no coefficients.</exception>
    /// <exception cref="CoreMLException">CML7005: earlier vectors have another number of coefficients. CML7006: positions do not
    /// rise, or earlier vectors are dense.</exception>
    public SupportVectorClassifierBuilder SparseVector(
        ReadOnlySpan<(int Index, double Value)> elements, params ReadOnlySpan<double> coefficients)
    {
        CheckCoefficients(coefficients);
        _vectors.AddSparse(elements);
        Add(coefficients);
        return this;
    }

    /// <summary>Says how many of the vectors belong to each class.</summary>
    /// <param name="counts">The numbers, in the order of the labels.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">A number is negative.</exception>
    public SupportVectorClassifierBuilder VectorsPerClass(params ReadOnlySpan<int> counts)
    {
        _parameters.NumberOfSupportVectorsPerClass.Clear();
        foreach (int count in counts)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(counts));
            _parameters.NumberOfSupportVectorsPerClass.Add(count);
        }
        return this;
    }

    /// <summary>Sets the constant that is subtracted for each pair of classes.</summary>
    /// <param name="rho">The constants.</param>
    /// <returns>The builder.</returns>
    public SupportVectorClassifierBuilder Rho(params ReadOnlySpan<double> rho)
    {
        _parameters.Rho.Clear();
        _parameters.Rho.Add(rho.ToArray());
        return this;
    }

    /// <summary>Lets the model give probabilities: <c>1 / (1 + exp(a · f + b))</c> for each pair, <c>f</c> the pair's value.</summary>
    /// <param name="a">The slope for each pair.</param>
    /// <param name="b">The offset for each pair.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The lists differ in length or are empty.</exception>
    public SupportVectorClassifierBuilder Probabilities(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length != b.Length || a.IsEmpty)
        {
            throw new ArgumentException($"{a.Length} slopes do not fit {b.Length} offsets.", nameof(b));
        }
        _parameters.ProbA.Clear();
        _parameters.ProbB.Clear();
        _parameters.ProbA.Add(a.ToArray());
        _parameters.ProbB.Add(b.ToArray());
        return this;
    }

    private protected override void Complete()
    {
        AddClassifierOutputs();
        ClassLabels.Give(labels => _parameters.StringClassLabels = labels, labels => _parameters.Int64ClassLabels = labels);
        _vectors.Check(InputSize());
        _parameters.DenseSupportVectors = _vectors.Dense;
        if (_vectors.Sparse is { } sparse)
        {
            _parameters.SparseSupportVectors = sparse;
        }
        int classes = ClassLabels.Count;
        int pairs = classes * (classes - 1) / 2;
        Vectors.CheckLength(_parameters.Coefficients.Count, classes - 1, "supportVectorClassifier.coefficients");
        Vectors.CheckLength(_parameters.NumberOfSupportVectorsPerClass.Count, classes, "supportVectorClassifier.numberOfSupportVectorsPerClass");
        Vectors.CheckLength(_parameters.NumberOfSupportVectorsPerClass.Sum(), _vectors.Count, "supportVectorClassifier.numberOfSupportVectorsPerClass");
        Vectors.CheckLength(_parameters.Rho.Count, pairs, "supportVectorClassifier.rho");
        if (_parameters.ProbA.Count != 0)
        {
            Vectors.CheckLength(_parameters.ProbA.Count, pairs, "supportVectorClassifier.probA");
        }
    }

    private void CheckCoefficients(ReadOnlySpan<double> coefficients) => Vectors.CheckLike(
        coefficients.Length, _vectors.Count == 0 ? null : _parameters.Coefficients.Count, "supportVectorClassifier.coefficients");

    private void Add(ReadOnlySpan<double> coefficients)
    {
        for (int i = 0; i < coefficients.Length; i++)
        {
            if (_parameters.Coefficients.Count == i)
            {
                _parameters.Coefficients.Add(new Coefficients());
            }
            _parameters.Coefficients[i].Alpha.Add(coefficients[i]);
        }
    }
}
