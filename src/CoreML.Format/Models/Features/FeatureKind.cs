namespace CoreML.Format;

/// <summary>What a feature is to its model.</summary>
public enum FeatureKind
{
    /// <summary>Given to a prediction.</summary>
    Input,

    /// <summary>Given back by a prediction.</summary>
    Output,

    /// <summary>Kept from one prediction to the next.</summary>
    State,

    /// <summary>Given to an update of the model on the device.</summary>
    TrainingInput,
}
