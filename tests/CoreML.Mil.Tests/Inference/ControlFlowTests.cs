namespace CoreML.Mil.Tests;

/// <summary>Operations with blocks, and with more than a line says.</summary>
public class ControlFlowTests
{
    /// <summary>The operations that are tested here, since they have nested blocks.</summary>
    public static readonly string[] Operations = ["cond", "while_loop"];
}
