using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>Precision and recall of each class of a classifier as functions of a threshold on its confidence. Specification
/// version 8.</summary>
public sealed class ClassConfidenceThresholdingBuilder : TransformerBuilder<ClassConfidenceThresholdingBuilder>
{
    /// <summary>Starts a model.</summary>
    public ClassConfidenceThresholdingBuilder()
        : base(FeatureRule.AnyRequired, FeatureRule.AnyOutput)
    {
        Model.ClassConfidenceThresholding = new ClassConfidenceThresholding();
    }

    /// <summary>Adds the curves of the next class. Each list is as long as the one of its thresholds; nothing is negative or
    /// infinite.</summary>
    /// <param name="precision">The share of the detections that are right, for each threshold.</param>
    /// <param name="precisionThresholds">These thresholds.</param>
    /// <param name="recall">The share of what there is to detect that is detected, for each threshold.</param>
    /// <param name="recallThresholds">These thresholds.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CoreMLException">CML7004: a list is empty. CML7005: two lists differ in length. CML7006: a value is negative or
    /// not finite.</exception>
    public ClassConfidenceThresholdingBuilder Curve(
        ReadOnlySpan<float> precision, ReadOnlySpan<float> precisionThresholds, ReadOnlySpan<float> recall, ReadOnlySpan<float> recallThresholds)
    {
        string path = $"classConfidenceThresholding.precisionRecallCurves[{Model.ClassConfidenceThresholding.PrecisionRecallCurves.Count}]";
        Vectors.CheckLength(precisionThresholds.Length, precision.Length, path + ".precisionConfidenceThresholds");
        Vectors.CheckLength(recallThresholds.Length, recall.Length, path + ".recallConfidenceThresholds");
        Model.ClassConfidenceThresholding.PrecisionRecallCurves.Add(new PrecisionRecallCurve
        {
            PrecisionValues = List(precision, path + ".precisionValues"),
            PrecisionConfidenceThresholds = List(precisionThresholds, path + ".precisionConfidenceThresholds"),
            RecallValues = List(recall, path + ".recallValues"),
            RecallConfidenceThresholds = List(recallThresholds, path + ".recallConfidenceThresholds"),
        });
        return this;
    }

    private protected override void Complete()
    {
        if (Model.ClassConfidenceThresholding.PrecisionRecallCurves.Count == 0)
        {
            throw BuilderDiagnostics.Incomplete.Error(
                path: "classConfidenceThresholding.precisionRecallCurves", expected: "a curve for each class", found: "none");
        }
    }

    private static FloatVector List(ReadOnlySpan<float> values, string path)
    {
        if (values.IsEmpty)
        {
            throw BuilderDiagnostics.Incomplete.Error(path: path, expected: "values", found: "none");
        }
        foreach (float value in values)
        {
            if (!float.IsFinite(value) || value < 0)
            {
                throw BuilderDiagnostics.ValueNotAllowed.Error(path: path, expected: "finite numbers that are not negative", found: $"{value}");
            }
        }
        return new FloatVector { Vector = { values.ToArray() } };
    }
}
