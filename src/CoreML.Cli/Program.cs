using System.CommandLine;
using CoreML.Cli;

var root = new RootCommand("Inspects, copies, compares and compresses Core ML models.")
{
    InfoVerb.Create(),
    DumpVerb.Create(),
    WeightsVerb.Create(),
    ExtractVerb.Create(),
    CopyVerb.Create(),
    DiffVerb.Create(),
    CompressVerb.Create(),
    Arguments.Quiet,
};
return Runner.Run(root, args);
