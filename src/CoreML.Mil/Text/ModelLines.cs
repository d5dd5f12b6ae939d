using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CoreML.Format;

namespace CoreML.Mil;

/// <summary>
/// A whole model as lines of text: a path and what is there. The fields of the specification come as they are; ML
/// programs come operation by operation, texts that Xcode keeps beside it under the names of their files. The same model always gives the same lines.
/// </summary>
public static class ModelLines
{
    private const int ShownElements = 16;
    private const string Program = "mlProgram";

    /// <summary>Lists a model.</summary>
    /// <param name="model">A model of any type.</param>
    /// <returns>Paths, each once, and their texts, in the order of the model.</returns>
    /// <exception cref="CoreMLException">A program is damaged.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(CoreMLModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        List<KeyValuePair<string, string>> lines = SpecificationFields.List(model.SerializeSpecification().Span, Program);
        foreach (TextOverlay overlay in model.Overlays)
        {
            lines.AddRange(overlay.Lines);
        }
        foreach (ModelStage stage in model.Stages)
        {
            if (stage.HasProgram)
            {
                Add(lines, stage.Path.Length == 0 ? Program : $"{stage.Path}.{Program}", stage.ReadProgram());
            }
        }
        return lines;
    }

    /// <summary>Writes a model's lines, <c>PATH: TEXT</c> each, to a file.</summary>
    /// <param name="model">A model of any type.</param>
    /// <param name="path">The file; replaced in one step if it exists. Its folder is made if there is none.</param>
    /// <exception cref="CoreMLException">A program is damaged. CML1304: the file cannot be written.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    public static void Save(CoreMLModel model, string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string text = ToText(model);
        OutputFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>A model's lines as one text.</summary>
    /// <param name="model">A model of any type.</param>
    /// <returns>The lines, <c>PATH: TEXT</c> each, every one ended by <c>\n</c>.</returns>
    /// <exception cref="CoreMLException">A program is damaged.</exception>
    public static string ToText(CoreMLModel model)
    {
        var text = new StringBuilder();
        foreach ((string path, string line) in Of(model))
        {
            text.Append(path).Append(line.Length == 0 ? "" : ": ").Append(line).Append('\n');
        }
        return text.ToString();
    }

    private static void Add(List<KeyValuePair<string, string>> lines, string path, MilProgram program)
    {
        Add(lines, path, program.Attributes);
        foreach (MilFunction function in program.Functions)
        {
            string where = $"{path}/{function.Name}";
            lines.Add(new(where, $"{function.Opset}({string.Join(", ", function.Inputs)})"));
            Add(lines, where, function.Attributes);
            foreach (MilBlock block in function.Blocks)
            {
                Add(lines, function.Blocks.Count == 1 ? where : $"{where}[{block.Opset}]", block);
            }
        }
    }

    private static void Add(List<KeyValuePair<string, string>> lines, string path, MilBlock block)
    {
        int unnamed = 0;
        foreach (MilOperation operation in block.Operations)
        {
            string name = operation.Outputs.Count > 0
                ? operation.Outputs[0].Name
                : string.Create(CultureInfo.InvariantCulture, $"{operation.Type}[{unnamed++}]");
            string where = $"{path}/{name}";
            string inputs = string.Join(", ", operation.Inputs.Select(Text));
            lines.Add(new(where, $"{operation.Type}({inputs}) -> {string.Join(", ", operation.Outputs)}"));
            Add(lines, where, operation.Attributes);
            for (int i = 0; i < operation.Blocks.Count; i++)
            {
                MilBlock nested = operation.Blocks[i];
                string inner = string.Create(CultureInfo.InvariantCulture, $"{where}/block[{i}]");
                lines.Add(new(inner, $"({string.Join(", ", nested.Inputs)})"));
                Add(lines, inner, nested);
            }
        }
        Add(lines, path, block.Attributes);
        lines.Add(new($"{path}/return", string.Join(", ", block.Outputs.Select(output => output.Name))));
    }

    private static void Add(List<KeyValuePair<string, string>> lines, string path, MilAttributes attributes)
    {
        foreach ((string name, MilConstant constant) in attributes)
        {
            lines.Add(new($"{path}.{name}", Text(constant)));
        }
    }

    private static string Text(MilInput input)
    {
        string[] arguments = [.. input.Arguments.Select(argument => argument.Value?.Name ?? Text(argument.Immediate))];
        return $"{input.Name}={(arguments.Length == 1 ? arguments[0] : $"({string.Join(", ", arguments)})")}";
    }

    private static string Text(MilConstant? constant) => constant switch
    {
        null => "none",
        TensorConstant { WeightLocation: { } location } tensor =>
            string.Create(CultureInfo.InvariantCulture, $"{tensor.Type} in {location.FileName} at {location.Offset}"),
        TensorConstant tensor => $"{tensor.Type} {Elements(tensor)}",
        ListConstant list => $"[{string.Join(", ", list.Items.Select(Text))}]",
        TupleConstant tuple => $"({string.Join(", ", tuple.Items.Select(Text))})",
        DictionaryConstant dictionary =>
            $"{{{string.Join(", ", dictionary.Entries.Select(entry => $"{Text(entry.Key)}: {Text(entry.Value)}"))}}}",
        _ => constant.ToString(),
    };

    private static string Elements(TensorConstant tensor)
    {
        if (tensor.ElementType == ElementType.String)
        {
            return string.Join(", ", tensor.ToStrings().Select(SpecificationFields.Quote));
        }
        if (tensor.ElementCount > ShownElements)
        {
            return $"(sha256 {Convert.ToHexStringLower(SHA256.HashData(tensor.ToPacked()))[..16]})";
        }
        // Singles hold the other types exactly.
        return tensor.ElementType switch
        {
            ElementType.Float64 => Join(tensor.ToArray<double>(), "R"),
            ElementType.UInt64 => Join(tensor.ToArray<ulong>(), "D"),
            var type when type.IsInteger => Join(tensor.ToIntegers(), "D"),
            ElementType.Bool => string.Join(", ", tensor.ToArray<bool>().Select(value => value ? "true" : "false")),
            _ => Join(tensor.ToSingles(), "R"),
        };
    }

    private static string Join<T>(T[] values, string format)
        where T : IFormattable =>
        string.Join(", ", values.Select(value => value.ToString(format, CultureInfo.InvariantCulture)));
}
