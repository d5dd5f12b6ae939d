using System.Runtime.InteropServices;
using CoreML.Format;

namespace CoreML.Mil;

/// <summary>Values in the type and shape of the weight that they replace.</summary>
internal sealed class NewValues
{
    private readonly TensorType _type;

    private NewValues(TensorType type, ReadOnlyMemory<byte> packed)
    {
        _type = type;
        Packed = packed;
    }

    /// <summary>The values as weight files keep them.</summary>
    public ReadOnlyMemory<byte> Packed { get; }

    /// <exception cref="CoreMLException">CML6103: the values do not fit the weight.</exception>
    public static NewValues For(ModelWeight weight, TensorConstant values)
    {
        var type = new TensorType(weight.ElementType, TensorShape.FromSizes([.. weight.Shape]));
        bool shaped = values.Shape.Rank == 1 || values.Shape == type.Shape;
        if (!shaped || values.ElementCount != weight.ElementCount)
        {
            throw MilDiagnostics.WeightMisfit.Error(path: weight.Path, expected: type.ToString(), found: values.Type.ToString());
        }
        if (values.ElementType == type.ElementType)
        {
            return new NewValues(type, values.ToPacked());
        }
        if (!values.ElementType.IsFloat || type.ElementType is not (ElementType.Float16 or ElementType.Float32 or ElementType.Float64))
        {
            throw MilDiagnostics.WeightMisfit.Error(path: weight.Path, expected: type.ToString(), found: values.Type.ToString());
        }
        byte[] packed = new byte[type.ElementType.ByteCount(weight.ElementCount)];
        if (type.ElementType == ElementType.Float64)
        {
            double[] doubles = Array.ConvertAll(values.ToSingles(), value => (double)value);
            MemoryMarshal.AsBytes<double>(doubles).CopyTo(packed);
        }
        else
        {
            NumericConversion.Narrow(type.ElementType, values.ToSingles(), packed);
        }
        return new NewValues(type, packed);
    }

    public TensorConstant ToConstant() => TensorConstant.FromPacked(_type, Packed);
}
