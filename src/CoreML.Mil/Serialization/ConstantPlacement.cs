namespace CoreML.Mil;

/// <summary>Decides where a program's constants are written.</summary>
/// <param name="constant">A constant of the program; each is asked for wherever it occurs.</param>
/// <returns>Its place in a weight file; <see langword="null"/> to write it in place, into the specification.</returns>
public delegate WeightLocation? ConstantPlacement(TensorConstant constant);
