using CoreML.Format;
using CoreML.Specification;
using Google.Protobuf.Collections;
using static CoreML.Format.DiagnosticSeverity;
using Feature = CoreML.Specification.FeatureType.TypeOneofCase;
using Kind = CoreML.Specification.Model.TypeOneofCase;

namespace CoreML.Validation;

/// <summary>Extractors, vectorizers, encoders, mappings and normalizers.</summary>
internal static class FeatureEngineeringRules
{
    public static readonly RuleSet<ModelSubject> All = new("feature engineering")
    {
        { "CML8441", "An extractor gives one number but does not extract one element.", "Give exactly one extractIndex for an output of type double.", ExtractsOne },
        { "CML8442", Warning, "An extractor's index is not one of its input's elements.", "Use indices below the number of elements, at least one.", IndicesExist },
        { "CML8443", "A model that translates has nothing to translate by.",
            "Set the mapping of a categorical mapping, the map of a dictionary vectorizer, the categories of a one-hot encoder.", HasMap },
        { "CML8444", "A categorical mapping's value for unknowns is of the wrong kind.", "Set strValue for a mapping to texts, int64Value for one to numbers.", UnknownFits },
        { "CML8445", "A categorical mapping of a sequence does not give the sequence that it maps to.",
            "Describe input and output as sequences of what is mapped and of what it is mapped to.", SequencesFit },
        { "CML8446", "A column of a feature vectorizer has no dimensions.", "Set inputDimensions of every column to 1 or more.", ColumnsHaveSizes },
        { "CML8447", Warning, "A feature vectorizer's columns are not its inputs.", "Name one input in each column.", ColumnsAreInputs },
        { "CML8448", "A normalizer's norm is not known.", "Use LMax, L1 or L2.", NormIsKnown },
        { "CML8449", Warning, "The keys or categories are of another kind than the input.",
            "Use texts for inputs with texts, numbers for inputs with int64.", KeysFit },
        { "CML8450", Warning, "A category is there twice.", "List each category once.", CategoriesDiffer },
        { "CML8451", Warning, "An identity's outputs are not its inputs.", "Describe the same features as inputs and outputs.", IdentityKeeps },
    };

    private static FeatureType? TypeOf(RepeatedField<FeatureDescription> features) => features is [{ Type: var type }, ..] ? type : null;

    private static void ExtractsOne(ModelSubject model, RuleReport report)
    {
        if (model.Model.ArrayFeatureExtractor is { ExtractIndex.Count: not 1 } extractor
            && TypeOf(model.Description.Output) is { TypeCase: Feature.DoubleType })
        {
            report.Add(model.In("extractIndex"), "one index", $"{extractor.ExtractIndex.Count}");
        }
    }

    private static void IndicesExist(ModelSubject model, RuleReport report)
    {
        if (model.Model.ArrayFeatureExtractor is not { } extractor)
        {
            return;
        }
        if (extractor.ExtractIndex.Count == 0)
        {
            report.Add(model.In("extractIndex"), "at least one index", "none");
        }
        if (InputValues.Count(model) is { } elements && extractor.ExtractIndex.FirstOrDefault(index => index >= (ulong)elements) is > 0 and var index)
        {
            report.Add(model.In("extractIndex"), $"below {elements}", $"{index}");
        }
    }

    private static void HasMap(ModelSubject model, RuleReport report)
    {
        bool missing = model.Model switch
        {
            { CategoricalMapping: { } mapping } => mapping.MappingTypeCase == CategoricalMapping.MappingTypeOneofCase.None,
            { DictVectorizer: { } vectorizer } => vectorizer.MapCase == DictVectorizer.MapOneofCase.None,
            { OneHotEncoder: { } encoder } => encoder.CategoryTypeCase == OneHotEncoder.CategoryTypeOneofCase.None,
            _ => false,
        };
        if (missing)
        {
            report.Add(model.In(""), "a map or categories", "none");
        }
    }

    private static void UnknownFits(ModelSubject model, RuleReport report)
    {
        if (model.Model.CategoricalMapping is { } mapping
            && ((mapping.Int64ToStringMap is not null && mapping.HasInt64Value) || (mapping.StringToInt64Map is not null && mapping.HasStrValue)))
        {
            report.Add(model.In("valueOnUnknown"), mapping.StringToInt64Map is null ? "strValue" : "int64Value", mapping.ValueOnUnknownCase.ToString());
        }
    }

    private static void SequencesFit(ModelSubject model, RuleReport report)
    {
        if (model.Model.CategoricalMapping is not { MappingTypeCase: not CategoricalMapping.MappingTypeOneofCase.None } mapping
            || TypeOf(model.Description.Input)?.SequenceType is not { } input)
        {
            return;
        }
        (SequenceFeatureType.TypeOneofCase keys, SequenceFeatureType.TypeOneofCase values) = mapping.StringToInt64Map is not null
            ? (SequenceFeatureType.TypeOneofCase.StringType, SequenceFeatureType.TypeOneofCase.Int64Type)
            : (SequenceFeatureType.TypeOneofCase.Int64Type, SequenceFeatureType.TypeOneofCase.StringType);
        if (input.TypeCase != keys)
        {
            report.Add(model.At("description.input[0].type"), $"a sequence of {keys}", $"a sequence of {input.TypeCase}");
        }
        FeatureType? output = TypeOf(model.Description.Output);
        if (output?.SequenceType?.TypeCase != values)
        {
            report.Add(model.At("description.output[0].type"), $"a sequence of {values}", FeatureText.Of(output));
        }
    }

    private static void ColumnsHaveSizes(ModelSubject model, RuleReport report)
    {
        for (int i = 0; i < model.Model.FeatureVectorizer?.InputList.Count; i++)
        {
            if (model.Model.FeatureVectorizer.InputList[i].InputDimensions == 0)
            {
                report.Add(model.In($"inputList[{i}].inputDimensions"), "at least 1", "0");
            }
        }
    }

    private static void ColumnsAreInputs(ModelSubject model, RuleReport report)
    {
        if (model.Model.FeatureVectorizer is not { } vectorizer)
        {
            return;
        }
        if (vectorizer.InputList.Count == 0)
        {
            report.Add(model.In("inputList"), "a column for each input", "none");
        }
        for (int i = 0; i < vectorizer.InputList.Count; i++)
        {
            if (model.FindInput(vectorizer.InputList[i].InputColumn_) is null)
            {
                report.Add(model.In($"inputList[{i}].inputColumn"), "the name of an input", $"'{vectorizer.InputList[i].InputColumn_}'");
            }
        }
    }

    private static void NormIsKnown(ModelSubject model, RuleReport report)
    {
        if (model.Model.Normalizer is { } normalizer && !Enum.IsDefined(normalizer.NormType))
        {
            report.Add(model.In("normType"), "LMax, L1 or L2", $"{(int)normalizer.NormType}");
        }
    }

    private static void KeysFit(ModelSubject model, RuleReport report)
    {
        bool? texts = model.Model switch
        {
            { DictVectorizer: { MapCase: not DictVectorizer.MapOneofCase.None } vectorizer } => vectorizer.StringToIndex is not null,
            { OneHotEncoder: { CategoryTypeCase: not OneHotEncoder.CategoryTypeOneofCase.None } encoder } => encoder.StringCategories is not null,
            _ => null,
        };
        bool? given = TypeOf(model.Description.Input) switch
        {
            { StringType: not null } or { DictionaryType.StringKeyType: not null } => true,
            { Int64Type: not null } or { DictionaryType.Int64KeyType: not null } => false,
            _ => null,
        };
        if (texts != given && texts is not null && given is not null)
        {
            report.Add(model.In(""), given.Value ? "texts" : "numbers", texts.Value ? "texts" : "numbers");
        }
    }

    private static void CategoriesDiffer(ModelSubject model, RuleReport report)
    {
        string? twice = model.Model switch
        {
            { OneHotEncoder.StringCategories: { } texts } => texts.Vector.FindDuplicate(text => text),
            { OneHotEncoder.Int64Categories: { } numbers } => numbers.Vector.FindDuplicate(number => $"{number}"),
            { DictVectorizer.StringToIndex: { } texts } => texts.Vector.FindDuplicate(text => text),
            { DictVectorizer.Int64ToIndex: { } numbers } => numbers.Vector.FindDuplicate(number => $"{number}"),
            _ => null,
        };
        if (twice is not null)
        {
            report.Add(model.In(""), "categories that differ", $"'{twice}' twice");
        }
    }

    private static void IdentityKeeps(ModelSubject model, RuleReport report)
    {
        for (int i = 0; i < model.Description.Output.Count && model.Type == Kind.Identity; i++)
        {
            FeatureDescription output = model.Description.Output[i];
            if (model.FindInput(output.Name) is not { } input || !FeatureComparison.AreSame(input.Type, output.Type))
            {
                report.Add(model.At($"description.output[{i}]"), "an input of the same name and type", $"'{output.Name}': {FeatureText.Of(output.Type)}");
            }
        }
    }
}
