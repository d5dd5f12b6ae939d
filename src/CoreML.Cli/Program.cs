using System.CommandLine;
using CoreML.Cli;

var root = new RootCommand("Inspects, validates, copies, compares, edits and compresses Core ML models.")
{
    InfoVerb.Create(),
    DumpVerb.Create(),
    WeightsVerb.Create(),
    ExtractVerb.Create(),
    CopyVerb.Create(),
    DiffVerb.Create(),
    EditVerb.Create(),
    ToJsonVerb.Create(),
    FromJsonVerb.Create(),
    ValidateVerb.Create(),
    CompressVerb.Create(),
    DecompressVerb.Create(),
    Arguments.Quiet,
};
return Runner.Run(root, args);
