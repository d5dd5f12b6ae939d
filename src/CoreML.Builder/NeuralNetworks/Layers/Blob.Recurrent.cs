using CoreML.Specification;
using static CoreML.Builder.NeuralNetworkBuilder;

namespace CoreML.Builder;

// Layers that go along a sequence [sequence, batch, channel, 1, 1]. States are [1, batch, outputs, 1, 1].
public sealed partial class Blob
{
    /// <summary>A simple recurrent layer: <c>h(t) = f(W x(t) + R h(t − 1) + b)</c>.</summary>
    /// <param name="state">The state at the start.</param>
    /// <param name="outputs">The length of the state.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="activation">The function <c>f</c>; a hyperbolic tangent by default.</param>
    /// <param name="allSteps">Whether the result holds all steps; else the last one.</param>
    /// <param name="reverse">Whether from the last element of the sequence to the first.</param>
    /// <returns>The result, and the state at the end.</returns>
    public (Blob Result, Blob State) SimpleRecurrent(
        Blob state, int outputs, GateWeights weights, ActivationParams? activation = null, bool allSteps = false, bool reverse = false)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Blob[] made = LayerOf(
            new()
            {
                SimpleRecurrent = new SimpleRecurrentLayerParams
                {
                    InputVectorSize = InputSize(weights, outputs),
                    OutputVectorSize = (ulong)outputs,
                    Activation = activation ?? Activations.Tanh,
                    SequenceOutput = allSteps,
                    HasBiasVector = weights.Bias is not null,
                    WeightMatrix = Parameters(weights.Input),
                    RecursionMatrix = Parameters(weights.Recursion),
                    BiasVector = weights.Bias?.ToParameters(),
                    ReverseInput = reverse,
                },
            },
            2,
            state);
        return (made[0], made[1]);
    }

    /// <summary>A gated recurrent unit: <c>h(t) = (1 − z) · o + z · h(t − 1)</c>, with the update gate <c>z</c> and the output gate <c>o</c>, for
    /// which the reset gate shuts off parts of the state.</summary>
    /// <param name="outputs">The length of the state.</param>
    /// <param name="update">The weights of the update gate.</param>
    /// <param name="reset">The weights of the reset gate.</param>
    /// <param name="output">The weights of the output gate.</param>
    /// <param name="state">The state at the start; 0 by default.</param>
    /// <param name="gateActivation">The function of update and reset gate; a sigmoid by default.</param>
    /// <param name="outputActivation">The function of the output gate; a hyperbolic tangent by default.</param>
    /// <param name="allSteps">Whether the result holds all steps; else the last one.</param>
    /// <param name="reverse">Whether from the last element of the sequence to the first.</param>
    /// <returns>The result, and the state at the end.</returns>
    public (Blob Result, Blob State) Gru(
        int outputs, GateWeights update, GateWeights reset, GateWeights output, Blob? state = null, ActivationParams? gateActivation = null,
        ActivationParams? outputActivation = null, bool allSteps = false, bool reverse = false)
    {
        ArgumentNullException.ThrowIfNull(update);
        ArgumentNullException.ThrowIfNull(reset);
        ArgumentNullException.ThrowIfNull(output);
        Blob[] made = LayerOf(
            new()
            {
                Gru = new GRULayerParams
                {
                    InputVectorSize = InputSize(update, outputs),
                    OutputVectorSize = (ulong)outputs,
                    Activations = { gateActivation ?? Builder.Activations.Sigmoid, outputActivation ?? Builder.Activations.Tanh },
                    SequenceOutput = allSteps,
                    HasBiasVectors = update.Bias is not null,
                    UpdateGateWeightMatrix = Parameters(update.Input),
                    ResetGateWeightMatrix = Parameters(reset.Input),
                    OutputGateWeightMatrix = Parameters(output.Input),
                    UpdateGateRecursionMatrix = Parameters(update.Recursion),
                    ResetGateRecursionMatrix = Parameters(reset.Recursion),
                    OutputGateRecursionMatrix = Parameters(output.Recursion),
                    UpdateGateBiasVector = update.Bias?.ToParameters(),
                    ResetGateBiasVector = reset.Bias?.ToParameters(),
                    OutputGateBiasVector = output.Bias?.ToParameters(),
                    ReverseInput = reverse,
                },
            },
            2,
            state is null ? [] : [state]);
        return (made[0], made[1]);
    }

    /// <summary>A long short-term memory.</summary>
    /// <param name="outputs">The length of state and cell.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="state">State and cell at the start; 0 by default.</param>
    /// <param name="options">How it computes; the defaults if <see langword="null"/>.</param>
    /// <param name="reverse">Whether from the last element of the sequence to the first.</param>
    /// <returns>The result, and state and cell at the end.</returns>
    public (Blob Result, Blob State, Blob Cell) Lstm(
        int outputs, LstmWeights weights, (Blob State, Blob Cell)? state = null, LstmOptions? options = null, bool reverse = false)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Blob[] made = LayerOf(
            new()
            {
                UniDirectionalLSTM = new UniDirectionalLSTMLayerParams
                {
                    InputVectorSize = InputSize(weights.BlockInput, outputs),
                    OutputVectorSize = (ulong)outputs,
                    Activations = { weights.ToActivations() },
                    Params = (options ?? new()).ToParameters(weights),
                    WeightParams = weights.ToParameters(),
                    ReverseInput = reverse,
                },
            },
            3,
            state is { } start ? [start.State, start.Cell] : []);
        return (made[0], made[1], made[2]);
    }

    /// <summary>Two long short-term memories, one forwards and one backwards; the result holds the channels of both.</summary>
    /// <param name="outputs">The length of each state and cell.</param>
    /// <param name="forwards">The weights of the one.</param>
    /// <param name="backwards">The weights of the other.</param>
    /// <param name="state">States and cells at the start: forwards, then backwards; 0 by default.</param>
    /// <param name="options">How both compute; the defaults if <see langword="null"/>.</param>
    /// <returns>The result, and states and cells at the end.</returns>
    public (Blob Result, Blob State, Blob Cell, Blob BackState, Blob BackCell) BidirectionalLstm(
        int outputs, LstmWeights forwards, LstmWeights backwards, (Blob State, Blob Cell, Blob BackState, Blob BackCell)? state = null,
        LstmOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(forwards);
        ArgumentNullException.ThrowIfNull(backwards);
        Blob[] made = LayerOf(
            new()
            {
                BiDirectionalLSTM = new BiDirectionalLSTMLayerParams
                {
                    InputVectorSize = InputSize(forwards.BlockInput, outputs),
                    OutputVectorSize = (ulong)outputs,
                    ActivationsForwardLSTM = { forwards.ToActivations() },
                    ActivationsBackwardLSTM = { backwards.ToActivations() },
                    Params = (options ?? new()).ToParameters(forwards),
                    WeightParams = { forwards.ToParameters(), backwards.ToParameters() },
                },
            },
            5,
            state is { } start ? [start.State, start.Cell, start.BackState, start.BackCell] : []);
        return (made[0], made[1], made[2], made[3], made[4]);
    }

    private ulong InputSize(GateWeights weights, int outputs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
        ArgumentNullException.ThrowIfNull(weights.Input);
        return (ulong)Size(-3, weights.Input.Count / outputs);
    }
}
