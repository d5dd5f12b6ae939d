using CoreML.Builders;
using CoreML.Format;
using CoreML.Mil;

// Each family has a file of its own. Name some of them to build only these; the models go into the current folder.
Dictionary<string, Func<CoreMLModel>> families = new()
{
    ["linear"] = Linear.Build,
    ["trees"] = Trees.Build,
    ["support-vectors"] = SupportVectors.Build,
    ["neighbors"] = Neighbors.Build,
    ["features"] = Features.Build,
    ["language"] = Language.Build,
    ["recommender"] = Recommender.Build,
    ["network"] = Network.Build,
    ["training"] = Training.Build,
    ["loop"] = Loop.Build,
    ["detector"] = Detector.Build,
};
foreach ((string name, Func<CoreMLModel> build) in families.Where(family => args.Length == 0 || args.Contains(family.Key)))
{
    string path = $"{name}.mlmodel";
    using (CoreMLModel built = build())
    {
        built.Save(path);
    }

    using CoreMLModel opened = CoreMLModel.Open(path);
    opened.Metadata.Author = "Samples";
    opened.Save(path);

    Console.WriteLine(path);
    Console.Write(ModelSummary.Of(opened).ToText());
    Console.WriteLine();
}
