using CoreML.Specification;

namespace CoreML.Validation;

/// <summary>Thresholding by class confidence.</summary>
internal static class ThresholdingRules
{
    public static readonly RuleSet<ModelSubject> All = new("class confidence thresholding")
    {
        { "CML8431", "A thresholding model has no curves.", "Give it at least one precision-recall curve.", HasCurves },
        { "CML8432", "The lists of a precision-recall curve do not fit each other.",
            "Give as many confidence thresholds as values, at least one.", ListsMatch },
        { "CML8433", "A precision-recall curve has a value that is negative or not finite.", "Use finite numbers from 0 on.", ValuesAreSound },
    };

    private static void HasCurves(ModelSubject model, RuleReport report)
    {
        if (model.Model.ClassConfidenceThresholding.PrecisionRecallCurves.Count == 0)
        {
            report.Add(model.In("precisionRecallCurves"), "at least one curve", "none");
        }
    }

    private static void ListsMatch(ModelSubject model, RuleReport report) => ForEach(model, (curve, path) =>
    {
        Check("precision", curve.PrecisionValues, curve.PrecisionConfidenceThresholds);
        Check("recall", curve.RecallValues, curve.RecallConfidenceThresholds);

        void Check(string kind, FloatVector? values, FloatVector? thresholds)
        {
            (int count, int other) = (values?.Vector.Count ?? 0, thresholds?.Vector.Count ?? 0);
            if (count == 0 || count != other)
            {
                report.Add($"{path}.{kind}Values", "as many values as thresholds", $"{count} values, {other} thresholds");
            }
        }
    });

    private static void ValuesAreSound(ModelSubject model, RuleReport report) => ForEach(model, (curve, path) =>
    {
        Check("precisionValues", curve.PrecisionValues);
        Check("precisionConfidenceThresholds", curve.PrecisionConfidenceThresholds);
        Check("recallValues", curve.RecallValues);
        Check("recallConfidenceThresholds", curve.RecallConfidenceThresholds);

        void Check(string list, FloatVector? values)
        {
            for (int i = 0; i < values?.Vector.Count; i++)
            {
                if (!(float.IsFinite(values.Vector[i]) && values.Vector[i] >= 0))
                {
                    report.Add($"{path}.{list}[{i}]", "a finite number from 0 on", FormattableString.Invariant($"{values.Vector[i]}"));
                    return;
                }
            }
        }
    });

    private static void ForEach(ModelSubject model, Action<PrecisionRecallCurve, string> action)
    {
        for (int i = 0; i < model.Model.ClassConfidenceThresholding.PrecisionRecallCurves.Count; i++)
        {
            action(model.Model.ClassConfidenceThresholding.PrecisionRecallCurves[i], model.In($"precisionRecallCurves[{i}]"));
        }
    }
}
