using CoreML.Specification;
using Google.Protobuf.Collections;
using static CoreML.Format.DiagnosticSeverity;
using Kind = CoreML.Specification.NeuralNetworkLayer.LayerOneofCase;

namespace CoreML.Validation;

/// <summary>How layers are connected; what is inside them has files of its own.</summary>
internal static class LayerRules
{
    public static readonly RuleSet<LayerSubject> All = new("layers of neural networks")
    {
        { "CML8611", "A layer has no kind.", "Set one of the kinds of layers.", HasKind },
        { "CML8612", "A layer has another number of inputs than its kind takes.", "Connect as many inputs as the kind of layer takes.", HasInputs },
        { "CML8613", "A layer has another number of outputs than its kind gives.", "Name as many outputs as the kind of layer gives.", HasOutputs },
        { "CML8614", "A layer's tensors do not fit its inputs and outputs.",
            "Describe one tensor for each input or output or none, its rank the number of its dimensions, at least 1.", TensorsMatch },
        { "CML8615", "A blob has two ranks.", "Give a blob the same rank wherever it appears, also as input or output of the model.", RanksAgree },
        { "CML8616", "A layer uses a blob that no earlier layer makes.", "Put layers after those whose outputs they use, and check the names.", InputsExist },
        { "CML8617", "A layer makes a blob that exists already.", "Give each output a name of its own; only copy layers may overwrite.", OutputsAreNew },
        { "CML8618", "A branch or loop lacks one of its networks or a condition.",
            "A branch has a network, a loop a body, and both condition and condition network or neither.", ControlIsComplete },
        { "CML8619", "A break or continue is not inside a loop.", "Move the layer into the body of a loop.", JumpsAreInLoops },
    };

    private static void HasKind(LayerSubject layer, RuleReport report)
    {
        if (layer.Kind == Kind.None)
        {
            report.Add(layer.Path, "one of the kinds of layers", "none");
        }
    }

    private static void HasInputs(LayerSubject layer, RuleReport report) =>
        CheckCount(layer.Layer.Input.Count, layer.Shape.LeastInputs, layer.Shape.MostInputs, $"{layer.Path}.input", layer.KindName, report);

    private static void HasOutputs(LayerSubject layer, RuleReport report) =>
        CheckCount(layer.Layer.Output.Count, layer.Shape.LeastOutputs, layer.Shape.MostOutputs, $"{layer.Path}.output", layer.KindName, report);

    private static void CheckCount(int count, int least, int most, string path, string kind, RuleReport report)
    {
        if (count < least || count > most)
        {
            string expected = least == most ? $"{least}" : most == int.MaxValue ? $"at least {least}" : $"{least} to {most}";
            report.Add(path, $"{expected} for {kind}", $"{count}");
        }
    }

    private static void TensorsMatch(LayerSubject layer, RuleReport report)
    {
        if (layer.Network.IsExact)
        {
            Check("inputTensor", layer.Layer.InputTensor, layer.Layer.Input.Count);
            Check("outputTensor", layer.Layer.OutputTensor, layer.Layer.Output.Count);
        }

        void Check(string field, RepeatedField<Tensor> tensors, int blobs)
        {
            if (tensors.Count > 0 && tensors.Count != blobs)
            {
                report.Add($"{layer.Path}.{field}", $"none, or {blobs} tensors", $"{tensors.Count}");
            }
            for (int i = 0; i < tensors.Count; i++)
            {
                if (tensors[i].DimValue.Count > 0 && tensors[i].Rank != tensors[i].DimValue.Count)
                {
                    report.Add($"{layer.Path}.{field}[{i}].rank", $"{tensors[i].DimValue.Count}, the number of dimensions", $"{tensors[i].Rank}");
                }
            }
        }
    }

    private static void RanksAgree(LayerSubject layer, RuleReport report)
    {
        if (layer.Network.IsExact)
        {
            Check("inputTensor", layer.Layer.InputTensor, layer.Layer.Input);
            Check("outputTensor", layer.Layer.OutputTensor, layer.Layer.Output);
        }

        void Check(string field, RepeatedField<Tensor> tensors, RepeatedField<string> blobs)
        {
            for (int i = 0; i < tensors.Count && tensors.Count == blobs.Count; i++)
            {
                if (layer.Scope.RankOf(blobs[i]) is { } rank && rank != tensors[i].Rank)
                {
                    report.Add($"{layer.Path}.{field}[{i}].rank", $"{rank}, as '{blobs[i]}' has elsewhere", $"{tensors[i].Rank}");
                }
            }
        }
    }

    private static void InputsExist(LayerSubject layer, RuleReport report)
    {
        for (int i = 0; i < layer.Layer.Input.Count; i++)
        {
            if (layer.Scope.MakerOf(layer.Layer.Input[i]) is null)
            {
                report.Add($"{layer.Path}.input[{i}]", "an input of the model or an output of an earlier layer", $"'{layer.Layer.Input[i]}'");
            }
        }
    }

    private static void OutputsAreNew(LayerSubject layer, RuleReport report)
    {
        RepeatedField<string> outputs = layer.Layer.Output;
        for (int i = 0; i < outputs.Count && layer.Kind != Kind.Copy; i++)
        {
            string? maker = layer.Scope.MakerOf(outputs[i]) ?? (outputs.IndexOf(outputs[i]) < i ? "the same layer" : null);
            if (maker is not null)
            {
                report.Add($"{layer.Path}.output[{i}]", "a new name", $"'{outputs[i]}', which is made by {maker}");
            }
        }
    }

    private static void ControlIsComplete(LayerSubject layer, RuleReport report)
    {
        if (layer.Layer.Branch is { } branch && branch.IfBranch is not { Layers.Count: > 0 })
        {
            report.Add(layer.In("ifBranch"), "a network with layers", "none");
        }
        if (layer.Layer.Loop is not { } loop)
        {
            return;
        }
        if (loop.BodyNetwork is not { Layers.Count: > 0 })
        {
            report.Add(layer.In("bodyNetwork"), "a network with layers", "none");
        }
        bool condition = loop.ConditionVar.Length > 0;
        if (condition != loop.ConditionNetwork is { Layers.Count: > 0 })
        {
            report.Add(layer.In("conditionVar"), "both conditionVar and conditionNetwork, or neither", condition ? "no network" : "no name");
        }
        else if (condition && !loop.ConditionNetwork!.Layers.Any(inner => inner.Output.Contains(loop.ConditionVar)))
        {
            report.Add(layer.In("conditionVar"), "an output of a layer of the condition network", $"'{loop.ConditionVar}'");
        }
        else if (!condition && layer.Layer.Input.Count == 0 && loop.MaxLoopIterations == 0)
        {
            report.Add(layer.In("maxLoopIterations"), "a condition, an input or a number of iterations", "none");
        }
    }

    private static void JumpsAreInLoops(LayerSubject layer, RuleReport report)
    {
        if (layer.Kind is Kind.LoopBreak or Kind.LoopContinue && !layer.Scope.IsInLoop)
        {
            report.Add(layer.Path, "a loop around it", layer.KindName);
        }
    }
}
