using CoreML.Format;
using CoreML.Specification;
using ColorSpace = CoreML.Specification.ImageFeatureType.Types.ColorSpace;

namespace CoreML.Mil;

/// <summary>
/// What a network does to an image before its first layer: <c>scale * pixel + bias</c>, with a bias for each colour. Networks
/// do so with images only; for an array of the same values a layer does it.
/// </summary>
internal static class ImageScaling
{
    /// <summary>The steps that an input goes through.</summary>
    public static NeuralNetworkPreprocessing[] Of(Model model, string input) =>
        [.. (NetworkParts.PreprocessingOf(model) ?? []).Where(step => step.FeatureName == input || step.FeatureName.Length == 0)];

    /// <summary>Whether a layer can do the same: there is one scaler, and it is for this input alone.</summary>
    public static bool CanBeLayer(Model model, NeuralNetworkPreprocessing[] steps) =>
        steps is [{ Scaler: not null } only]
        && (only.FeatureName.Length > 0 || model.Description.Input.Count(input => input.Type?.ImageType is not null) == 1);

    /// <summary>Lets a layer behind an input do what is done to the image now.</summary>
    public static void MoveIntoLayer(Model model, FeatureDescription input)
    {
        NeuralNetworkPreprocessing step = Of(model, input.Name).Single();
        NetworkParts.PreprocessingOf(model)!.Remove(step);
        // Everything inside takes the scaled values instead.
        var names = new NameMap();
        ModelNames.VisitInside(model, names);
        string scaled = $"{input.Name}_scaled";
        names[input.Name] = names.Met.Contains(scaled) ? names.MakeFree(scaled) : scaled;
        ModelNames.VisitInside(model, names);
        float[] bias = Bias(step.Scaler, input.Type.ImageType.ColorSpace);
        NetworkParts.LayersOf(model)!.Insert(0, new NeuralNetworkLayer
        {
            Name = names[input.Name],
            Input = { input.Name },
            Output = { names[input.Name] },
            Scale = new ScaleLayerParams
            {
                ShapeScale = { 1 },
                Scale = new WeightParams { FloatValue = { step.Scaler.ChannelScale } },
                HasBias = true,
                ShapeBias = { (ulong)bias.Length },
                Bias = new WeightParams { FloatValue = { bias } },
            },
        });
    }

    private static float[] Bias(NeuralNetworkImageScaler scaler, ColorSpace space) => space switch
    {
        ColorSpace.Rgb => [scaler.RedBias, scaler.GreenBias, scaler.BlueBias],
        ColorSpace.Bgr => [scaler.BlueBias, scaler.GreenBias, scaler.RedBias],
        _ => [scaler.GrayBias],
    };
}
