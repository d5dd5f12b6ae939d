namespace CoreML.Format;

/// <summary>
/// A kind of diagnostic: its stable code, what it is about, and how serious it is. Every descriptor has a page of
/// the same code in <c>docs/diagnostics</c>.
/// </summary>
/// <param name="Code">The stable code, <c>CML</c> and four digits. The first digit tells the area: 1 files and
/// packages, 2 the specification's bytes, 3 weight storage, 4 ML programs, 5 compression, 6 editing, 7 building,
/// 8 validation, 9 the command line.</param>
/// <param name="Title">One sentence that says what is wrong, without particulars.</param>
/// <param name="Severity">How serious it is.</param>
/// <param name="Advice">What to do about it in general.</param>
public sealed record DiagnosticDescriptor(string Code, string Title, DiagnosticSeverity Severity, string Advice)
{
    /// <summary>Makes a diagnostic of this kind.</summary>
    /// <param name="message">What is wrong, with particulars; the <see cref="Title"/> if <see langword="null"/>.</param>
    /// <param name="path">Where in the model: for example <c>main/conv_3.weight</c> or <c>neuralNetwork.layers[3]</c>.</param>
    /// <param name="file">The file or package item concerned.</param>
    /// <param name="offset">Position in <paramref name="file"/>, in bytes.</param>
    /// <param name="expected">What would have been right.</param>
    /// <param name="found">What was there instead.</param>
    /// <param name="advice">What to do; the general <see cref="Advice"/> if <see langword="null"/>.</param>
    /// <returns>The diagnostic.</returns>
    public Diagnostic Create(
        string? message = null,
        string? path = null,
        string? file = null,
        long? offset = null,
        string? expected = null,
        string? found = null,
        string? advice = null) =>
        new(this, message ?? Title)
        {
            Path = path,
            File = file,
            Offset = offset,
            Expected = expected,
            Found = found,
            Advice = advice ?? Advice,
        };

    /// <summary>Makes an exception that carries one diagnostic of this kind.</summary>
    /// <param name="message">What is wrong, with particulars; the <see cref="Title"/> if <see langword="null"/>.</param>
    /// <param name="path">Where in the model.</param>
    /// <param name="file">The file or package item concerned.</param>
    /// <param name="offset">Position in <paramref name="file"/>, in bytes.</param>
    /// <param name="expected">What would have been right.</param>
    /// <param name="found">What was there instead.</param>
    /// <param name="advice">What to do; the general <see cref="Advice"/> if <see langword="null"/>.</param>
    /// <param name="inner">The exception that revealed the problem, if any.</param>
    /// <returns>The exception, to be thrown by the caller.</returns>
    public CoreMLException Error(
        string? message = null,
        string? path = null,
        string? file = null,
        long? offset = null,
        string? expected = null,
        string? found = null,
        string? advice = null,
        Exception? inner = null) =>
        new([Create(message, path, file, offset, expected, found, advice)], inner);
}
