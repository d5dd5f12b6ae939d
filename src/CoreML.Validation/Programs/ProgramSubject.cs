using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;
using Google.Protobuf.Collections;
using Program = CoreML.Specification.MILSpec.Program;

namespace CoreML.Validation;

/// <summary>An ML program as rules look at it: its message, and its graph if there is one.</summary>
internal sealed partial class ProgramSubject
{
    public ProgramSubject(ModelSubject model)
    {
        Model = model;
        Message = model.Model.MlProgram;
        MilProgramReader.TryRead(Message, model.Owner.SnapshotWeights(), out MilProgram? graph, out IReadOnlyList<Diagnostic> problems);
        Graph = graph;
        // A graph that was just read holds together, but for bodies that are missing.
        Problems = graph is null ? problems : MilVerifier.FindMissingBodies(graph);
    }

    public ModelSubject Model { get; }

    public Program Message { get; }

    /// <summary>The graph; <see langword="null"/> if the program is too damaged to have one.</summary>
    public MilProgram? Graph { get; }

    /// <summary>What keeps the program from being a graph, or its graph from being whole.</summary>
    public IReadOnlyList<Diagnostic> Problems { get; }

    /// <summary>The functions that the description tells of, each with the features that it should have. Without a
    /// description of functions that is <c>main</c>.</summary>
    public IEnumerable<DescribedFunction> Described
    {
        get
        {
            ModelDescription description = Model.Description;
            if (description.Functions.Count == 0)
            {
                return [new("main", "description", description.Input, description.Output, description.State, description.PredictedFeatureName, description.PredictedProbabilitiesName)];
            }
            return description.Functions.Select((function, i) => new DescribedFunction(
                function.Name, $"description.functions[{i}]", function.Input, function.Output, function.State,
                function.PredictedFeatureName, function.PredictedProbabilitiesName));
        }
    }

    /// <summary>Every described function that the graph has, with its body.</summary>
    public IEnumerable<(DescribedFunction Described, MilFunction Function, MilBlock Body)> Functions
    {
        get
        {
            foreach (DescribedFunction described in Described)
            {
                if (Graph?.Functions.Find(described.Name) is { } function && function.FindBlock(function.Opset) is { } body)
                {
                    yield return (described, function, body);
                }
            }
        }
    }

    /// <summary>A path inside the graph, under the stage's own.</summary>
    public string At(string path) => Model.Path.Length == 0 ? path : $"{Model.Path}/{path}";
}

/// <summary>A function as the description tells of it.</summary>
internal sealed record DescribedFunction(
    string Name, string Path, RepeatedField<FeatureDescription> Inputs, RepeatedField<FeatureDescription> Outputs,
    RepeatedField<FeatureDescription> States, string Predicted, string Probabilities);
