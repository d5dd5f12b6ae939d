using CoreML.Format;
using CoreML.Specification;
using static CoreML.Format.DiagnosticSeverity;

namespace CoreML.Validation;

/// <summary>Bayesian probit regressors.</summary>
internal static class ProbitRules
{
    public static readonly RuleSet<ModelSubject> All = new("Bayesian probit regressors")
    {
        { "CML8351", "An input of a probit regressor is not a list of integers.", "Use multi-arrays of INT32 with one or two dimensions.", InputsAreLists },
        { "CML8352", Warning, "A probit regressor names a feature that does not exist.", "Name inputs and outputs of the description, or clear the names.", NamesExist },
    };

    private static void InputsAreLists(ModelSubject model, RuleReport report)
    {
        for (int i = 0; i < model.Description.Input.Count; i++)
        {
            if (model.Description.Input[i].Type?.MultiArrayType is { } array
                && (array.DataType != ArrayFeatureType.Types.ArrayDataType.Int32 || array.Shape.Count is not (1 or 2)))
            {
                report.Add(model.At($"description.input[{i}].type"), "INT32 with 1 or 2 dimensions", FeatureText.Of(model.Description.Input[i].Type));
            }
        }
    }

    private static void NamesExist(ModelSubject model, RuleReport report)
    {
        BayesianProbitRegressor probit = model.Model.BayesianProbitRegressor;
        Input("regressionInputFeatureName", probit.RegressionInputFeatureName);
        Input("optimismInputFeatureName", probit.OptimismInputFeatureName);
        Input("samplingScaleInputFeatureName", probit.SamplingScaleInputFeatureName);
        Input("samplingTruncationInputFeatureName", probit.SamplingTruncationInputFeatureName);
        Output("meanOutputFeatureName", probit.MeanOutputFeatureName);
        Output("varianceOutputFeatureName", probit.VarianceOutputFeatureName);
        Output("pessimisticProbabilityOutputFeatureName", probit.PessimisticProbabilityOutputFeatureName);
        Output("sampledProbabilityOutputFeatureName", probit.SampledProbabilityOutputFeatureName);

        void Input(string field, string name) => Check(field, name, model.FindInput(name), "an input");

        void Output(string field, string name) => Check(field, name, model.FindOutput(name), "an output");

        void Check(string field, string name, FeatureDescription? feature, string kind)
        {
            if (name.Length > 0 && feature is null)
            {
                report.Add(model.In(field), kind, $"'{name}'");
            }
        }
    }
}
