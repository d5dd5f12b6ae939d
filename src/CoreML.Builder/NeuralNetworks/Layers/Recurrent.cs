using CoreML.Specification;
using static CoreML.Builder.NeuralNetworkBuilder;

namespace CoreML.Builder;

/// <summary>The weights of a gate of a recurrent layer.</summary>
/// <param name="Input">What the sequence is multiplied by, <c>[outputs, inputs]</c>.</param>
/// <param name="Recursion">What the state is multiplied by, <c>[outputs, outputs]</c>.</param>
/// <param name="Bias">What is added, <c>[outputs]</c>; nothing by default. All gates of a layer have one, or none.</param>
/// <param name="Peephole">What the cell of an LSTM is multiplied by, element by element, <c>[outputs]</c>; nothing by default. All gates but the
/// block input have one, or none.</param>
public sealed record GateWeights(Weights Input, Weights Recursion, Weights? Bias = null, Weights? Peephole = null);

/// <summary>The weights of an LSTM in one direction.</summary>
/// <param name="InputGate">How much of the block input goes into the cell.</param>
/// <param name="ForgetGate">How much of the cell stays.</param>
/// <param name="BlockInput">What goes into the cell; it has no peephole.</param>
/// <param name="OutputGate">How much of the cell comes out.</param>
public sealed record LstmWeights(GateWeights InputGate, GateWeights ForgetGate, GateWeights BlockInput, GateWeights OutputGate)
{
    /// <summary>The function of the gates; a sigmoid by default.</summary>
    public ActivationParams GateActivation { get; init; } = Activations.Sigmoid;

    /// <summary>The function of the block input; a hyperbolic tangent by default.</summary>
    public ActivationParams CellActivation { get; init; } = Activations.Tanh;

    /// <summary>The function of what comes out of the cell; a hyperbolic tangent by default.</summary>
    public ActivationParams OutputActivation { get; init; } = Activations.Tanh;

    internal bool HasBias => BlockInput.Bias is not null;

    internal bool HasPeephole => InputGate.Peephole is not null;

    internal ActivationParams[] ToActivations() => [GateActivation, CellActivation, OutputActivation];

    internal LSTMWeightParams ToParameters() => new()
    {
        InputGateWeightMatrix = Parameters(InputGate.Input),
        ForgetGateWeightMatrix = Parameters(ForgetGate.Input),
        BlockInputWeightMatrix = Parameters(BlockInput.Input),
        OutputGateWeightMatrix = Parameters(OutputGate.Input),
        InputGateRecursionMatrix = Parameters(InputGate.Recursion),
        ForgetGateRecursionMatrix = Parameters(ForgetGate.Recursion),
        BlockInputRecursionMatrix = Parameters(BlockInput.Recursion),
        OutputGateRecursionMatrix = Parameters(OutputGate.Recursion),
        InputGateBiasVector = InputGate.Bias?.ToParameters(),
        ForgetGateBiasVector = ForgetGate.Bias?.ToParameters(),
        BlockInputBiasVector = BlockInput.Bias?.ToParameters(),
        OutputGateBiasVector = OutputGate.Bias?.ToParameters(),
        InputGatePeepholeVector = InputGate.Peephole?.ToParameters(),
        ForgetGatePeepholeVector = ForgetGate.Peephole?.ToParameters(),
        OutputGatePeepholeVector = OutputGate.Peephole?.ToParameters(),
    };
}

/// <summary>How an LSTM computes, beside its weights.</summary>
public sealed record LstmOptions
{
    /// <summary>Whether the result holds all steps; else the last one.</summary>
    public bool AllSteps { get; init; }

    /// <summary>Whether 1 is added to the bias of the forget gate.</summary>
    public bool ForgetBias { get; init; }

    /// <summary>Whether the forget gate is 1 minus the input gate.</summary>
    public bool CoupledInputAndForgetGate { get; init; }

    /// <summary>The cell is kept between this and its negative; 50,000 by default.</summary>
    public float CellClip { get; init; } = 50_000;

    internal LSTMParams ToParameters(LstmWeights weights) => new()
    {
        SequenceOutput = AllSteps,
        HasBiasVectors = weights.HasBias,
        ForgetBias = ForgetBias,
        HasPeepholeVectors = weights.HasPeephole,
        CoupledInputAndForgetGate = CoupledInputAndForgetGate,
        CellClipThreshold = CellClip,
    };
}
