namespace CoreML.Mil;

/// <summary>
/// A constant that a file gives incompletely, or in a way this library does not know: it is carried along and written
/// back as it was. Only readers make it.
/// </summary>
public sealed class OpaqueConstant : MilConstant
{
    internal OpaqueConstant(MilType type)
        : base(type)
    {
    }
}
