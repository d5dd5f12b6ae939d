using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>Regression with support vectors: the sum of <c>coefficient[i] · K(x, v[i])</c>, minus <c>rho</c>, where <c>x</c> is what
/// all inputs are together.</summary>
public sealed class SupportVectorRegressorBuilder : RegressorBuilder<SupportVectorRegressorBuilder>
{
    private readonly SupportVectorRegressor _parameters = new() { Coefficients = new Coefficients() };
    private readonly SupportVectorSet _vectors = new("supportVectorRegressor");

    /// <summary>Starts a model.</summary>
    /// <param name="kernel">The function <c>K</c>, one of <see cref="SupportVectorKernel"/>.</param>
    public SupportVectorRegressorBuilder(Kernel kernel)
        : base(new(FeatureKinds.Numeric))
    {
        ArgumentNullException.ThrowIfNull(kernel);
        _parameters.Kernel = kernel.Clone();
        Model.SupportVectorRegressor = _parameters;
    }

    /// <summary>Adds a support vector.</summary>
    /// <param name="values">All its elements.</param>
    /// <param name="coefficient">Its factor.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The vector is empty.</exception>
    /// <exception cref="CoreMLException">CML7005: earlier vectors have another length. CML7006: earlier vectors are sparse.</exception>
    public SupportVectorRegressorBuilder Vector(ReadOnlySpan<double> values, double coefficient)
    {
        _vectors.Add(values);
        _parameters.Coefficients.Alpha.Add(coefficient);
        return this;
    }

    /// <summary>Adds a support vector of which most elements are 0.</summary>
    /// <param name="elements">The others, with their positions, which rise from 1 on.</param>
    /// <param name="coefficient">Its factor.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CoreMLException">CML7006: positions do not rise, or earlier vectors are dense.</exception>
    public SupportVectorRegressorBuilder SparseVector(ReadOnlySpan<(int Index, double Value)> elements, double coefficient)
    {
        _vectors.AddSparse(elements);
        _parameters.Coefficients.Alpha.Add(coefficient);
        return this;
    }

    /// <summary>Sets the constant that is subtracted; without a call it is 0.</summary>
    /// <param name="rho">The constant.</param>
    /// <returns>The builder.</returns>
    public SupportVectorRegressorBuilder Rho(double rho)
    {
        _parameters.Rho = rho;
        return this;
    }

    private protected override void Complete()
    {
        _vectors.Check(InputSize());
        _parameters.DenseSupportVectors = _vectors.Dense;
        if (_vectors.Sparse is { } sparse)
        {
            _parameters.SparseSupportVectors = sparse;
        }
        AddRegressorOutput();
    }
}
