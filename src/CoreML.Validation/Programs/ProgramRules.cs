using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;
using Google.Protobuf.Collections;
using static CoreML.Format.DiagnosticSeverity;

namespace CoreML.Validation;

/// <summary>ML programs: the graph, and its functions against the description. Core ML's own check never looks there.</summary>
internal static class ProgramRules
{
    public static readonly RuleSet<ProgramSubject> All = new("ML programs")
    {
        { FormatDiagnostics.NestingTooDeep, (program, report) => report.Pass(program.Problems, program.Model.Path, program.Model.In("")) },
        { MilDiagnostics.UndefinedValue },
        { MilDiagnostics.ValueNotVisible },
        { MilDiagnostics.DuplicateName },
        { MilDiagnostics.FunctionWithoutBody },
        { MilDiagnostics.UnknownOperation, TypesFollow },
        { MilDiagnostics.NotInOpset },
        { MilDiagnostics.MissingInput },
        { MilDiagnostics.UnknownInput },
        { MilDiagnostics.NotConstant },
        { MilDiagnostics.WrongElementType },
        { MilDiagnostics.WrongShape },
        { MilDiagnostics.Constraint },
        { MilDiagnostics.WrongOutput },
        { MilDiagnostics.WrongKind },
        { MilDiagnostics.WrongText },
        { MilDiagnostics.SizeOverflow },
        { "CML8801", "A function that the description tells of is not in the program.",
            "Name the functions of program and description equally; without a description of functions there is one, 'main'.", FunctionsExist },
        { "CML8802", "A function is written for an opset that is not known.", "Use CoreML5 to CoreML9.", OpsetsAreKnown },
        { "CML8803", "The inputs of a function are not those of the description.", "Describe each input of the function, by its name, and no other.", InputsMatch },
        { "CML8804", "The outputs of a function are not those of the description.", "Describe each output of the function, by its name, and no other.", OutputsMatch },
        { "CML8805", "A feature is described otherwise than the program has it.",
            "Give the feature the element type and shape of its value; integers other than int32 and int8 need a cast.", TypesMatch },
        { "CML8806", "The states of a function are not those of the description.", "Describe each state of the function, by its name, in 'state'.", StatesMatch },
        { "CML8807", Warning, "The version of the program is not 1.", "Set the version of the program to 1.", VersionIsOne },
        { "CML8808", Warning, "The predicted feature of a program is not one of its outputs.",
            "Set predictedFeatureName and predictedProbabilitiesName to outputs, of a type that fits, or clear them.", PredictionExists },
        { "CML8809", Warning, "A function of the program is not described.", "Describe the function, or remove it.", FunctionsAreDescribed },
        { "CML8810", Note, "Operations of a function do not matter for its outputs.", "Remove them to make the model smaller.", OperationsMatter },
        { "CML8811", Warning, "A name in a program is not an identifier.",
            "Use letters, digits and underscores, not beginning with a digit; other names may not survive compilation.", NamesAreIdentifiers },
    };

    private static void TypesFollow(ProgramSubject program, RuleReport report)
    {
        if (program.Graph is { } graph && program.Problems.Count == 0)
        {
            report.Pass(TypeInference.Check(graph), program.Model.Path, program.Model.In(""));
        }
    }

    private static void FunctionsExist(ProgramSubject program, RuleReport report)
    {
        foreach (DescribedFunction described in program.Described)
        {
            if (!program.Message.Functions.ContainsKey(described.Name))
            {
                report.Add(program.Model.In("functions"), $"'{described.Name}'", string.Join(", ", program.Message.Functions.Keys.Take(8).Select(name => $"'{name}'").DefaultIfEmpty("none")));
            }
        }
    }

    private static void OpsetsAreKnown(ProgramSubject program, RuleReport report)
    {
        foreach ((string name, Specification.MILSpec.Function function) in program.Message.Functions)
        {
            if (!Opsets.TryParse(function.Opset, out _))
            {
                report.Add(program.At(name), "CoreML5 to CoreML9", $"'{function.Opset}'");
            }
        }
    }

    private static void InputsMatch(ProgramSubject program, RuleReport report)
    {
        foreach ((DescribedFunction described, MilFunction function, _) in program.Functions)
        {
            string[] values = [.. function.Inputs.Where(input => input.Type is not StateType).Select(input => input.Name)];
            string[] features = [.. described.Inputs.Where(input => input.Type?.StateType is null).Select(input => input.Name)];
            Compare(program, $"{described.Path}.input", values, features, report);
        }
    }

    private static void OutputsMatch(ProgramSubject program, RuleReport report)
    {
        foreach ((DescribedFunction described, _, MilBlock body) in program.Functions)
        {
            Compare(program, $"{described.Path}.output", [.. body.Outputs.Select(output => output.Name)], [.. described.Outputs.Select(output => output.Name)], report);
        }
    }

    // Core ML also takes states that are described among the inputs.
    private static void StatesMatch(ProgramSubject program, RuleReport report)
    {
        foreach ((DescribedFunction described, MilFunction function, _) in program.Functions)
        {
            string[] values = [.. function.Inputs.Where(input => input.Type is StateType).Select(input => input.Name)];
            string[] features = [.. described.States.Concat(described.Inputs.Where(input => input.Type?.StateType is not null)).Select(state => state.Name)];
            Compare(program, $"{described.Path}.state", values, features, report);
        }
    }

    private static void Compare(ProgramSubject program, string path, string[] values, string[] features, RuleReport report)
    {
        string[] undescribed = [.. values.Except(features)];
        string[] unknown = [.. features.Except(values)];
        if (undescribed.Length > 0 || unknown.Length > 0)
        {
            report.Add(program.Model.At(path), Names(values), Names(features));
        }

        static string Names(string[] names) => string.Join(", ", names.Take(8).Select(name => $"'{name}'").DefaultIfEmpty("none")) + (names.Length > 8 ? ", …" : "");
    }

    private static void TypesMatch(ProgramSubject program, RuleReport report)
    {
        foreach ((DescribedFunction described, MilFunction function, MilBlock body) in program.Functions)
        {
            Check($"{described.Path}.input", described.Inputs, function.Inputs.Find);
            Check($"{described.Path}.output", described.Outputs, body.Outputs.Find);
            Check($"{described.Path}.state", described.States, function.Inputs.Find);
        }

        void Check(string list, RepeatedField<FeatureDescription> features, Func<string, MilValue?> find)
        {
            for (int i = 0; i < features.Count; i++)
            {
                if (find(features[i].Name) is { } value && !TypeComparison.Fits(features[i].Type, value.Type))
                {
                    report.Add(program.Model.At($"{list}[{i}].type"), $"a feature for {value.Type}", FeatureText.Of(features[i].Type));
                }
            }
        }
    }

    private static void VersionIsOne(ProgramSubject program, RuleReport report)
    {
        if (program.Message.Version != 1)
        {
            report.Add(program.Model.In("version"), "1", $"{program.Message.Version}");
        }
    }

    private static void PredictionExists(ProgramSubject program, RuleReport report)
    {
        foreach ((DescribedFunction described, _, MilBlock body) in program.Functions)
        {
            bool classifies = body.Operations.Any(operation => operation.Type == "classify");
            Check("predictedFeatureName", described.Predicted, classifies, type => type?.StringType is not null || type?.Int64Type is not null);
            Check("predictedProbabilitiesName", described.Probabilities, false, type => type?.DictionaryType is not null || type?.MultiArrayType is not null);

            void Check(string field, string name, bool required, Func<FeatureType?, bool> fits)
            {
                FeatureDescription? output = described.Outputs.FirstOrDefault(output => output.Name == name);
                if (name.Length > 0 ? output is null || !fits(output.Type) : required)
                {
                    report.Add(
                        program.Model.At($"{described.Path}.{field}"), "the name of an output of fitting type",
                        output is null ? $"'{name}'" : $"'{name}' of type {FeatureText.Of(output.Type)}");
                }
            }
        }
    }

    private static void FunctionsAreDescribed(ProgramSubject program, RuleReport report)
    {
        foreach (string name in program.Message.Functions.Keys.Except(program.Described.Select(function => function.Name)))
        {
            report.Add(program.At(name), "a description of the function", "none");
        }
    }

    private static void OperationsMatter(ProgramSubject program, RuleReport report)
    {
        foreach (MilFunction function in program.Graph?.Functions ?? default)
        {
            foreach (MilBlock block in function.Blocks)
            {
                MilOperation[] idle = [.. block.Operations.Where(operation => operation.Outputs.Count > 0 && operation.Outputs.All(output => output.Uses.Count == 0))];
                if (idle.Length > 0)
                {
                    report.Add(program.At(idle[0].Path), "a use of what the operation makes", idle.Length == 1 ? idle[0].Type : $"{idle.Length} operations that nothing uses");
                }
            }
        }
    }

    private static void NamesAreIdentifiers(ProgramSubject program, RuleReport report)
    {
        foreach (MilFunction function in program.Graph?.Functions ?? default)
        {
            string? odd = function.Inputs.Select(input => input.Name)
                .Concat(function.Blocks.SelectMany(block => block.Operations).SelectMany(operation => operation.Outputs).Select(output => output.Name))
                .FirstOrDefault(name => !IsIdentifier(name));
            if (odd is not null)
            {
                report.Add(program.At(function.Name), "letters, digits and underscores", $"'{odd}'");
            }
        }
    }

    private static bool IsIdentifier(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
}
