namespace CoreML.Mil;

/// <summary>What an input or output of an operation is.</summary>
public enum OperationParameterKind
{
    /// <summary>A tensor; a scalar or text if its shape says so.</summary>
    Tensor,

    /// <summary>A list.</summary>
    List,

    /// <summary>A state.</summary>
    State,

    /// <summary>A nested block.</summary>
    Block,

    /// <summary>A value of any type.</summary>
    Any,
}
