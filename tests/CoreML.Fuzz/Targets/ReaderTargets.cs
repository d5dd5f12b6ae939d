using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Fuzz;

/// <summary>Reads inputs and looks at all that came out.</summary>
internal static class ReaderTargets
{
    private const int LongestBlob = 1 << 20;

    /// <summary>A serialized specification.</summary>
    public static void Specification(byte[] input)
    {
        using CoreMLModel model = CoreMLModel.Open(input);
        Visit(model);
    }

    /// <summary>A package's manifest.</summary>
    public static void Manifest(byte[] input)
    {
        PackageManifest manifest = PackageManifest.Parse(input, PackageManifest.FileName);
        _ = manifest.ToUtf8();
        _ = manifest.Items.Count + manifest.FileFormatVersion.Length;
    }

    /// <summary>A weight file.</summary>
    public static void Weights(byte[] input)
    {
        using var file = new WeightFile(new MemorySource(input), "weight.bin");
        for (long offset = 0; offset <= Math.Min(file.Length, 512); offset += 64)
        {
            Quietly(() => Read(file.GetBlob(offset)));
        }
        foreach (WeightBlob blob in file.Blobs.Take(100))
        {
            Read(blob);
        }
    }

    /// <summary>A zip archive of a package.</summary>
    public static void Zip(byte[] input)
    {
        // Other bytes would be taken for a specification, which has a target of its own.
        byte[] archive = [.. "PK\x03\x04"u8, .. input.AsSpan(Math.Min(4, input.Length))];
        using CoreMLModel model = CoreMLModel.Open(archive);
        Visit(model);
        foreach (string path in model.PackageFiles.Take(20))
        {
            if (path.Contains("/weights/", StringComparison.Ordinal))
            {
                Quietly(() => model.GetWeightFile("@model_path/weights/" + path[(path.LastIndexOf('/') + 1)..]));
            }
        }
    }

    /// <summary>A specification in JSON.</summary>
    public static void Json(byte[] input)
    {
        using CoreMLModel model = CoreMLModel.FromJson(input);
        Visit(model);
    }

    private static void Visit(CoreMLModel model)
    {
        _ = model.Specification;
        _ = RequiredVersion.Of(model.Specification).Version;
        Quietly(() => ModelSummary.Of(model).ToText());
        Quietly(() => ModelLines.Of(model));
        foreach (ModelFeature feature in model.AllFeatures.Take(4))
        {
            Quietly(() => feature.Rename("renamed"));
        }
        Quietly(() => model.ReadClassLabels());
        Quietly(() =>
        {
            foreach (ModelWeight weight in model.ReadWeights().Concat(model.ReadParameters()).Take(20))
            {
                Quietly(weight.Check);
                // A few bytes can stand for a large weight, which is what compression is for.
                if (IsShort(weight))
                {
                    Quietly(() => weight.Decode());
                }
            }
        });
        foreach (ModelStage stage in model.Stages.Where(stage => stage.HasProgram).Take(4))
        {
            Quietly(() =>
            {
                MilProgram program = stage.ReadProgram();
                if (program.Verify().Count == 0)
                {
                    stage.WriteProgram(program);
                }
            });
        }
        byte[] json = model.ToJson();
        model.ApplyJson(json);
    }

    private static bool IsShort(ModelWeight weight)
    {
        long count = 1;
        foreach (long size in weight.Shape)
        {
            if (size < 0 || size > LongestBlob || (count *= size) > LongestBlob)
            {
                return false;
            }
        }
        return true;
    }

    private static void Read(WeightBlob blob)
    {
        if (blob.SizeInBytes <= LongestBlob)
        {
            blob.Read(new byte[blob.SizeInBytes]);
        }
        _ = blob.ElementCount;
    }

    // One part that cannot be read does not end the look at the others.
    private static void Quietly(Action action)
    {
        try
        {
            action();
        }
        catch (CoreMLException)
        {
            // An answer.
        }
    }
}
