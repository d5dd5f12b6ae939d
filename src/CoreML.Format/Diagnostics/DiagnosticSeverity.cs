namespace CoreML.Format;

/// <summary>How serious a <see cref="Diagnostic"/> is.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Worth knowing; nothing has to be done.</summary>
    Note,

    /// <summary>The model works, but something about it will surprise.</summary>
    Warning,

    /// <summary>The model cannot be used, or the requested work cannot be done.</summary>
    Error,
}
