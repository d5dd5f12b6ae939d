using CoreML.Builder;
using CoreML.Format;
using CoreML.Specification;
using Behavior = CoreML.Specification.TreeEnsembleParameters.Types.TreeNode.Types.TreeNodeBehavior;
using Imputed = CoreML.Specification.Imputer.ImputedValueOneofCase;
using Marker = CoreML.Specification.Imputer.ReplaceValueOneofCase;
using ParamValue = CoreML.Specification.CustomModel.Types.CustomModelParamValue;
using TreeNode = CoreML.Specification.TreeEnsembleParameters.Types.TreeNode;
using Type = CoreML.Specification.Model.TypeOneofCase;

namespace CoreML.Conformance.Tests;

/// <summary>Builds a classic model again with the builders, from what another one holds.</summary>
internal static class ClassicRebuilder
{
    private static readonly Dictionary<Type, Func<Model, Model>> Rebuilders = new()
    {
        [Type.Pipeline] = model => RebuildPipeline(new PipelineBuilder(), model),
        [Type.PipelineClassifier] = model => RebuildPipeline(new PipelineBuilder().Classifier(), model),
        [Type.PipelineRegressor] = model => RebuildPipeline(new PipelineBuilder().Regressor(), model),
        [Type.GlmRegressor] = model =>
        {
            LinearRegressorBuilder builder = Predict(new LinearRegressorBuilder(), model).Transform(model.GlmRegressor.PostEvaluationTransform);
            Each(model.GlmRegressor.Weights, (weights, i) => builder.Result([.. weights.Value], model.GlmRegressor.Offset[i]));
            return Finish(builder, model);
        },
        [Type.GlmClassifier] = model =>
        {
            GLMClassifier p = model.GlmClassifier;
            LinearClassifierBuilder builder = Label(new LinearClassifierBuilder(), model, p.StringClassLabels, p.Int64ClassLabels)
                .Transform(p.PostEvaluationTransform).Encode(p.ClassEncoding);
            Each(p.Weights, (weights, i) => builder.Score([.. weights.Value], p.Offset[i]));
            return Finish(builder, model);
        },
        [Type.SupportVectorRegressor] = model =>
        {
            SupportVectorRegressor p = model.SupportVectorRegressor;
            SupportVectorRegressorBuilder builder = Predict(new SupportVectorRegressorBuilder(p.Kernel), model).Rho(p.Rho);
            Each(p.DenseSupportVectors?.Vectors ?? [], (vector, i) => builder.Vector([.. vector.Values], p.Coefficients.Alpha[i]));
            Each(p.SparseSupportVectors?.Vectors ?? [], (vector, i) => builder.SparseVector(Nodes(vector), p.Coefficients.Alpha[i]));
            return Finish(builder, model);
        },
        [Type.SupportVectorClassifier] = model =>
        {
            SupportVectorClassifier p = model.SupportVectorClassifier;
            SupportVectorClassifierBuilder builder =
                Label(new SupportVectorClassifierBuilder(p.Kernel), model, p.StringClassLabels, p.Int64ClassLabels)
                    .VectorsPerClass([.. p.NumberOfSupportVectorsPerClass]).Rho([.. p.Rho]);
            Each(p.DenseSupportVectors?.Vectors ?? [], (vector, i) => builder.Vector([.. vector.Values], [.. p.Coefficients.Select(c => c.Alpha[i])]));
            Each(
                p.SparseSupportVectors?.Vectors ?? [],
                (vector, i) => builder.SparseVector(Nodes(vector), [.. p.Coefficients.Select(c => c.Alpha[i])]));
            if (p.ProbA.Count != 0)
            {
                builder.Probabilities([.. p.ProbA], [.. p.ProbB]);
            }
            return Finish(builder, model);
        },
        [Type.TreeEnsembleRegressor] = model =>
        {
            TreeEnsembleParameters p = model.TreeEnsembleRegressor.TreeEnsemble;
            TreeEnsembleRegressorBuilder builder = Predict(new TreeEnsembleRegressorBuilder((int)p.NumPredictionDimensions), model)
                .Base([.. p.BasePredictionValue]).Transform(model.TreeEnsembleRegressor.PostEvaluationTransform);
            Trees(p, (id, nodes) => builder.Tree(tree => Add(tree, nodes), id));
            return Finish(builder, model);
        },
        [Type.TreeEnsembleClassifier] = model =>
        {
            TreeEnsembleClassifier p = model.TreeEnsembleClassifier;
            TreeEnsembleClassifierBuilder builder =
                Label(new TreeEnsembleClassifierBuilder((int)p.TreeEnsemble.NumPredictionDimensions), model, p.StringClassLabels, p.Int64ClassLabels)
                    .Base([.. p.TreeEnsemble.BasePredictionValue]).Transform(p.PostEvaluationTransform);
            Trees(p.TreeEnsemble, (id, nodes) => builder.Tree(tree => Add(tree, nodes), id));
            return Finish(builder, model);
        },
        [Type.KNearestNeighborsClassifier] = model =>
        {
            KNearestNeighborsClassifier p = model.KNearestNeighborsClassifier;
            var builder = new NearestNeighborsBuilder(p.NearestNeighborsIndex.NumberOfDimensions);
            Each(p.NearestNeighborsIndex.FloatSamples, (sample, i) =>
                _ = p.StringClassLabels is { } labels
                    ? builder.Sample([.. sample.Vector], labels.Vector[i])
                    : builder.Sample([.. sample.Vector], p.Int64ClassLabels.Vector[i]));
            builder.Neighbors(p.NumberOfNeighbors).Predicts(model.Description.PredictedFeatureName, NullIfEmpty(model.Description.PredictedProbabilitiesName));
            _ = p.DefaultClassLabelCase switch
            {
                KNearestNeighborsClassifier.DefaultClassLabelOneofCase.DefaultStringLabel => builder.DefaultLabel(p.DefaultStringLabel),
                KNearestNeighborsClassifier.DefaultClassLabelOneofCase.DefaultInt64Label => builder.DefaultLabel(p.DefaultInt64Label),
                _ => builder,
            };
            _ = p.NearestNeighborsIndex.SingleKdTreeIndex is { } tree ? builder.KdTree(tree.LeafSize) : builder;
            _ = p.InverseDistanceWeighting is not null ? builder.WeightedByDistance() : builder;
            _ = model.IsUpdatable ? builder.Updatable() : builder;
            return Finish(builder, model);
        },
        [Type.BayesianProbitRegressor] = model =>
        {
            BayesianProbitRegressor p = model.BayesianProbitRegressor;
            BayesianProbitRegressorBuilder builder = Predict(new BayesianProbitRegressorBuilder((int)p.NumberOfFeatures), model)
                .Bias(p.Bias.Mean, p.Bias.Precision);
            foreach (var feature in p.Features)
            {
                foreach (var weight in feature.Weights)
                {
                    builder.Weight((int)feature.FeatureId, weight.FeatureValue, weight.FeatureWeight.Mean, weight.FeatureWeight.Precision);
                }
            }
            Inputs(builder, model);
            return builder
                .Inputs(
                    p.RegressionInputFeatureName, NullIfEmpty(p.OptimismInputFeatureName), NullIfEmpty(p.SamplingScaleInputFeatureName),
                    NullIfEmpty(p.SamplingTruncationInputFeatureName))
                .Outputs(
                    NullIfEmpty(p.MeanOutputFeatureName), NullIfEmpty(p.VarianceOutputFeatureName),
                    NullIfEmpty(p.PessimisticProbabilityOutputFeatureName), NullIfEmpty(p.SampledProbabilityOutputFeatureName))
                .BuildSpecification();
        },
        [Type.ItemSimilarityRecommender] = model =>
        {
            ItemSimilarityRecommender p = model.ItemSimilarityRecommender;
            var builder = new ItemSimilarityRecommenderBuilder();
            _ = p.ItemStringIds is { } strings ? builder.Items([.. strings.Vector])
                : p.ItemInt64Ids is { } integers ? builder.Items([.. integers.Vector]) : builder;
            foreach (var item in p.ItemItemSimilarities)
            {
                builder.Similar(
                    (int)item.ItemId, [.. item.SimilarItemList.Select(other => ((int)other.ItemId, other.SimilarityScore))], item.ItemScoreAdjustment);
            }
            Inputs(builder, model);
            return builder
                .Inputs(
                    p.ItemInputFeatureName, NullIfEmpty(p.NumRecommendationsInputFeatureName), NullIfEmpty(p.ItemRestrictionInputFeatureName),
                    NullIfEmpty(p.ItemExclusionInputFeatureName))
                .Outputs(NullIfEmpty(p.RecommendedItemListOutputFeatureName), NullIfEmpty(p.RecommendedItemScoreOutputFeatureName))
                .BuildSpecification();
        },
        [Type.CustomModel] = model =>
        {
            var builder = new CustomModelBuilder(model.CustomModel.ClassName, model.CustomModel.Description);
            foreach ((string key, ParamValue value) in model.CustomModel.Parameters)
            {
                _ = value.ValueCase switch
                {
                    ParamValue.ValueOneofCase.DoubleValue => builder.Parameter(key, value.DoubleValue),
                    ParamValue.ValueOneofCase.StringValue => builder.Parameter(key, value.StringValue),
                    ParamValue.ValueOneofCase.IntValue => builder.Parameter(key, value.IntValue),
                    ParamValue.ValueOneofCase.LongValue => builder.Parameter(key, value.LongValue),
                    ParamValue.ValueOneofCase.BoolValue => builder.Parameter(key, value.BoolValue),
                    _ => builder.Parameter(key, value.BytesValue.Span),
                };
            }
            return FinishWithOutputs(builder, model);
        },
        [Type.LinkedModel] = model => FinishWithOutputs(
            new LinkedModelBuilder(
                model.LinkedModel.LinkedModelFile.LinkedModelFileName.DefaultValue,
                model.LinkedModel.LinkedModelFile.LinkedModelSearchPath.DefaultValue),
            model),
        [Type.ClassConfidenceThresholding] = model =>
        {
            var builder = new ClassConfidenceThresholdingBuilder();
            foreach (PrecisionRecallCurve curve in model.ClassConfidenceThresholding.PrecisionRecallCurves)
            {
                builder.Curve(
                    [.. curve.PrecisionValues.Vector], [.. curve.PrecisionConfidenceThresholds.Vector],
                    [.. curve.RecallValues.Vector], [.. curve.RecallConfidenceThresholds.Vector]);
            }
            return FinishWithOutputs(builder, model);
        },
        [Type.OneHotEncoder] = model =>
        {
            OneHotEncoder p = model.OneHotEncoder;
            OneHotEncoderBuilder builder = new OneHotEncoderBuilder().HandleUnknown(p.HandleUnknown);
            _ = p.StringCategories is { } strings ? builder.Categories([.. strings.Vector]) : builder.Categories([.. p.Int64Categories.Vector]);
            return FinishWithOutputs(p.OutputSparse ? builder.Sparse() : builder, model);
        },
        [Type.Imputer] = model =>
        {
            Imputer p = model.Imputer;
            var builder = new ImputerBuilder();
            _ = p.ImputedValueCase switch
            {
                Imputed.ImputedDoubleValue => builder.Fill(p.ImputedDoubleValue),
                Imputed.ImputedInt64Value => builder.Fill(p.ImputedInt64Value),
                Imputed.ImputedStringValue => builder.Fill(p.ImputedStringValue),
                Imputed.ImputedDoubleArray => builder.Fill([.. p.ImputedDoubleArray.Vector]),
                Imputed.ImputedInt64Array => builder.Fill([.. p.ImputedInt64Array.Vector]),
                Imputed.ImputedStringDictionary => builder.Fill(p.ImputedStringDictionary.Map),
                _ => builder.Fill(p.ImputedInt64Dictionary.Map),
            };
            _ = p.ReplaceValueCase switch
            {
                Marker.ReplaceDoubleValue => builder.Replace(p.ReplaceDoubleValue),
                Marker.ReplaceInt64Value => builder.Replace(p.ReplaceInt64Value),
                Marker.ReplaceStringValue => builder.Replace(p.ReplaceStringValue),
                _ => builder,
            };
            return FinishWithOutputs(builder, model);
        },
        [Type.FeatureVectorizer] = model =>
        {
            var builder = new FeatureVectorizerBuilder();
            Each(model.Description.Input, (input, i) =>
                builder.Input(input.Name, input.Type, (int)model.FeatureVectorizer.InputList.Single(column => column.InputColumn_ == input.Name).InputDimensions));
            return Outputs(builder, model).BuildSpecification();
        },
        [Type.DictVectorizer] = model =>
        {
            var builder = new DictVectorizerBuilder();
            _ = model.DictVectorizer.StringToIndex is { } strings
                ? builder.Keys([.. strings.Vector]) : builder.Keys([.. model.DictVectorizer.Int64ToIndex.Vector]);
            return FinishWithOutputs(builder, model);
        },
        [Type.Scaler] = model => FinishWithOutputs(
            new ScalerBuilder().Shift([.. model.Scaler.ShiftValue]).Scale([.. model.Scaler.ScaleValue]), model),
        [Type.CategoricalMapping] = model =>
        {
            CategoricalMapping p = model.CategoricalMapping;
            var builder = new CategoricalMappingBuilder();
            foreach ((string key, long value) in p.StringToInt64Map?.Map ?? [])
            {
                builder.Map(key, value);
            }
            foreach ((long key, string value) in p.Int64ToStringMap?.Map ?? [])
            {
                builder.Map(key, value);
            }
            _ = p.ValueOnUnknownCase switch
            {
                CategoricalMapping.ValueOnUnknownOneofCase.StrValue => builder.Unknown(p.StrValue),
                CategoricalMapping.ValueOnUnknownOneofCase.Int64Value => builder.Unknown(p.Int64Value),
                _ => builder,
            };
            return FinishWithOutputs(builder, model);
        },
        [Type.Normalizer] = model => FinishWithOutputs(new NormalizerBuilder(model.Normalizer.NormType), model),
        [Type.ArrayFeatureExtractor] = model => FinishWithOutputs(
            new ArrayFeatureExtractorBuilder().Pick([.. model.ArrayFeatureExtractor.ExtractIndex.Select(index => (int)index)]), model),
        [Type.NonMaximumSuppression] = model =>
        {
            NonMaximumSuppression p = model.NonMaximumSuppression;
            NonMaximumSuppressionBuilder builder = new NonMaximumSuppressionBuilder()
                .Thresholds(p.IouThreshold, p.ConfidenceThreshold).Outputs(p.ConfidenceOutputFeatureName, p.CoordinatesOutputFeatureName);
            _ = p.StringClassLabels is { } strings ? builder.Labels([.. strings.Vector])
                : p.Int64ClassLabels is { } integers ? builder.Labels([.. integers.Vector]) : builder;
            _ = p.PickTop.PerClass ? builder.PerClass() : builder;
            Inputs(builder, model);
            return builder
                .Inputs(
                    p.ConfidenceInputFeatureName, p.CoordinatesInputFeatureName, NullIfEmpty(p.IouThresholdInputFeatureName),
                    NullIfEmpty(p.ConfidenceThresholdInputFeatureName))
                .BuildSpecification();
        },
        [Type.Identity] = model => Finish(new IdentityBuilder(), model),
        [Type.TextClassifier] = model => Finish(
            new TextClassifierBuilder(
                (int)model.TextClassifier.Revision, model.TextClassifier.ModelParameterData.Span, model.Description.Output[0].Name,
                model.TextClassifier.Language).Labels([.. model.TextClassifier.StringClassLabels.Vector]),
            model),
        [Type.WordTagger] = model => Finish(
            new WordTaggerBuilder((int)model.WordTagger.Revision, model.WordTagger.ModelParameterData.Span, model.WordTagger.Language)
                .Tags([.. model.WordTagger.StringTags.Vector])
                .Outputs(
                    model.WordTagger.TokenTagsOutputFeatureName, NullIfEmpty(model.WordTagger.TokensOutputFeatureName),
                    NullIfEmpty(model.WordTagger.TokenLocationsOutputFeatureName), NullIfEmpty(model.WordTagger.TokenLengthsOutputFeatureName)),
            model),
        [Type.VisionFeaturePrint] = model => model.VisionFeaturePrint.Scene is { } scene
            ? FinishWithOutputs(new VisionFeaturePrintBuilder(scene.Version), model)
            : Finish(
                new VisionFeaturePrintBuilder(
                    model.VisionFeaturePrint.Objects.Version, model.VisionFeaturePrint.Objects.Output[0], model.VisionFeaturePrint.Objects.Output[1]),
                model),
        [Type.SoundAnalysisPreprocessing] = model =>
            new SoundAnalysisPreprocessingBuilder(model.Description.Input[0].Name, model.Description.Output[0].Name).BuildSpecification(),
        [Type.Gazetteer] = model => FinishWithOutputs(
            new GazetteerBuilder((int)model.Gazetteer.Revision, model.Gazetteer.ModelParameterData.Span, model.Gazetteer.Language)
                .Labels([.. model.Gazetteer.StringClassLabels.Vector]),
            model),
        [Type.WordEmbedding] = model => FinishWithOutputs(
            new WordEmbeddingBuilder((int)model.WordEmbedding.Revision, model.WordEmbedding.ModelParameterData.Span, model.WordEmbedding.Language),
            model),
        [Type.AudioFeaturePrint] = model => FinishWithOutputs(new AudioFeaturePrintBuilder(model.AudioFeaturePrint.Sound.Version), model),
    };

    /// <summary>The types that can be built again.</summary>
    public static IReadOnlyCollection<Type> Types => Rebuilders.Keys;

    /// <summary>The model again.</summary>
    public static Model Rebuild(Model model) => Rebuilders[model.TypeCase](model);

    private static Model RebuildPipeline(PipelineBuilder builder, Model model)
    {
        Inputs(builder, model);
        Pipeline pipeline = ModelStage.PipelineOf(model)!;
        Each(pipeline.Models, (stage, i) => builder.Stage(stage, i < pipeline.Names.Count ? pipeline.Names[i] : null));
        Each(model.Description.Output, (output, i) => builder.Output(output.Name, output.ShortDescription));
        return builder.BuildSpecification();
    }

    private static T Predict<T>(T builder, Model model)
        where T : RegressorBuilder<T> => builder.Predicts(
            model.Description.PredictedFeatureName, model.Description.Output.Single(output => output.Name == model.Description.PredictedFeatureName).Type);

    private static T Label<T>(T builder, Model model, StringVector? strings, Int64Vector? integers)
        where T : ClassifierBuilder<T>
    {
        _ = strings is not null ? builder.Labels([.. strings.Vector]) : builder.Labels([.. integers!.Vector]);
        return builder.Predicts(model.Description.PredictedFeatureName, NullIfEmpty(model.Description.PredictedProbabilitiesName));
    }

    private static Model Finish<T>(T builder, Model model)
        where T : FeatureModelBuilder<T> => Inputs(builder, model).BuildSpecification();

    private static Model FinishWithOutputs<T>(T builder, Model model)
        where T : TransformerBuilder<T> => Outputs(Inputs(builder, model), model).BuildSpecification();

    private static T Outputs<T>(T builder, Model model)
        where T : TransformerBuilder<T>
    {
        Texts(builder, model);
        foreach (FeatureDescription output in model.Description.Output)
        {
            builder.Output(output.Name, output.Type, output.ShortDescription);
        }
        return builder;
    }

    private static T Inputs<T>(T builder, Model model)
        where T : FeatureModelBuilder<T>
    {
        Texts(builder, model);
        foreach (FeatureDescription input in model.Description.Input)
        {
            builder.Input(input.Name, input.Type, input.ShortDescription);
        }
        return builder;
    }

    private static void Texts<T>(T builder, Model model)
        where T : ModelBuilder<T>
    {
        if (model.Description.Metadata is not { } metadata)
        {
            return;
        }
        builder.Describe(metadata.ShortDescription).Author(metadata.Author).License(metadata.License).Version(metadata.VersionString);
        foreach ((string key, string value) in metadata.UserDefined)
        {
            builder.Metadata(key, value);
        }
    }

    private static void Trees(TreeEnsembleParameters parameters, Action<ulong, IEnumerable<TreeNode>> add)
    {
        foreach (IGrouping<ulong, TreeNode> tree in parameters.Nodes.GroupBy(node => node.TreeId))
        {
            add(tree.Key, tree);
        }
    }

    private static void Add(TreeBuilder tree, IEnumerable<TreeNode> nodes)
    {
        foreach (TreeNode node in nodes)
        {
            _ = node.NodeBehavior == Behavior.LeafNode
                ? tree.Leaf(node.NodeId, [.. node.EvaluationInfo.Select(info => ((int)info.EvaluationIndex, info.EvaluationValue))], node.RelativeHitRate)
                : tree.Branch(
                    node.NodeId, (int)node.BranchFeatureIndex, node.NodeBehavior, node.BranchFeatureValue, node.TrueChildNodeId,
                    node.FalseChildNodeId, node.MissingValueTracksTrueChild, node.RelativeHitRate);
        }
    }

    private static (int, double)[] Nodes(SparseVector vector) => [.. vector.Nodes.Select(node => (node.Index, node.Value))];

    private static void Each<T>(IEnumerable<T> items, Action<T, int> act)
    {
        int i = 0;
        foreach (T item in items)
        {
            act(item, i++);
        }
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
