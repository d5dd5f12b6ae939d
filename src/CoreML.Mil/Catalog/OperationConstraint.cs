namespace CoreML.Mil;

/// <summary>A condition that an operation's inputs have to meet, beyond their types and shapes.</summary>
/// <param name="Label">The label that diagnostics repeat, for example <c>C1</c>.</param>
/// <param name="Text">The condition in words.</param>
public sealed record OperationConstraint(string Label, string Text)
{
    internal OperationConstraint(string label, string text, VersionSpan span)
        : this(label, text) => Span = span;

    internal VersionSpan Span { get; }

    /// <summary>Label and text, for example <c>(C1) groups divides C</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"({Label}) {Text}";
}
