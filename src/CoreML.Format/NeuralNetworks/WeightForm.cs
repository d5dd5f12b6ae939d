namespace CoreML.Format;

/// <summary>The forms in which a neural network keeps a weight.</summary>
internal enum WeightForm
{
    /// <summary>There is no weight.</summary>
    None,

    /// <summary>Single precision.</summary>
    Float32,

    /// <summary>Half precision.</summary>
    Float16,

    /// <summary>Unsigned integers of 1 to 8 bits, packed.</summary>
    Packed,

    /// <summary>Signed bytes.</summary>
    Int8,

    /// <summary>More than one of the others.</summary>
    Several,
}
