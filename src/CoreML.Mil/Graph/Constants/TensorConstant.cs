using System.Diagnostics.CodeAnalysis;
using CoreML.Format;

namespace CoreML.Mil;

/// <summary>
/// A constant tensor; scalars and texts too. Its elements are in memory or in a weight file, where they stay until they
/// are read: type and shape are known without.
/// </summary>
public sealed partial class TensorConstant : MilConstant
{
    internal TensorConstant(TensorType type, TensorStorage storage)
        : base(type) => Storage = storage;

    /// <summary>The tensor's type.</summary>
    public new TensorType Type => (TensorType)base.Type;

    /// <summary>The type of the elements.</summary>
    public ElementType ElementType => Type.ElementType;

    /// <summary>The shape.</summary>
    public TensorShape Shape => Type.Shape;

    /// <summary>Number of elements; 1 for a scalar.</summary>
    /// <exception cref="CoreMLException">The shape has unknown dimensions or too many elements (CML4007).</exception>
    public long ElementCount => Shape.TryGetElementCount(out long count)
        ? count
        : throw MilDiagnostics.ConstantShape.Error($"A constant of type {Type} has no definite number of elements.", path: Path);

    /// <summary>Number of bytes the elements take, packed; 0 for texts.</summary>
    /// <exception cref="CoreMLException">The shape has unknown dimensions or too many elements (CML4007).</exception>
    public long SizeInBytes
    {
        get
        {
            long count = ElementCount;
            if (ElementType == ElementType.String)
            {
                return 0;
            }
            // The widest element has 8 bytes.
            return count <= long.MaxValue / 8
                ? ElementType.ByteCount(count)
                : throw MilDiagnostics.ConstantShape.Error($"A constant of type {Type} is too large.", path: Path);
        }
    }

    /// <summary>Where in a weight file the elements are; <see langword="null"/> if they are in memory.</summary>
    public WeightLocation? WeightLocation => (Storage as WeightFileStorage)?.Location;

    internal TensorStorage Storage { get; }

    /// <summary>The text, if this is one.</summary>
    /// <param name="text">The text, or <see langword="null"/>.</param>
    /// <returns>Whether this is a scalar of texts.</returns>
    public bool TryGetString([NotNullWhen(true)] out string? text)
    {
        text = Storage is StringStorage { Values: [string only] } && ElementType == ElementType.String
            && Shape.TryGetElementCount(out long count) && count == 1
            ? only
            : null;
        return text is not null;
    }

    internal CoreMLException Mismatch(string expected, string found) => MilDiagnostics.ConstantMismatch.Error(
        $"A constant of type {Type} has other elements than its type says.", path: Path, expected: expected, found: found);
}
