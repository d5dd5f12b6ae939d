using CoreML.Specification;
using static CoreML.Format.DiagnosticSeverity;
using Kind = CoreML.Specification.NeuralNetworkLayer.LayerOneofCase;
using Nonlinearity = CoreML.Specification.ActivationParams.NonlinearityTypeOneofCase;

namespace CoreML.Validation;

/// <summary>Parameters of layers; <see cref="LayerParameters"/> knows them kind by kind.</summary>
internal static class ParameterRules
{
    public static readonly RuleSet<LayerSubject> All = new("parameters of layers")
    {
        { "CML8631", "A layer lacks a parameter.", "Set the parameter; the layer has no default for it.", ParametersAreThere },
        { "CML8632", "A layer's parameter has a value that it cannot have.", "Set the parameter to what the kind of layer allows.", ParametersAreValid },
        { "CML8633", "An activation is missing, or cannot be used in a recurrent layer.",
            "Set the activation; recurrent layers take linear, sigmoid, tanh, scaledTanh, sigmoidHard and ReLU.", ActivationsFit },
        { "CML8634", Warning, "A convolution or pooling has lists of parameters that do not fit.",
            "Give two values for kernel, stride and dilation, or none, and groups that divide the channels.", WindowsFit },
    };

    private static void ParametersAreThere(LayerSubject layer, RuleReport report)
    {
        foreach (ParameterProblem problem in LayerParameters.Check(layer))
        {
            if (problem.Found is null)
            {
                report.Add(layer.In(problem.Field), problem.Expected, "none");
            }
        }
    }

    private static void ParametersAreValid(LayerSubject layer, RuleReport report)
    {
        foreach (ParameterProblem problem in LayerParameters.Check(layer))
        {
            if (problem.Found is not null)
            {
                report.Add(layer.In(problem.Field), problem.Expected, problem.Found);
            }
        }
    }

    private static void ActivationsFit(LayerSubject layer, RuleReport report)
    {
        switch (layer.Kind)
        {
            case Kind.Activation:
                Check("", layer.Layer.Activation, any: true);
                break;
            case Kind.SimpleRecurrent:
                Check("activation", layer.Layer.SimpleRecurrent.Activation);
                break;
            case Kind.Gru:
                CheckAll("activations", layer.Layer.Gru.Activations, null);
                break;
            case Kind.UniDirectionalLSTM:
                CheckAll("activations", layer.Layer.UniDirectionalLSTM.Activations, 3);
                break;
            case Kind.BiDirectionalLSTM:
                CheckAll("activationsForwardLSTM", layer.Layer.BiDirectionalLSTM.ActivationsForwardLSTM, 3);
                CheckAll("activationsBackwardLSTM", layer.Layer.BiDirectionalLSTM.ActivationsBackwardLSTM, 3);
                break;
        }

        void CheckAll(string field, IReadOnlyList<ActivationParams> activations, int? count)
        {
            if (activations.Count != (count ?? activations.Count))
            {
                report.Add(layer.In(field), $"{count} activations", $"{activations.Count}");
            }
            for (int i = 0; i < activations.Count; i++)
            {
                Check($"{field}[{i}]", activations[i]);
            }
        }

        void Check(string field, ActivationParams? activation, bool any = false)
        {
            Nonlinearity kind = activation?.NonlinearityTypeCase ?? Nonlinearity.None;
            bool fits = any ? kind != Nonlinearity.None : kind is Nonlinearity.Linear or Nonlinearity.Sigmoid or Nonlinearity.Tanh
                or Nonlinearity.ScaledTanh or Nonlinearity.SigmoidHard or Nonlinearity.ReLU;
            if (!fits)
            {
                report.Add(field.Length == 0 ? $"{layer.Path}.activation" : layer.In(field), any ? "an activation" : "an activation for recurrent layers", kind.ToString());
            }
        }
    }

    // Core ML accepts these and takes defaults, or fails when it compiles the network.
    private static void WindowsFit(LayerSubject layer, RuleReport report)
    {
        if (layer.Layer.Convolution is { } convolution)
        {
            Check("kernelSize", convolution.KernelSize.Count);
            Check("stride", convolution.Stride.Count);
            Check("dilationFactor", convolution.DilationFactor.Count);
            ulong groups = Math.Max(1, convolution.NGroups);
            if (convolution.OutputChannels % groups != 0)
            {
                report.Add(layer.In("nGroups"), $"a divisor of {convolution.OutputChannels} output channels", $"{groups}");
            }
            if (convolution.IsDeconvolution && convolution.DilationFactor.Any(factor => factor > 1))
            {
                report.Add(layer.In("dilationFactor"), "no dilation of a deconvolution", convolution.DilationFactor.ShortText());
            }
        }
        if (layer.Layer.Pooling is { } pooling)
        {
            Check("kernelSize", pooling.KernelSize.Count);
            Check("stride", pooling.Stride.Count);
        }

        void Check(string field, int count)
        {
            if (count is not (0 or 2))
            {
                report.Add(layer.In(field), "2 values or none", $"{count}");
            }
        }
    }
}
