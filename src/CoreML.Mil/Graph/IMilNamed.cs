namespace CoreML.Mil;

/// <summary>A part of an ML program that others find by its name.</summary>
public interface IMilNamed
{
    /// <summary>The name.</summary>
    string Name { get; }
}
