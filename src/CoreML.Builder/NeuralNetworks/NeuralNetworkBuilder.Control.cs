using CoreML.Mil;
using CoreML.Specification;

namespace CoreML.Builder;

public sealed partial class NeuralNetworkBuilder
{
    private static readonly Action Empty = () => { };

    /// <summary>Evaluates one of two bodies. What they make is visible inside only, but for what they copy to blobs around them.</summary>
    /// <param name="condition">Chooses: a blob of one element, not 0 for the first body.</param>
    /// <param name="then">Adds the layers of the first body; at least one.</param>
    /// <param name="otherwise">Adds the layers of the second body; by default there are none.</param>
    /// <param name="name">The layer's name; one is made by default.</param>
    /// <exception cref="CoreML.Format.CoreMLException">CML7101: the condition has more than one element. CML7103: the first body is empty.</exception>
    public void Branch(Blob condition, Action then, Action? otherwise = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(then);
        NetworkScope first = Body(_scope.InLoop, then);
        NetworkScope second = Body(_scope.InLoop, otherwise ?? Empty);
        AddBranch(condition, first, second, name);
    }

    /// <summary>Evaluates one of two bodies that each make a blob.</summary>
    /// <param name="condition">Chooses: a blob of one element, not 0 for the first body.</param>
    /// <param name="then">Adds the layers of the first body and returns what it makes.</param>
    /// <param name="otherwise">Adds the layers of the second body and returns what it makes.</param>
    /// <param name="name">The layer's name; one is made by default.</param>
    /// <returns>What the body that was chosen made.</returns>
    /// <exception cref="CoreML.Format.CoreMLException">CML7101: the condition has more than one element.</exception>
    public Blob Branch(Blob condition, Func<Blob> then, Func<Blob> otherwise, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(then);
        ArgumentNullException.ThrowIfNull(otherwise);
        // Both bodies write to one blob, which is visible around them.
        var result = new Blob(this, _scope, NewName("branch_result"), TensorShape.Unranked);
        _blobs.Add(result.Name, result);
        TensorShape? shape = null;
        NetworkScope first = Body(_scope.InLoop, () => Give(then()));
        NetworkScope second = Body(_scope.InLoop, () => Give(otherwise()));
        result.Producer = AddBranch(condition, first, second, name);
        result.Shape = shape!;
        return result;

        void Give(Blob made)
        {
            ArgumentNullException.ThrowIfNull(made);
            shape = shape is null ? made.Shape : Dimensions.Either(shape, made.Shape);
            if (made.Producer is { } producer && made.Scope == _scope && producer.Layer.LayerCase != NeuralNetworkLayer.LayerOneofCase.Branch)
            {
                producer.Outputs[Array.IndexOf(producer.Outputs, made)] = result;
                foreach (LayerNode node in AllLayers(_scope))
                {
                    node.Inputs.AsSpan().Replace(made, result);
                }
                _blobs.Remove(made.Name);
            }
            else
            {
                LayerNode copy = Add(new LayerNode(new NeuralNetworkLayer { Copy = new CopyLayerParams(), Name = NewName("copy") }, [made]), 1, out _);
                copy.Outputs = [result];
            }
        }
    }

    /// <summary>Repeats a body a number of times.</summary>
    /// <param name="times">The number, positive.</param>
    /// <param name="body">Adds the layers of the body. What is to be kept from one round to the next is copied to blobs around it.</param>
    /// <param name="name">The layer's name; one is made by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="times"/> is not positive.</exception>
    /// <exception cref="CoreML.Format.CoreMLException">CML7103: the body is empty.</exception>
    public void Loop(int times, Action body, string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(times);
        AddLoop([], times, null, body, name);
    }

    /// <summary>Repeats a body as many times as a blob says.</summary>
    /// <param name="times">A blob of one element.</param>
    /// <param name="body">Adds the layers of the body. What is to be kept from one round to the next is copied to blobs around it.</param>
    /// <param name="most">The largest number of rounds; 0 for no limit.</param>
    /// <param name="name">The layer's name; one is made by default.</param>
    /// <exception cref="CoreML.Format.CoreMLException">CML7101: the number has more than one element. CML7103: the body is empty.</exception>
    public void Loop(Blob times, Action body, int most = 0, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(times);
        AddLoop([times], most, null, body, name);
    }

    /// <summary>Repeats a body as long as a condition holds.</summary>
    /// <param name="condition">Adds the layers that find the condition and returns it, a blob that is not 0 for another round.</param>
    /// <param name="body">Adds the layers of the body. What is to be kept from one round to the next is copied to blobs around it.</param>
    /// <param name="most">The largest number of rounds; 0 for no limit.</param>
    /// <param name="name">The layer's name; one is made by default.</param>
    /// <exception cref="CoreML.Format.CoreMLException">CML7103: the body is empty. CML7104: the condition is not made by its layers.</exception>
    public void Loop(Func<Blob> condition, Action body, int most = 0, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(condition);
        AddLoop([], most, condition, body, name);
    }

    /// <summary>Ends the loop around.</summary>
    /// <param name="name">The layer's name; one is made by default.</param>
    /// <exception cref="CoreML.Format.CoreMLException">CML7103: there is no loop.</exception>
    public void Break(string? name = null) => AddJump(new NeuralNetworkLayer { LoopBreak = new LoopBreakLayerParams() }, name);

    /// <summary>Goes on with the next round of the loop around.</summary>
    /// <param name="name">The layer's name; one is made by default.</param>
    /// <exception cref="CoreML.Format.CoreMLException">CML7103: there is no loop.</exception>
    public void Continue(string? name = null) => AddJump(new NeuralNetworkLayer { LoopContinue = new LoopContinueLayerParams() }, name);

    /// <summary>Copies a blob over another one.</summary>
    internal void AddCopy(Blob source, Blob target, string? name)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (source == target || target.Network != this || !_scope.Sees(target.Scope) || _features.Contains(target) && target.Producer is null)
        {
            throw BuilderDiagnostics.UnknownBlob.Error(
                path: $"layers[{_scope.Layers.Count}].copy", expected: "another blob that is visible here and no input", found: $"'{target.Name}'");
        }
        LayerNode node = Add(new LayerNode(new NeuralNetworkLayer { Copy = new CopyLayerParams(), Name = name ?? NewName("copy") }, [source]), 1, out _);
        node.Outputs = [target];
        target.Shape = Dimensions.Either(target.Shape, source.Shape);
    }

    private void AddJump(NeuralNetworkLayer layer, string? name)
    {
        if (!_scope.InLoop)
        {
            throw BuilderDiagnostics.LayerParameter.Error(
                path: $"layers[{_scope.Layers.Count}].{Format.LayerKinds.NameOf(layer.LayerCase)}", expected: "a loop around the layer", found: "none");
        }
        layer.Name = name ?? NewName(Format.LayerKinds.NameOf(layer.LayerCase));
        Add(new LayerNode(layer, []), 0, out _);
    }

    private LayerNode AddBranch(Blob condition, NetworkScope first, NetworkScope second, string? name)
    {
        ArgumentNullException.ThrowIfNull(condition);
        CheckScalar(condition, "branch");
        CheckBody(first, "branch.ifBranch");
        var layer = new NeuralNetworkLayer { Branch = new BranchLayerParams(), Name = name ?? NewName("branch") };
        return Add(
            new LayerNode(layer, [condition])
            {
                Bodies = [first, second],
                AddBodies = () =>
                {
                    layer.Branch.IfBranch = first.ToNetwork();
                    layer.Branch.ElseBranch = second.Layers.Count == 0 ? null : second.ToNetwork();
                },
            },
            0,
            out _);
    }

    private void AddLoop(Blob[] inputs, int most, Func<Blob>? condition, Action body, string? name)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        foreach (Blob input in inputs)
        {
            CheckScalar(input, "loop");
        }
        Blob? holds = null;
        NetworkScope test = Body(_scope.InLoop, () => holds = condition?.Invoke());
        if (condition is not null && holds?.Scope != test)
        {
            throw BuilderDiagnostics.UnknownBlob.Error(
                path: $"layers[{_scope.Layers.Count}].loop.conditionVar", expected: "a blob that the condition's layers make", found: $"'{holds?.Name}'");
        }
        NetworkScope repeated = Body(inLoop: true, body);
        CheckBody(repeated, "loop.bodyNetwork");
        var layer = new NeuralNetworkLayer { Loop = new LoopLayerParams { MaxLoopIterations = (ulong)most }, Name = name ?? NewName("loop") };
        Add(
            new LayerNode(layer, inputs)
            {
                Bodies = [test, repeated],
                AddBodies = () =>
                {
                    layer.Loop.ConditionVar = holds?.Name ?? "";
                    layer.Loop.ConditionNetwork = test.ToNetwork();
                    layer.Loop.BodyNetwork = repeated.ToNetwork();
                },
            },
            0,
            out _);
    }

    private NetworkScope Body(bool inLoop, Action build)
    {
        NetworkScope outer = _scope;
        var body = new NetworkScope(outer, inLoop);
        _scope = body;
        try
        {
            build();
        }
        finally
        {
            _scope = outer;
        }
        return body;
    }

    private void CheckScalar(Blob blob, string kind)
    {
        if (blob.Shape.IsRanked && Dimensions.Product(blob.Shape) is { IsKnown: true, Size: not 1 })
        {
            throw BuilderDiagnostics.LayerShape.Error(path: $"layers[{_scope.Layers.Count}].{kind}", expected: "a blob of one element", found: $"{blob}");
        }
    }

    private void CheckBody(NetworkScope body, string field)
    {
        if (body.Layers.Count == 0)
        {
            throw BuilderDiagnostics.LayerParameter.Error(path: $"layers[{_scope.Layers.Count}].{field}", expected: "a body with layers", found: "none");
        }
    }
}
