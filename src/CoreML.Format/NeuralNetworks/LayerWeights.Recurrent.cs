using CoreML.Specification;
using static CoreML.Format.WeightLayout;

namespace CoreML.Format;

internal readonly partial record struct LayerWeights
{
    private static IEnumerable<LayerWeight> SimpleRecurrent(SimpleRecurrentLayerParams p) =>
    [
        .. Activation("activation.", p.Activation),
        new("weightMatrix", p.WeightMatrix, Matrix(p.OutputVectorSize, p.InputVectorSize)),
        new("recursionMatrix", p.RecursionMatrix, Matrix(p.OutputVectorSize, p.OutputVectorSize)),
        new("biasVector", p.BiasVector, Vector(p.OutputVectorSize)),
    ];

    private static IEnumerable<LayerWeight> Gru(GRULayerParams p)
    {
        WeightLayout input = Matrix(p.OutputVectorSize, p.InputVectorSize);
        WeightLayout recursion = Matrix(p.OutputVectorSize, p.OutputVectorSize);
        WeightLayout vector = Vector(p.OutputVectorSize);
        return
        [
            .. Activations("activations", p.Activations),
            new("updateGateWeightMatrix", p.UpdateGateWeightMatrix, input),
            new("resetGateWeightMatrix", p.ResetGateWeightMatrix, input),
            new("outputGateWeightMatrix", p.OutputGateWeightMatrix, input),
            new("updateGateRecursionMatrix", p.UpdateGateRecursionMatrix, recursion),
            new("resetGateRecursionMatrix", p.ResetGateRecursionMatrix, recursion),
            new("outputGateRecursionMatrix", p.OutputGateRecursionMatrix, recursion),
            new("updateGateBiasVector", p.UpdateGateBiasVector, vector),
            new("resetGateBiasVector", p.ResetGateBiasVector, vector),
            new("outputGateBiasVector", p.OutputGateBiasVector, vector),
        ];
    }

    private static IEnumerable<LayerWeight> UniDirectionalLstm(UniDirectionalLSTMLayerParams p) =>
    [
        .. Activations("activations", p.Activations),
        .. Lstm("weightParams", p.WeightParams, p.OutputVectorSize, p.InputVectorSize),
    ];

    private static IEnumerable<LayerWeight> BiDirectionalLstm(BiDirectionalLSTMLayerParams p) =>
    [
        .. Activations("activationsForwardLSTM", p.ActivationsForwardLSTM),
        .. Activations("activationsBackwardLSTM", p.ActivationsBackwardLSTM),
        .. p.WeightParams.SelectMany(
            (direction, i) => Lstm($"weightParams[{i}]", direction, p.OutputVectorSize, p.InputVectorSize)),
    ];

    private static IEnumerable<LayerWeight> Lstm(string field, LSTMWeightParams? p, ulong outputs, ulong inputs)
    {
        if (p is null)
        {
            return [];
        }
        WeightLayout input = Matrix(outputs, inputs);
        WeightLayout recursion = Matrix(outputs, outputs);
        WeightLayout vector = Vector(outputs);
        return
        [
            new(field + ".inputGateWeightMatrix", p.InputGateWeightMatrix, input),
            new(field + ".forgetGateWeightMatrix", p.ForgetGateWeightMatrix, input),
            new(field + ".blockInputWeightMatrix", p.BlockInputWeightMatrix, input),
            new(field + ".outputGateWeightMatrix", p.OutputGateWeightMatrix, input),
            new(field + ".inputGateRecursionMatrix", p.InputGateRecursionMatrix, recursion),
            new(field + ".forgetGateRecursionMatrix", p.ForgetGateRecursionMatrix, recursion),
            new(field + ".blockInputRecursionMatrix", p.BlockInputRecursionMatrix, recursion),
            new(field + ".outputGateRecursionMatrix", p.OutputGateRecursionMatrix, recursion),
            new(field + ".inputGateBiasVector", p.InputGateBiasVector, vector),
            new(field + ".forgetGateBiasVector", p.ForgetGateBiasVector, vector),
            new(field + ".blockInputBiasVector", p.BlockInputBiasVector, vector),
            new(field + ".outputGateBiasVector", p.OutputGateBiasVector, vector),
            new(field + ".inputGatePeepholeVector", p.InputGatePeepholeVector, vector),
            new(field + ".forgetGatePeepholeVector", p.ForgetGatePeepholeVector, vector),
            new(field + ".outputGatePeepholeVector", p.OutputGatePeepholeVector, vector),
        ];
    }
}
