using CoreML.Builder;
using CoreML.Specification;
using Operation = CoreML.Specification.UnaryFunctionLayerParams.Types.Operation;

namespace CoreML.Tests;

internal static partial class LayerSamples
{
    private static IEnumerable<LayerSample> Activations()
    {
        (string Name, Func<SampleNetwork, Blob> Build)[] functions =
        [
            ("activation_elu", n => n.X.Elu(0.8f)),
            ("activation_leakyrelu", n => n.X.LeakyRelu(0.15f)),
            ("activation_linear", n => n.X.Linear(1.5f, -0.25f)),
            ("activation_parametricsoftplus", n => n.X.ParametricSoftplus(n.W(2), n.W(2))),
            ("activation_prelu", n => n.X.PRelu(n.W(2))),
            ("activation_relu", n => n.X.Relu()),
            ("activation_scaled_tanh", n => n.X.ScaledTanh(1.3f, 0.7f)),
            ("activation_sigmoid", n => n.X.Sigmoid()),
            ("activation_sigmoid_hard", n => n.X.SigmoidHard(0.25f, 0.4f)),
            ("activation_softplus", n => n.X.Softplus()),
            ("activation_softsign", n => n.X.Softsign()),
            ("activation_tanh", n => n.X.Tanh()),
            ("activation_thresholdedrelu", n => n.X.ThresholdedRelu(0.6f)),
            ("unary_sqrt", n => n.X.Sqrt()),
            ("unary_rsqrt", n => n.X.Rsqrt()),
            ("unary_inverse", n => n.X.Inverse()),
            ("unary_power", n => n.X.Power(1.7f)),
            ("unary_exp", n => n.X.Exp()),
            ("unary_log", n => n.X.Log()),
            ("unary_abs", n => n.X.Abs()),
            ("unary_threshold", n => n.X.Threshold(0.5f)),
            ("unary_shift_scale", n => n.X.Unary(Operation.Exp, shift: 0.5f, scale: -1.25f)),
        ];
        return functions.Select(function => Rank5(function.Name, "x:2,3,4", "2,3,4", function.Build));
    }

    private static IEnumerable<LayerSample> Elementwise()
    {
        (string Name, Func<SampleNetwork, Blob> Build)[] functions =
        [
            ("sin", n => n.X.Sin()), ("cos", n => n.X.Cos()), ("tan", n => n.X.Tan()),
            ("asin", n => n.X.Asin()), ("acos", n => n.X.Acos()), ("atan", n => n.X.Atan()),
            ("sinh", n => n.X.Sinh()), ("cosh", n => n.X.Cosh()), ("tanh", n => n.X.Tanh()),
            ("asinh", n => n.X.Asinh()), ("acosh", n => n.X.Acosh()), ("atanh", n => n.X.Atanh()),
            ("exp2", n => n.X.Exp2()), ("ceil", n => n.X.Ceil()), ("floor", n => n.X.Floor()), ("round", n => n.X.Round()),
            ("sign", n => n.X.Sign()), ("erf", n => n.X.Erf()), ("copy", n => n.X.Copy()), ("logical_not", n => n.X.Not()),
            ("gelu_exact", n => n.X.Gelu()),
            ("gelu_tanh_approximation", n => n.X.Gelu(GeluLayerParams.Types.GeluMode.TanhApproximation)),
            ("gelu_sigmoid_approximation", n => n.X.Gelu(GeluLayerParams.Types.GeluMode.SigmoidApproximation)),
            ("clip", n => n.X.Clip(-0.5f, 0.75f)),
            ("clamped_relu", n => n.X.ClampedRelu(0.2f, 1.1f)),
            ("fill_like", n => n.X.FillLike(1.5f)),
            ("softmax_nd", n => n.X.Softmax(1)),
            ("layer_normalization", n => n.X.LayerNorm(n.W(4), n.W(4), [4])),
        ];
        return functions.Select(function => Exact(function.Name, "x:2,3,4", "y:2,3,4", function.Build));
    }

    private static IEnumerable<LayerSample> Arithmetic()
    {
        (string Name, Func<SampleNetwork, Blob> Build)[] functions =
        [
            ("add_broadcastable", n => n["a"] + n["b"]),
            ("subtract_broadcastable", n => n["a"] - n["b"]),
            ("multiply_broadcastable", n => n["a"] * n["b"]),
            ("divide_broadcastable", n => n["a"] / n["b"]),
            ("mod_broadcastable", n => n["a"] % n["b"]),
            ("floor_div_broadcastable", n => n["a"].FloorDivide(n["b"])),
            ("pow_broadcastable", n => n["a"].Pow(n["b"])),
            ("min_broadcastable", n => n["a"].Min(n["b"])),
            ("max_broadcastable", n => n["a"].Max(n["b"])),
            ("compare_equal", n => n["a"].Equal(n["b"])),
            ("compare_not_equal", n => n["a"].NotEqual(n["b"])),
            ("compare_less_than", n => n["a"].Less(n["b"])),
            ("compare_less_equal", n => n["a"].LessOrEqual(n["b"])),
            ("compare_greater_than", n => n["a"].Greater(n["b"])),
            ("compare_greater_equal", n => n["a"].GreaterOrEqual(n["b"])),
            ("logical_and", n => n["a"].And(n["b"])),
            ("logical_or", n => n["a"].Or(n["b"])),
            ("logical_xor", n => n["a"].Xor(n["b"])),
        ];
        return
        [
            .. functions.Select(function => Exact(function.Name, "a:2,3,4 b:3,4", "y:2,3,4", function.Build)),
            Exact("compare_greater_alpha", "x:2,3,4", "y:2,3,4", n => n.X.Greater(0.3f)),
            Exact("equal to a number", "x:2", "y:2", n => n.X.Equal(1)),
            Exact("not equal to a number", "x:2", "y:2", n => n.X.NotEqual(1)),
            Exact("below a number", "x:2", "y:2", n => n.X.Less(1)),
            Exact("not above a number", "x:2", "y:2", n => n.X.LessOrEqual(1)),
            Exact("not below a number", "x:2", "y:2", n => n.X.GreaterOrEqual(1)),
            Exact("where_broadcastable", "c:3,4 a:3,4 b:4", "y:3,4", n => n["c"].Where(n["a"], n["b"])),
        ];
    }
}
