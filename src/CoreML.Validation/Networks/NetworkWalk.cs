using CoreML.Specification;
using Google.Protobuf.Collections;
using Kind = CoreML.Specification.NeuralNetworkLayer.LayerOneofCase;

namespace CoreML.Validation;

/// <summary>Goes through the layers of a network in order, those of networks in branches and loops included, and keeps what
/// blobs there are.</summary>
internal sealed class NetworkWalk(NetworkSubject network, Action<LayerSubject> visit)
{
    public void Run() => Visit(network.Layers, network.Model.In(""), network.Scope);

    private void Visit(RepeatedField<NeuralNetworkLayer> layers, string list, NetworkScope scope)
    {
        for (int i = 0; i < layers.Count; i++)
        {
            NeuralNetworkLayer layer = layers[i];
            var subject = new LayerSubject(network, scope, layer, list, i);
            visit(subject);
            NoteRanks(layer.Input, layer.InputTensor, scope);
            if (layer.LayerCase == Kind.Branch)
            {
                VisitBranch(layer.Branch, subject);
            }
            else if (layer.LayerCase == Kind.Loop)
            {
                VisitLoop(layer.Loop, subject);
            }
            foreach (string output in layer.Output)
            {
                scope.Make(output, $"layer '{layer.Name}'");
            }
            NoteRanks(layer.Output, layer.OutputTensor, scope);
        }
    }

    // Only what both branches make is there afterwards.
    private void VisitBranch(BranchLayerParams branch, LayerSubject subject)
    {
        string[] first = Enter(branch.IfBranch, subject, "branch.ifBranch", isLoop: false);
        var second = Enter(branch.ElseBranch, subject, "branch.elseBranch", isLoop: false).ToHashSet(StringComparer.Ordinal);
        Make(branch.ElseBranch is null ? [] : first.Where(second.Contains), subject);
    }

    // The condition is computed in any case, the body perhaps never.
    private void VisitLoop(LoopLayerParams loop, LayerSubject subject)
    {
        bool conditional = loop.ConditionNetwork is { Layers.Count: > 0 };
        string[] condition = Enter(loop.ConditionNetwork, subject, "loop.conditionNetwork", isLoop: false);
        Make(conditional ? condition : [], subject);
        string[] body = Enter(loop.BodyNetwork, subject, "loop.bodyNetwork", isLoop: true);
        Make(conditional ? [] : body, subject);
    }

    private string[] Enter(NeuralNetwork? nested, LayerSubject subject, string field, bool isLoop)
    {
        if (nested is null)
        {
            return [];
        }
        NetworkScope scope = subject.Scope.Enter(isLoop);
        Visit(nested.Layers, $"{subject.Path}.{field}", scope);
        return [.. scope.Made];
    }

    private static void Make(IEnumerable<string> blobs, LayerSubject subject)
    {
        foreach (string blob in blobs)
        {
            subject.Scope.Make(blob, $"layer '{subject.Layer.Name}'");
        }
    }

    private void NoteRanks(RepeatedField<string> blobs, RepeatedField<Tensor> tensors, NetworkScope scope)
    {
        if (network.IsExact && blobs.Count == tensors.Count)
        {
            for (int i = 0; i < blobs.Count; i++)
            {
                scope.NoteRank(blobs[i], tensors[i].Rank);
            }
        }
    }
}
