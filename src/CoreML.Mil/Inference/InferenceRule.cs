namespace CoreML.Mil;

/// <summary>Checks the conditions of an operation and says what it makes.</summary>
/// <param name="op">The operation's arguments, and where to put the answer.</param>
internal delegate void InferenceRule(InferenceContext op);
