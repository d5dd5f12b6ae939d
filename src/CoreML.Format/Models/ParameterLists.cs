using CoreML.Specification;
using Google.Protobuf.Collections;

namespace CoreML.Format;

/// <summary>Finds the lists of numbers that models of the classic types have learned.</summary>
internal static class ParameterLists
{
    /// <summary>The lists of a model, named as in the specification; empty ones are left out.</summary>
    public static IEnumerable<ParameterList> Of(Model model, string stage)
    {
        string type = ModelStage.TypeName(model);
        return Find(model).Where(list => list.Doubles?.Count > 0 || list.Floats?.Count > 0).Select(list => list.Doubles is { } doubles
            ? (ParameterList)new ParameterList<double>(stage, type, list.Name, doubles)
            : new ParameterList<float>(stage, type, list.Name, list.Floats!));
    }

    private static IEnumerable<Named> Find(Model model) => model.TypeCase switch
    {
        Model.TypeOneofCase.GlmRegressor =>
            [.. Each("weights", model.GlmRegressor.Weights, weights => weights.Value), new("offset", model.GlmRegressor.Offset)],
        Model.TypeOneofCase.GlmClassifier =>
            [.. Each("weights", model.GlmClassifier.Weights, weights => weights.Value), new("offset", model.GlmClassifier.Offset)],
        Model.TypeOneofCase.SupportVectorRegressor =>
        [
            new("coefficients", model.SupportVectorRegressor.Coefficients?.Alpha),
            .. Vectors(model.SupportVectorRegressor.DenseSupportVectors),
        ],
        Model.TypeOneofCase.SupportVectorClassifier =>
        [
            .. Each("coefficients", model.SupportVectorClassifier.Coefficients, coefficients => coefficients.Alpha),
            new("rho", model.SupportVectorClassifier.Rho),
            new("probA", model.SupportVectorClassifier.ProbA),
            new("probB", model.SupportVectorClassifier.ProbB),
            .. Vectors(model.SupportVectorClassifier.DenseSupportVectors),
        ],
        Model.TypeOneofCase.TreeEnsembleRegressor =>
            [new("basePredictionValue", model.TreeEnsembleRegressor.TreeEnsemble?.BasePredictionValue)],
        Model.TypeOneofCase.TreeEnsembleClassifier =>
            [new("basePredictionValue", model.TreeEnsembleClassifier.TreeEnsemble?.BasePredictionValue)],
        Model.TypeOneofCase.Scaler => [new("shiftValue", model.Scaler.ShiftValue), new("scaleValue", model.Scaler.ScaleValue)],
        Model.TypeOneofCase.Imputer => [new("imputedDoubleArray", model.Imputer.ImputedDoubleArray?.Vector)],
        Model.TypeOneofCase.KNearestNeighborsClassifier => (model.KNearestNeighborsClassifier.NearestNeighborsIndex?.FloatSamples ?? [])
            .Select((sample, i) => new Named($"floatSamples[{i}]", null, sample.Vector)),
        _ => [],
    };

    private static IEnumerable<Named> Vectors(DenseSupportVectors? vectors) => Each("denseSupportVectors", vectors?.Vectors ?? [], vector => vector.Values);

    private static IEnumerable<Named> Each<T>(string name, RepeatedField<T> parts, Func<T, RepeatedField<double>> values) =>
        parts.Select((part, i) => new Named($"{name}[{i}]", values(part)));

    private readonly record struct Named(string Name, RepeatedField<double>? Doubles, RepeatedField<float>? Floats = null);
}
