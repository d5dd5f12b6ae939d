using System.Globalization;
using System.Text;
using System.Text.Json;
using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Mil;

/// <summary>What a model is, in a page: type, versions, features, metadata, sizes, and how often each operation or layer
/// occurs.</summary>
public sealed class ModelSummary
{
    private readonly CoreMLModel _model;
    private readonly ModelDescription _description;
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly List<string> _functions = [];

    private ModelSummary(CoreMLModel model)
    {
        _model = model;
        _description = model.ShownDescription ?? new ModelDescription();
        foreach (ModelStage stage in model.Stages)
        {
            Count(stage);
        }
    }

    /// <summary>Sums up a model. Weights are not read.</summary>
    /// <param name="model">A model of any type.</param>
    /// <returns>The summary.</returns>
    /// <exception cref="CoreMLException">A program is damaged.</exception>
    public static ModelSummary Of(CoreMLModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new ModelSummary(model);
    }

    /// <summary>How often each operation of a program, layer of a network, or type of a pipeline's stages occurs.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    private void Count(ModelStage stage)
    {
        Model model = stage.Specification;
        if (stage.HasProgram)
        {
            MilProgram program = stage.ReadProgram();
            foreach (MilFunction function in program.Functions)
            {
                _functions.Add($"{function.Name} ({function.Opset})");
                foreach (MilBlock block in function.Blocks)
                {
                    Count(block);
                }
            }
        }
        foreach (NeuralNetworkLayer layer in NetworkParts.LayersOf(model) ?? [])
        {
            Add(LayerKinds.NameOf(layer.LayerCase));
        }
        if (stage.Path.Length > 0)
        {
            Add("stage " + ModelStage.TypeName(model));
        }
    }

    private void Count(MilBlock block)
    {
        foreach (MilOperation operation in block.Operations)
        {
            Add(operation.Type);
            foreach (MilBlock nested in operation.Blocks)
            {
                Count(nested);
            }
        }
    }

    private void Add(string name) => _counts[name] = _counts.GetValueOrDefault(name) + 1;

    private IEnumerable<(string Kind, string Function, FeatureDescription Feature)> Features()
    {
        foreach ((string kind, IEnumerable<FeatureDescription> features) in new (string, IEnumerable<FeatureDescription>)[]
        {
            ("input", _description.Input), ("output", _description.Output), ("state", _description.State), ("trainingInput", _description.TrainingInput),
        })
        {
            foreach (FeatureDescription feature in features)
            {
                yield return (kind, "", feature);
            }
        }
        foreach (FunctionDescription function in _description.Functions)
        {
            foreach ((string kind, IEnumerable<FeatureDescription> features) in new (string, IEnumerable<FeatureDescription>)[]
            {
                ("input", function.Input), ("output", function.Output), ("state", function.State),
            })
            {
                foreach (FeatureDescription feature in features)
                {
                    yield return (kind, function.Name, feature);
                }
            }
        }
    }

    private IEnumerable<(string Key, string Value)> Metadata()
    {
        Metadata metadata = _description.Metadata ?? new Metadata();
        foreach ((string key, string value) in new[]
        {
            ("description", metadata.ShortDescription), ("author", metadata.Author),
            ("version", metadata.VersionString), ("license", metadata.License),
        })
        {
            if (value.Length > 0)
            {
                yield return (key, value);
            }
        }
        foreach ((string key, string value) in metadata.UserDefined)
        {
            yield return (key, value);
        }
    }

    /// <summary>The summary as lines of text.</summary>
    /// <returns>The text, each line ended by <c>\n</c>.</returns>
    public string ToText()
    {
        var text = new StringBuilder();
        Line("type", ModelStage.TypeName(_model.Specification));
        Line("container", _model.Container.ToString());
        Line("specification", string.Create(
            CultureInfo.InvariantCulture, $"version {_model.SpecificationVersion} ({DeploymentTargets.Of(_model.SpecificationVersion)})"));
        Line("size", string.Create(CultureInfo.InvariantCulture, $"{_model.SizeInBytes} bytes"));
        if (_functions.Count > 0)
        {
            Line("functions", string.Join(", ", _functions));
        }
        foreach ((string kind, string function, FeatureDescription feature) in Features())
        {
            string words = feature.ShortDescription.Length > 0 ? " - " + feature.ShortDescription.ReplaceLineEndings(" ") : "";
            Line(kind, $"{(function.Length > 0 ? function + "." : "")}{feature.Name}: {FeatureText.Of(feature.Type)}{words}");
        }
        foreach ((string key, string value) in Metadata())
        {
            Line(key, value.ReplaceLineEndings(" "));
        }
        foreach ((string name, int count) in _counts)
        {
            Line("count", string.Create(CultureInfo.InvariantCulture, $"{count} {name}"));
        }
        return text.ToString();

        void Line(string label, string value) => text.Append((label + ":").PadRight(15)).Append(value).Append('\n');
    }

    /// <summary>Writes the summary as JSON, with stable keys.</summary>
    /// <param name="json">Takes one object.</param>
    public void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteString("type", ModelStage.TypeName(_model.Specification));
        json.WriteString("container", _model.Container.ToString());
        json.WriteNumber("specificationVersion", _model.SpecificationVersion);
        json.WriteString("targets", DeploymentTargets.Of(_model.SpecificationVersion));
        json.WriteNumber("bytes", _model.SizeInBytes);
        WriteFeatures(json, "inputs", "input");
        WriteFeatures(json, "outputs", "output");
        WriteFeatures(json, "states", "state");
        WriteFeatures(json, "trainingInputs", "trainingInput");
        json.WriteStartArray("functions");
        _functions.ForEach(json.WriteStringValue);
        json.WriteEndArray();
        json.WriteStartObject("metadata");
        foreach ((string key, string value) in Metadata())
        {
            json.WriteString(key, value);
        }
        json.WriteEndObject();
        json.WriteStartObject("counts");
        foreach ((string name, int count) in _counts)
        {
            json.WriteNumber(name, count);
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteFeatures(Utf8JsonWriter json, string name, string wanted)
    {
        json.WriteStartArray(name);
        foreach ((string kind, string function, FeatureDescription feature) in Features())
        {
            if (kind == wanted)
            {
                json.WriteStartObject();
                json.WriteString("name", feature.Name);
                if (function.Length > 0)
                {
                    json.WriteString("function", function);
                }
                json.WriteString("type", FeatureText.Of(feature.Type));
                if (feature.ShortDescription.Length > 0)
                {
                    json.WriteString("description", feature.ShortDescription);
                }
                json.WriteEndObject();
            }
        }
        json.WriteEndArray();
    }
}
