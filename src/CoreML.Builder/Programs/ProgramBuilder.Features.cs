using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;

namespace CoreML.Builder;

// Inputs, outputs and states.
public sealed partial class ProgramBuilder
{
    /// <summary>Adds an input that is a tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="type">What an element is: float32, int32, from iOS 16 float16, from iOS 26 int8.</param>
    /// <param name="description">What it is, for people.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">The name or the shape is empty, a size is negative, or inputs have no such elements.</exception>
    /// <exception cref="CoreMLException">CML7001: there is such an input. CML7405: the target does not have it.</exception>
    public Var Input(string name, ReadOnlySpan<long> shape, ElementType type = ElementType.Float32, string description = "") =>
        Input(name, Feature.Array(shape, type), description);

    /// <summary>Adds an input.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type: a tensor or an image, which may be optional and may have several shapes, or a state.</param>
    /// <param name="description">What it is, for people.</param>
    /// <returns>The value. Sizes that vary are not known; an image is a tensor of shape [1, channels, height, width].</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="CoreMLException">CML7001: there is such an input. CML7002: programs have no inputs of this type. CML7404: a value
    /// has this name. CML7405: the target does not have it.</exception>
    public Var Input(string name, FeatureType type, string description = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(description);
        CheckOpen();
        MilType inside = ProgramFeatures.TypeOf(type) ?? throw BuilderDiagnostics.FeatureNotAllowed.Error(
            path: $"{Current.Name}.input[{Current.Features.Input.Count}]", expected: "a tensor, an image or a state of known rank",
            found: FeatureTypes.Describe(type));
        if (Current.Function.FindValue(name) is { Operation: not null })
        {
            throw NameTaken(name);
        }
        return ToVar(Current.AddInput(
            new FeatureDescription { Name = name, Type = type.Clone(), ShortDescription = description }, inside));
    }

    /// <summary>Adds an input that is an image.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type, and what is done with its pixels first.</param>
    /// <param name="description">What it is, for people.</param>
    /// <returns>The pixels, scaled and biased: a tensor of shape [1, channels, height, width].</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="CoreMLException">CML7001: there is such an input. CML7405: the target does not have it.</exception>
    public Var Input(string name, ImageType type, string description = "")
    {
        ArgumentNullException.ThrowIfNull(type);
        Var pixels = Input(name, type.Feature, description);
        if (type.Scale != 1)
        {
            pixels = pixels.Mul(type.Scale, Current.Function.MakeUniqueName($"{name}_scaled"));
        }
        if (type.Bias.Any(bias => bias != 0))
        {
            Operand bias = type.Bias.Length == 1 ? type.Bias[0] : Weight.Of([.. type.Bias], [1, type.Bias.Length, 1, 1]);
            pixels = pixels.Add(bias, Current.Function.MakeUniqueName($"{name}_biased"));
        }
        return pixels;
    }

    /// <summary>Adds a state: a tensor that the model keeps from one prediction to the next. iOS 18.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="type">What an element is; float16 in every model Core ML runs.</param>
    /// <param name="description">What it is, for people.</param>
    /// <returns>The state, to be read with <see cref="Var.ReadState"/> and written with <see cref="Var.WriteState"/>.</returns>
    /// <exception cref="ArgumentException">The name or the shape is empty, or a size is negative.</exception>
    /// <exception cref="CoreMLException">CML7001: there is such a state. CML7405: the target has no states.</exception>
    public Var State(string name, ReadOnlySpan<long> shape, ElementType type = ElementType.Float16, string description = "") =>
        Input(name, Feature.State(shape, type), description);

    /// <summary>Adds an output.</summary>
    /// <param name="name">Its name, which the value takes.</param>
    /// <param name="value">What the model returns: a tensor of float32 or int32, from iOS 16 of float16, from iOS 26 of int8.</param>
    /// <param name="type">Its type; by default a tensor of the value's shape. An image has to have the shape [1, channels, height, width].</param>
    /// <param name="description">What it is, for people.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="CoreMLException">CML7001: there is such an output or input. CML7002: a model cannot return this value in this type.
    /// CML7401 to CML7403: the value cannot be used here. CML7405: the target does not have it.</exception>
    public void Output(string name, Var value, FeatureType? type = null, string description = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(description);
        CheckInFunction();
        string path = $"{Current.Name}.output[{Current.Features.Output.Count}]";
        MilValue given = Check(value.ToOperand(), path);
        Current.CheckOutput(name);
        FeatureType declared = type?.Clone() ?? ProgramFeatures.FeatureOf(given.Type, path);
        if (type is not null && !ProgramFeatures.Holds(declared, given.Type))
        {
            throw BuilderDiagnostics.FeatureNotAllowed.Error(
                path: path, expected: FeatureTypes.Describe(declared), found: given.Type.ToString());
        }
        AddOutput(new FeatureDescription { Name = name, Type = declared, ShortDescription = description }, given);
    }

    /// <inheritdoc cref="Output(string, Var, FeatureType?, string)"/>
    public void Output(string name, Var value, ImageType type, string description = "")
    {
        ArgumentNullException.ThrowIfNull(type);
        Output(name, value, type.Feature, description);
    }

    // The value takes the output's name. An input, or what another output returns, passes through an operation of its own.
    private void AddOutput(FeatureDescription feature, MilValue value)
    {
        if (value.Name != feature.Name && (value.Operation is not { } operation || operation.Type == "const" || Current.IsOutput(value)))
        {
            value = ToVar(value).Identity(Current.Function.MakeUniqueName(feature.Name)).Value;
        }
        if (value.Name != feature.Name)
        {
            if (Current.Function.FindValue(feature.Name) is { } other)
            {
                other.Rename(Current.Function.MakeUniqueName(feature.Name));
            }
            value.Rename(feature.Name);
        }
        Current.AddOutput(feature, value);
    }

    private void CheckInFunction()
    {
        CheckOpen();
        if (!ReferenceEquals(_block ??= Current.Function.Body, Current.Function.Body))
        {
            throw BuilderDiagnostics.ValueOutOfScope.Error(
                path: _block.Path, expected: "outputs outside of branches and loops", found: "one inside");
        }
    }
}
