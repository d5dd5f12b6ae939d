using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using CoreML.Specification;

namespace CoreML.Format;

public sealed partial class CoreMLModel
{
    /// <summary>The specification as protobuf's JSON, to be looked at and patched by any tool. Names are those of the
    /// specification; weights in weight files are referred to as the specification refers to them. Of values that are not
    /// numbers JSON knows one only.</summary>
    /// <param name="inline">Whether long data, for example the weights of neural networks, is written in place: then other
    /// readers of protobuf's JSON understand all of it. Otherwise a hash stands for data of more than 1024 bytes, and
    /// <see cref="ApplyJson"/> takes the data from the model that it is applied to.</param>
    /// <returns>UTF-8, indented by two spaces, lines separated by <c>\n</c>.</returns>
    public byte[] ToJson(bool inline = false)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions
        {
            Indented = true,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            SkipValidation = true,
        };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            new JsonWriting(json, inline).Write(SpecificationWriter.Write(Specification), WireSchema.Model);
        }
        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes the specification as protobuf's JSON to a file.</summary>
    /// <param name="path">The file; replaced in one step if it exists.</param>
    /// <param name="inline">Whether long data is written in place, as for <see cref="ToJson"/>.</param>
    /// <exception cref="CoreMLException">CML1304: the file cannot be written.</exception>
    public void SaveJson(string path, bool inline = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        byte[] json = ToJson(inline);
        OutputFile.Write(path, stream => stream.Write(json));
    }

    /// <summary>Puts a specification in the place of this model's. Weight files stay.</summary>
    /// <param name="utf8">JSON as <see cref="ToJson"/> gives it; hashes stand for data of this model.</param>
    /// <exception cref="CoreMLException">CML6005: the JSON is no specification, or a hash is not that of data of this model.
    /// CML2xxx: the specification exceeds a limit.</exception>
    /// <remarks>Features and stages that were taken from the model before show the old specification, and a graph that was read
    /// before is not written over the new one.</remarks>
    public void ApplyJson(ReadOnlySpan<byte> utf8)
    {
        Dictionary<string, byte[]>? data = null;
        Model own = Specification;
        Model parsed = Parse(utf8, _options.Limits, reference => (data ??= LongData.Of(SpecificationWriter.Write(own))).GetValueOrDefault(reference));
        foreach (ModelStage stage in Stages)
        {
            if (stage.Specification.MlProgram is { } program)
            {
                ProgramEdits.NoteReplaced(program, this);
            }
        }
        _specification = parsed;
    }

    /// <summary>Makes a model of JSON in which everything is in place.</summary>
    /// <param name="utf8">JSON as <see cref="ToJson"/> gives it with <c>inline</c>.</param>
    /// <param name="options">Limits; <see langword="null"/> for the defaults.</param>
    /// <returns>The model, as <see cref="Create"/> makes one.</returns>
    /// <exception cref="CoreMLException">CML6005: the JSON is no specification. CML2xxx: it exceeds a limit.</exception>
    public static CoreMLModel FromJson(ReadOnlySpan<byte> utf8, OpenOptions? options = null) =>
        Create(Parse(utf8, (options ?? new OpenOptions()).Limits, _ => null));

    private static Model Parse(ReadOnlySpan<byte> utf8, ReadLimits limits, Func<string, byte[]?> resolve)
    {
        byte[] bytes = new JsonReading(utf8, resolve).Read();
        if (!WireScanner.Scan(bytes, limits, null).HasModelType)
        {
            throw FormatDiagnostics.NoModelType.Error(expected: "one of the model types of the specification", found: "JSON without one");
        }
        return SpecificationReader.Parse(bytes, limits, null);
    }
}
