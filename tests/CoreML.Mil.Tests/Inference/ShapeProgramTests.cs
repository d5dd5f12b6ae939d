using System.Collections.Immutable;
using CoreML.Format;

namespace CoreML.Mil.Tests;

/// <summary>Programs that compute shapes from shapes.</summary>
public class ShapeProgramTests
{
    private readonly TypeInference _inference = new();
    private readonly MilFunction _function = new MilProgram().AddFunction("main", "CoreML7");
    private readonly Dimension _batch = new(new DimensionSymbol("n"));

    [Fact]
    public void A_size_taken_from_a_shape_is_that_size()
    {
        MilValue x = Input(_batch, 3, 4);
        MilValue shape = Add("shape", ("x", x));
        MilValue first = Add("gather", ("x", shape), ("indices", 0));
        MilValue target = Add("concat", new("values", first, -1), ("axis", 0));
        Assert.Equal([_batch, 12], Sizes(Add("reshape", ("x", x), ("shape", target))));
    }

    [Fact]
    public void Slices_of_shapes_keep_what_is_known()
    {
        MilValue x = Input(_batch, 3, 4);
        MilValue tail = Add("slice_by_index", ("x", Add("shape", ("x", x))), ("begin", Vector(1)), ("end", Vector(3)));
        Assert.Equal([3, 4], Sizes(Add("fill", ("shape", tail), ("value", 0f))));
        MilValue back = Add("slice_by_index", ("x", Add("shape", ("x", x))), ("begin", Vector(-1)), ("end", Vector(-3)), ("stride", Vector(-1)));
        Assert.Equal([4, 3], Sizes(Add("fill", ("shape", back), ("value", 0f))));
        MilValue part = Add("slice_by_size", ("x", Add("shape", ("x", x))), ("begin", Vector(0)), ("size", Vector(1)));
        Assert.Equal([_batch], Sizes(Add("fill", ("shape", part), ("value", 0f))));
    }

    [Fact]
    public void Arithmetic_on_sizes_is_exact()
    {
        MilValue x = Input(_batch, 6);
        MilValue n = Add("gather", ("x", Add("shape", ("x", x))), ("indices", 0));
        MilValue twice = Add("mul", ("x", n), ("y", 2));
        MilValue again = Add("floor_div", ("x", Add("sub", ("x", Add("add", ("x", twice), ("y", 4))), ("y", 4))), ("y", 2));
        MilValue rest = Add("mod", ("x", 7), ("y", 4));
        MilValue least = Add("minimum", ("x", rest), ("y", Add("maximum", ("x", 1), ("y", 2))));
        MilValue shape = Add("stack", new("values", again, rest, least, Add("real_div", ("x", 7), ("y", 2))), ("axis", 0));
        Assert.Equal([_batch, 3, 2, 3], Sizes(Add("fill", ("shape", shape), ("value", 0f))));
    }

    [Fact]
    public void Products_of_sizes_are_followed()
    {
        MilValue x = Input(_batch, 3, 4);
        MilValue count = Add("reduce_prod", ("x", Add("shape", ("x", x))), ("keep_dims", true));
        MilValue flat = Add("reshape", ("x", x), ("shape", count));
        MilValue other = Add("reshape", ("x", x), ("shape", Vector(-1)));
        Assert.Equal(Sizes(other), Sizes(flat));
        Assert.True(Sizes(flat)[0].IsUnknown);
        Assert.Equal([_batch, 12], Sizes(Add("reshape", ("x", flat), ("shape", Vector(-1, 12)))));
    }

    [Fact]
    public void Shapes_pass_through_what_does_not_change_them()
    {
        MilValue x = Input(_batch, 3);
        MilValue shape = Add("cast", ("x", Add("cast", ("x", Add("shape", ("x", x))), ("dtype", "fp32"))), ("dtype", "int32"));
        shape = Add("identity", ("x", Add("squeeze", ("x", Add("expand_dims", ("x", shape), ("axes", Vector(0)))), ("axes", Vector(0)))));
        shape = Add("reverse", ("x", Add("transpose", ("x", shape), ("perm", Vector(0)))));
        Assert.Equal([3, _batch], Sizes(Add("random_uniform", ("shape", shape), ("low", 0f), ("high", 1f))));
    }

    [Fact]
    public void Ranges_end_where_sizes_say()
    {
        MilValue x = Input(_batch, 3);
        MilValue n = Add("gather", ("x", Add("shape", ("x", x))), ("indices", Vector(0)));
        MilValue scalar = Add("squeeze", ("x", n));
        Assert.Equal([_batch], Sizes(Add("range_1d", ("start", 0), ("end", scalar), ("step", 1))));
        MilValue chosen = Add("select", ("cond", true), ("a", scalar), ("b", 5));
        Assert.Equal([_batch], Sizes(Add("range_1d", ("start", 0), ("end", chosen), ("step", 1))));
        MilValue sum = Add("reduce_sum", ("x", Add("fill", ("shape", Vector(3)), ("value", 2))));
        Assert.Equal([6], Sizes(Add("range_1d", ("start", 0), ("end", sum), ("step", 1))));
    }

    [Fact]
    public void Unknown_parts_leave_the_others_known()
    {
        MilValue open = _function.AddInput("open", new TensorType(ElementType.Int32, [1]));
        MilValue shape = Add("concat", new("values", Vector(2), open, Vector(5)), ("axis", 0));
        Dimension[] sizes = Sizes(Add("fill", ("shape", shape), ("value", 0f)));
        Assert.Equal([2, 5], [sizes[0], sizes[2]]);
        Assert.True(sizes[1].IsUnknown);
    }

    [Fact]
    public void The_only_unknown_size_of_a_reshape_follows_from_the_elements()
    {
        MilValue open = _function.AddInput("open", new TensorType(ElementType.Int32, [1]));
        MilValue x = Input(6, 4);
        MilValue shape = Add("concat", new("values", open, Vector(8)), ("axis", 0));
        Assert.Equal([3, 8], Sizes(Add("reshape", ("x", x), ("shape", shape))));
    }

    [Fact]
    public void Tensors_changed_alike_have_equal_sizes()
    {
        MilValue x = Input(1, 3, _batch);
        MilValue weight = _function.Body.AppendConst("w", TensorConstant.FromPacked(new(ElementType.Float32, [3, 3, 4]), new byte[144]));
        MilValue one = Add("conv", ("x", x), ("weight", weight), ("strides", Vector(2)));
        MilValue other = Add("conv", ("x", x), ("weight", weight), ("strides", Vector(2)));
        Assert.Equal(Sizes(one), Sizes(Add("add", ("x", one), ("y", other))));
        MilValue padded = Add("pad", ("x", x), ("pad", Vector(1, 2)));
        Assert.Equal([1, 3, _batch], Sizes(Add("slice_by_index", ("x", padded), ("begin", Vector(0, 0, 1)), ("end", Vector(1, 3, -2)))));
    }

    private static MilArgument Vector(params int[] values) => TensorConstant.Vector<int>(values);

    private static Dimension[] Sizes(MilValue value) => [.. ((TensorType)value.Type).Shape];

    private MilValue Input(params Dimension[] sizes) =>
        _function.AddInput(_function.MakeUniqueName("x"), new TensorType(ElementType.Float32, [.. sizes]));

    private MilValue Add(string type, params MilBinding[] inputs)
    {
        string name = _function.MakeUniqueName(type);
        MilOperation operation = _function.Body.Append(type, inputs, [(name, TensorType.Scalar(ElementType.Bool))]);
        ImmutableArray<MilType> types = _inference.Infer(operation);
        operation.Output.Type = types.Single();
        return operation.Output;
    }

}
