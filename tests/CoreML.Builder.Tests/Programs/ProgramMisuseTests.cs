using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Builder.Tests;

/// <summary>Mistakes are found by the call that makes them.</summary>
public class ProgramMisuseTests
{
    private readonly ProgramBuilder _p = new(DeploymentTarget.IOS16);

    [Fact]
    public void A_value_of_another_builder()
    {
        Var x = _p.Input("x", [4]);
        Var other = new ProgramBuilder(DeploymentTarget.IOS16).Input("x", [4]);
        Misuse.Expect("CML7401", () => x.Add(other));
        Misuse.Expect("CML7401", () => _p.Concat([x, other], 0));
        Misuse.Expect("CML7401", () => _p.Output("y", other));
        Misuse.Expect("CML7401", () => _p.Cond(other, () => x, () => x));
    }

    [Fact]
    public void A_builder_that_has_made_its_model()
    {
        Var x = _p.Input("x", [4]);
        _p.Output("y", x.Relu());
        _p.Build().Dispose();
        Misuse.Expect("CML7402", () => x.Relu());
        Misuse.Expect("CML7402", () => _p.Input("z", [4]));
        Misuse.Expect("CML7402", () => _p.Output("z", x));
        Misuse.Expect("CML7402", () => _p.Const(1));
        Misuse.Expect("CML7402", () => _p.Build());
    }

    [Fact]
    public void A_value_out_of_scope()
    {
        Var x = _p.Input("x", [4]);
        Var flag = (x.ReduceSum([0]) > 0.0).Squeeze();
        Var inside = default;
        _p.Cond(flag, () => inside = x.Relu(), () => x);
        Misuse.Expect("CML7403", () => inside.Relu());
        Misuse.Expect("CML7403", () => _p.Cond(flag, () => x, () => inside));
        Misuse.Expect("CML7403", () => _p.Cond(flag, () => { _p.Output("y", x.Relu()); return x; }, () => x));
        int count = _p.Current.Function.Body.Operations.Count;
        Assert.Throws<CoreMLException>(() => _p.Cond(flag, () => inside = x.Exp(), () => x.Reshape([2, 2])));
        Assert.Equal(count, _p.Current.Function.Body.Operations.Count);
        Misuse.Expect("CML7403", () => inside.Relu());

        var q = new ProgramBuilder(DeploymentTarget.IOS18);
        Var y = default;
        q.Function("f", () => q.Output("z", (y = q.Input("y", [1])).Relu()));
        q.Function("g", () => Misuse.Expect("CML7403", () => q.Input("w", [1]).Add(y)));
    }

    [Fact]
    public void Names_that_are_taken()
    {
        Var x = _p.Input("x", [4]);
        x.Relu("a");
        Misuse.Expect("CML7404", () => x.Relu("a"));
        Misuse.Expect("CML7404", () => x.Relu("x"));
        Misuse.Expect("CML7404", () => _p.Const(1, name: "a"));
        Misuse.Expect("CML7404", () => _p.Input("a", [1]));
        Misuse.Expect("CML7001", () => _p.Input("x", [1]));
        _p.Output("y", x.Exp());
        Misuse.Expect("CML7001", () => _p.Output("y", x.Log()));
        Misuse.Expect("CML7001", () => _p.Output("x", x.Log()));
        Misuse.Expect("CML7001", () => _p.Classify(x.Softmax(), ["a", "b", "c", "d"], "y"));
        var q = new ProgramBuilder(DeploymentTarget.IOS18);
        q.Function("f", () => Misuse.Expect("CML7404", () => q.Function("g", () => { })));
        Misuse.Expect("CML7404", () => q.Function("f", () => { }));
        Misuse.Expect("CML7008", () => q.DefaultFunction("h"));
    }

    [Fact]
    public void A_second_classification()
    {
        Var x = _p.Input("x", [1, 2]).Softmax();
        _p.Classify(x, ["a", "b"]);
        Misuse.Expect("CML7001", () => _p.Classify(x, ["a", "b"], "other", "other_probs"));
        using CoreMLModel model = _p.Build();
        Assert.Equal(("classLabel", 2), (model.Specification.Description.PredictedFeatureName, model.Specification.Description.Output.Count));
    }

    [Fact]
    public void A_function_that_failed_is_not_there()
    {
        var p = new ProgramBuilder(DeploymentTarget.IOS18);
        Misuse.Expect("CML4207", () => p.Function("f", () => p.Input("x", [1, 2]).Linear(new float[2])));
        p.Function("f", () => p.Output("y", p.Input("x", [1, 2]).Relu()));
        p.Function("g", () => p.Output("y", p.Input("x", [1, 2]).Exp()));
        using CoreMLModel model = p.Build();
        Assert.Equal(["f", "g"], model.ReadProgram().Functions.Select(function => function.Name));
    }

    [Fact]
    public void Blocks_that_give_something_else()
    {
        Var x = _p.Input("x", [4]);
        Var flag = (x.ReduceSum([0]) > 0.0).Squeeze();
        Misuse.Expect("CML4208", () => _p.Cond(flag, () => x.Relu(), () => x.Cast(ElementType.Int32)));
        Misuse.Expect("CML4208", () => _p.Cond(flag, () => [x.Relu()], () => [x, x]));
        Misuse.Expect("CML4208", () => _p.While(x, _ => flag, y => y.Reshape([2, 2])));
        Misuse.Expect("CML4208", () => _p.While(x, y => y, y => y.Relu()));
        Misuse.Expect("CML4208", () => _p.Classify(_p.Input("p", [1, 3]), ["a", "b"]));
        _p.Output("y", x.Relu());
        using CoreMLModel model = _p.Build();
        Assert.DoesNotContain(model.ReadProgram().Functions["main"].Body.Operations, operation => operation.Type is "cond" or "while_loop" or "classify");
    }

    [Fact]
    public void What_the_target_lacks()
    {
        var old = new ProgramBuilder(DeploymentTarget.IOS15);
        Assert.Contains("iOS16", Misuse.Expect("CML7405", () => old.Input("x", [4], ElementType.Float16)).Advice, StringComparison.Ordinal);
        Assert.Contains("iOS16", Misuse.Expect("CML7405", () => old.Input("x", ImageType.GrayFloat16(4, 4))).Advice, StringComparison.Ordinal);
        Assert.Contains("iOS18", Misuse.Expect("CML7405", () => old.State("x", [4])).Advice, StringComparison.Ordinal);
        Misuse.Expect("CML7405", () => old.Function("f", () => { }));
        Var y = old.Input("y", [4, 4]);
        Assert.Contains("iOS16", Misuse.Expect("CML4202", () => y.FillLike(1)).Advice, StringComparison.Ordinal);
        Assert.Contains("iOS16", Misuse.Expect("CML4204", () => y.Gather([0], batchDims: 0)).Advice, StringComparison.Ordinal);
        Misuse.Expect("CML7405", () => old.Output("half", y.Cast(ElementType.Float16)));
    }

    [Fact]
    public void Wrong_ranks_types_and_sizes()
    {
        Var x = _p.Input("x", [1, 8]);
        Misuse.Expect("CML4207", () => x.Linear(Weight.Of(new float[12], [4, 3])));
        Misuse.Expect("CML4207", () => x.Linear(new float[8]));
        Misuse.Expect("CML4206", () => x.Linear(Weight.Of(new Half[32], [4, 8])));
        Misuse.Expect("CML4206", () => x.LogicalNot());
        Misuse.Expect("CML4208", () => x.Reshape([3, 3]));
        Misuse.Expect("CML7005", () => Weight.Of(new float[12], [4, 4]));
        Misuse.Expect("CML7005", () => x.Reshape([[1, 2], [3]]));
        Misuse.Expect("CML7006", () => x.Cast(ElementType.Int32).Add(0.5));
        Misuse.Expect("CML7006", () => x.Cast(ElementType.Float16).Mul(1e9));
        Misuse.Expect("CML7006", () => x.Reshape([x, 1]));
        Misuse.Expect("CML7002", () => _p.Output("y", x.Cast(ElementType.Bool)));
        Misuse.Expect("CML7002", () => _p.Output("y", x, ImageType.Rgb(8, 1)));
        Misuse.Expect("CML7002", () => _p.Output("y", x, Feature.Array([1, 9])));
        Misuse.Expect("CML7002", () => _p.Input("s", Feature.String));
    }

    [Fact]
    public void What_is_missing()
    {
        Misuse.Expect("CML7004", () => _p.Build());
        Misuse.Expect("CML7007", () => _p.Classify(_p.Input("x", [1, 2]), ["a", "a"]));
        Assert.Throws<ArgumentException>(() => _p.Const(default));
        Assert.Throws<ArgumentException>(() => _p.Const(_p.Input("z", [2])));
        Assert.Throws<InvalidOperationException>(() => default(Var).Relu());
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProgramBuilder((DeploymentTarget)3));
    }
}
