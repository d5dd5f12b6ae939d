using CoreML.Specification;

namespace CoreML.Validation.Tests;

internal static class UpdateCases
{
    public static readonly RuleCase[] All =
    [
        new("CML8701", "neuralNetwork.layers", Sound, model => Product(model).IsUpdatable = false),
        new("CML8702", "neuralNetwork.layers[1].isUpdatable", Sound, model => NetworkCases.Layer(model, 1).IsUpdatable = true),
        new("CML8703", "neuralNetwork.layers[4].innerProduct.bias", Sound, model => Product(model).InnerProduct.Bias.IsUpdatable = false),
        new("CML8703", "neuralNetwork.layers[4].innerProduct.weights", Sound, model =>
        {
            Product(model).InnerProduct.Weights = NetworkCases.Quantized(8, 8, 1);
            Product(model).InnerProduct.Weights.IsUpdatable = true;
        }),
        new("CML8704", "neuralNetwork.layers", Sound, model => Update(model).LossLayers[0].Name = "fc"),
        new("CML8705", "neuralNetwork.updateParams.lossLayers", Sound, model => Update(model).LossLayers.Clear()),
        new("CML8705", "neuralNetwork.updateParams.lossLayers", Sound, model => Update(model).LossLayers[0].ClearLossLayerType()),
        new("CML8706", "neuralNetwork.updateParams.lossLayers[0].input", Sound, model => Update(model).LossLayers[0].MeanSquaredErrorLossLayer.Input = "ghost"),
        new("CML8706", "neuralNetwork.updateParams.lossLayers[0].target", Sound, model => Update(model).LossLayers[0].MeanSquaredErrorLossLayer.Target = "y"),
        new("CML8706", "neuralNetwork.updateParams.lossLayers[0].input", Sound,
            model => Update(model).LossLayers[0].CategoricalCrossEntropyLossLayer = new() { Input = "y", Target = "t" }),
        new("CML8707", "neuralNetwork.updateParams.optimizer", Sound, model => Update(model).Optimizer = null),
        new("CML8708", "neuralNetwork.updateParams.epochs", Sound, model => Update(model).Epochs = null),
        new("CML8708", "neuralNetwork.updateParams.epochs", Sound, model => Update(model).Epochs.DefaultValue = 0),
        new("CML8708", "neuralNetwork.updateParams.optimizer.sgdOptimizer.learningRate", Sound,
            model => Update(model).Optimizer.SgdOptimizer.LearningRate = new() { DefaultValue = 2, Range = new() { MaxValue = 1 } }),
        new("CML8708", "neuralNetwork.updateParams.optimizer.adamOptimizer.beta1", Sound, model => Update(model).Optimizer.AdamOptimizer = new()),
        new("CML8709", "neuralNetwork.layers[2]", Sound, model =>
        {
            NeuralNetworkLayer first = NetworkCases.Layer(model, 0);
            (first.IsUpdatable, first.Convolution.Weights.IsUpdatable) = (true, true);
            NetworkCases.Layer(model, 2).Lrn = new();
        }),
        new("CML8710", "description.trainingInput", Sound, model => model.Description.TrainingInput.RemoveAt(0)),
        new("CML8710", "description.trainingInput", Sound, model => model.Description.TrainingInput[1].Name = "other"),
    ];

    private static Model Sound()
    {
        Model model = NetworkCases.Sound();
        (model.SpecificationVersion, model.IsUpdatable) = (4, true);
        model.Description.TrainingInput.Add([Make.Array("x", 3, 8, 8), Make.Array("t", 4)]);
        Product(model).IsUpdatable = true;
        Product(model).InnerProduct.Weights.IsUpdatable = true;
        Product(model).InnerProduct.Bias.IsUpdatable = true;
        model.NeuralNetwork.UpdateParams = new()
        {
            LossLayers = { new LossLayer { Name = "loss", MeanSquaredErrorLossLayer = new() { Input = "y", Target = "t" } } },
            Optimizer = new() { SgdOptimizer = new() { LearningRate = new() { DefaultValue = 0.1 }, MiniBatchSize = new() { DefaultValue = 8 } } },
            Epochs = new() { DefaultValue = 10 },
        };
        return model;
    }

    private static NeuralNetworkLayer Product(Model model) => NetworkCases.Layer(model, 4);

    private static NetworkUpdateParameters Update(Model model) => model.NeuralNetwork.UpdateParams;
}
