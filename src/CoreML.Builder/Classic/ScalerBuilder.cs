using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>Shifts and scales: <c>y = (x + shift) · scale</c>. One input, an integer, a double or an array of one dimension. The output,
/// unless declared, is like the input.</summary>
public sealed class ScalerBuilder : TransformerBuilder<ScalerBuilder>
{
    private readonly Scaler _parameters = new();

    /// <summary>Starts a model.</summary>
    public ScalerBuilder()
        : base(new(FeatureKinds.Numeric, Most: 1), new(FeatureKinds.Numeric, Most: 1), Feature.Double)
    {
        Model.Scaler = _parameters;
    }

    /// <summary>Sets what is added; without a call nothing.</summary>
    /// <param name="values">One number for each element, or one for all.</param>
    /// <returns>The builder.</returns>
    public ScalerBuilder Shift(params ReadOnlySpan<double> values)
    {
        _parameters.ShiftValue.Clear();
        _parameters.ShiftValue.Add(values.ToArray());
        return this;
    }

    /// <summary>Sets the factor; without a call 1.</summary>
    /// <param name="values">One number for each element, or one for all.</param>
    /// <returns>The builder.</returns>
    public ScalerBuilder Scale(params ReadOnlySpan<double> values)
    {
        _parameters.ScaleValue.Clear();
        _parameters.ScaleValue.Add(values.ToArray());
        return this;
    }

    private protected override void Complete()
    {
        FeatureType input = TheInput.Type;
        InferOutputs(input);
        foreach (FeatureDescription output in Description.Output)
        {
            bool widened = input.Int64Type is not null && output.Type.DoubleType is not null;
            if (!widened && (output.Type.TypeCase != input.TypeCase || FeatureTypes.SizeOf(output.Type) != FeatureTypes.SizeOf(input)))
            {
                throw BuilderDiagnostics.FeatureNotAllowed.Error(
                    path: "description.output", expected: FeatureTypes.Describe(input), found: FeatureTypes.Describe(output.Type));
            }
        }
        Check(_parameters.ShiftValue.Count, "scaler.shiftValue");
        Check(_parameters.ScaleValue.Count, "scaler.scaleValue");
    }

    private void Check(int count, string path)
    {
        if (count > 1)
        {
            CheckInputSize(count, path);
        }
    }
}
