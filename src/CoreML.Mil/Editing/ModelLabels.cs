using System.Globalization;
using CoreML.Format;
using Google.Protobuf.Collections;

namespace CoreML.Mil;

/// <summary>Reads and replaces the class labels of classifiers of every type.</summary>
public static class ModelLabels
{
    extension(CoreMLModel model)
    {
        /// <summary>The class labels, in the order of the classes; numbers as texts. Tags of a word tagger and the labels of
        /// non-maximum suppression are labels too; a nearest-neighbors classifier has one for each sample.</summary>
        /// <returns>The labels; none for a model that has no labels. Of a pipeline those of its last stage that has some.</returns>
        public IReadOnlyList<string> ReadClassLabels()
        {
            ArgumentNullException.ThrowIfNull(model);
            return Find(model)?.Read() ?? [];
        }

        /// <summary>Replaces the class labels, one by one.</summary>
        /// <param name="labels">As many as there are, in the same order; numbers where they are numbers.</param>
        /// <exception cref="CoreMLException">CML6001: the model has no labels. CML6102: the labels do not fit.</exception>
        public void ReplaceClassLabels(IReadOnlyList<string> labels)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(labels);
            LabelPlace place = Find(model) ?? throw FormatDiagnostics.NothingToEdit.Error(
                "The model has no class labels.", expected: "a classifier", found: ModelStage.TypeName(model.Specification));
            int count = place.Read().Count;
            if (labels.Count != count)
            {
                throw MilDiagnostics.LabelsMisfit.Error(expected: $"{count} labels", found: $"{labels.Count}");
            }
            place.Write(labels);
        }
    }

    private static LabelPlace? Find(CoreMLModel model)
    {
        foreach (ModelStage stage in model.Stages.Reverse())
        {
            (RepeatedField<string>? texts, RepeatedField<long>? integers) = LabelFields.Of(stage.Specification);
            if (texts is not null)
            {
                return new LabelPlace(() => [.. texts], labels => Replace(texts, labels));
            }
            if (integers is not null)
            {
                return new LabelPlace(
                    () => [.. integers.Select(label => label.ToString(CultureInfo.InvariantCulture))],
                    labels => Replace(integers, labels.Select(Integer)));
            }
            if (stage.HasProgram && FindInProgram(stage) is { } place)
            {
                return place;
            }
        }
        return null;
    }

    private static LabelPlace? FindInProgram(ModelStage stage)
    {
        MilProgram program = stage.ReadProgram();
        foreach (MilFunction function in program.Functions)
        {
            foreach (MilOperation operation in function.Body.Operations)
            {
                if (operation.Type == "classify" && operation.Inputs.Find("classes")?.Constant is ListConstant list)
                {
                    return new LabelPlace(
                        () => [.. list.Items.Select(Text)],
                        labels =>
                        {
                            operation.SetInput("classes", new ListConstant(list.Type, [.. list.Items.Zip(labels, Relabel)]));
                            stage.WriteProgram(program);
                        });
                }
            }
        }
        return null;
    }

    private static string Text(MilConstant item) => item is TensorConstant tensor
        ? tensor.TryGetString(out string? text) ? text
            : tensor.ElementType is ElementType.Int64 or ElementType.Int32 && tensor.ElementCount > 0 ? tensor.ToIntegers()[0].ToString(CultureInfo.InvariantCulture)
            : throw MilDiagnostics.LabelsMisfit.Error(path: item.Path, expected: "a text or an integer", found: tensor.Type.ToString())
        : "";

    private static MilConstant Relabel(MilConstant item, string label) => item is TensorConstant { ElementType: ElementType.String }
        ? TensorConstant.Scalar(label)
        : TensorConstant.Scalar(Integer(label));

    private static long Integer(string label) => long.TryParse(label, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
        ? value
        : throw MilDiagnostics.LabelsMisfit.Error(expected: "integers", found: $"'{label}'");

    private static void Replace<T>(RepeatedField<T> field, IEnumerable<T> labels)
    {
        // All are looked at before any is replaced.
        T[] values = [.. labels];
        field.Clear();
        field.Add(values);
    }

    private sealed record LabelPlace(Func<IReadOnlyList<string>> Read, Action<IReadOnlyList<string>> Write);
}
