using CoreML.Specification;
using static CoreML.Format.DiagnosticSeverity;
using Encoding = CoreML.Specification.GLMClassifier.Types.ClassEncoding;
using Feature = CoreML.Specification.FeatureType.TypeOneofCase;
using Kind = CoreML.Specification.Model.TypeOneofCase;

namespace CoreML.Validation;

/// <summary>Generalized linear regressors and classifiers.</summary>
internal static class LinearRules
{
    public static readonly RuleSet<ModelSubject> All = new("linear models")
    {
        { "CML8301", "A linear model has another number of offsets than of weight vectors.", "Give each weight vector one offset.", OffsetsMatch },
        { "CML8302", "The weight vectors of a linear model differ in length.", "Give each vector one weight for each feature.", LengthsMatch },
        { "CML8303", "A linear classifier has an unknown transform or class encoding.",
            "Use Logit or Probit, and ReferenceClass or OneVsRest.", ClassifierIsKnown },
        { "CML8304", "A linear classifier has no weights.", "Give it at least one weight vector with at least one weight.", HasWeights },
        { "CML8305", "A linear classifier has another number of weight vectors than its classes need.",
            "ReferenceClass takes one vector less than there are classes; OneVsRest one for each, or one for two classes.", VectorsMatchClasses },
        { "CML8306", "A linear classifier with the transform Probit has more than two classes.", "Use Logit for more than two classes.", ProbitIsBinary },
        { "CML8307", Warning, "A linear regressor has an unknown transform.", "Use NoTransform, Logit or Probit.", RegressorIsKnown },
        { "CML8308", Warning, "A linear model has another number of weights than its inputs have values.",
            "Give each vector one weight for each value of the inputs.", WeightsMatchInputs },
    };

    private static void OffsetsMatch(ModelSubject model, RuleReport report)
    {
        (int[] lengths, int offsets) = View(model);
        if (lengths.Length != offsets)
        {
            report.Add(model.In("offset"), $"{lengths.Length} offsets", $"{offsets}");
        }
    }

    private static void LengthsMatch(ModelSubject model, RuleReport report)
    {
        (int[] lengths, _) = View(model);
        int other = Array.FindIndex(lengths, length => length != lengths[0]);
        if (other > 0)
        {
            report.Add(model.In($"weights[{other}]"), $"{lengths[0]} weights as in the first vector", $"{lengths[other]}");
        }
    }

    private static void ClassifierIsKnown(ModelSubject model, RuleReport report)
    {
        if (model.Model.GlmClassifier is not { } classifier)
        {
            return;
        }
        if (!Enum.IsDefined(classifier.PostEvaluationTransform))
        {
            report.Add(model.In("postEvaluationTransform"), "Logit or Probit", $"{(int)classifier.PostEvaluationTransform}");
        }
        if (!Enum.IsDefined(classifier.ClassEncoding))
        {
            report.Add(model.In("classEncoding"), "ReferenceClass or OneVsRest", $"{(int)classifier.ClassEncoding}");
        }
    }

    private static void HasWeights(ModelSubject model, RuleReport report)
    {
        if (model.Type == Kind.GlmClassifier && View(model).Lengths is [] or [0, ..])
        {
            report.Add(model.In("weights"), "at least one weight vector with weights", "none");
        }
    }

    private static void VectorsMatchClasses(ModelSubject model, RuleReport report)
    {
        // Without weights or labels other rules are broken.
        if (model.Model.GlmClassifier is not { Weights.Count: > 0 and int vectors } classifier || model.Labels!.Count == 0)
        {
            return;
        }
        int classes = model.Labels.Count;
        int expected = classifier.ClassEncoding == Encoding.ReferenceClass ? classes - 1 : classes == 2 ? 1 : classes;
        if (vectors != expected && Enum.IsDefined(classifier.ClassEncoding))
        {
            report.Add(model.In("weights"), $"{expected} vectors for {classes} classes in the encoding {classifier.ClassEncoding}", $"{vectors}");
        }
    }

    private static void ProbitIsBinary(ModelSubject model, RuleReport report)
    {
        if (model.Model.GlmClassifier?.PostEvaluationTransform == GLMClassifier.Types.PostEvaluationTransform.Probit && model.Labels!.Count > 2)
        {
            report.Add(model.In("postEvaluationTransform"), "at most 2 classes", $"{model.Labels.Count}");
        }
    }

    private static void RegressorIsKnown(ModelSubject model, RuleReport report)
    {
        if (model.Model.GlmRegressor is { } regressor && !Enum.IsDefined(regressor.PostEvaluationTransform))
        {
            report.Add(model.In("postEvaluationTransform"), "NoTransform, Logit or Probit", $"{(int)regressor.PostEvaluationTransform}");
        }
    }

    private static void WeightsMatchInputs(ModelSubject model, RuleReport report)
    {
        if (View(model).Lengths is [var length, ..] && InputValues.Count(model) is { } values && values != length)
        {
            report.Add(model.In("weights[0]"), $"{values} weights", $"{length}");
        }
    }

    private static (int[] Lengths, int Offsets) View(ModelSubject model) => model.Type == Kind.GlmRegressor
        ? ([.. model.Model.GlmRegressor.Weights.Select(vector => vector.Value.Count)], model.Model.GlmRegressor.Offset.Count)
        : ([.. model.Model.GlmClassifier.Weights.Select(vector => vector.Value.Count)], model.Model.GlmClassifier.Offset.Count);
}
