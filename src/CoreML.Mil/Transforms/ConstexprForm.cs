using System.Numerics;
using CoreML.Format;

namespace CoreML.Mil;

/// <summary>
/// Puts compressed constants into the form of another opset. Operations up to iOS 17 have attributes, indices and masks
/// as raw bytes, and a shape; from iOS 18 on they have inputs, and indices and masks of types of their own. The bytes
/// are the same.
/// </summary>
internal static class ConstexprForm
{
    // The parameter that is raw bytes in the old form, if there is one.
    private static readonly Dictionary<string, string?> Operations = new(StringComparer.Ordinal)
    {
        ["constexpr_cast"] = null,
        ["constexpr_lut_to_dense"] = "indices",
        ["constexpr_sparse_to_dense"] = "mask",
    };

    /// <summary>Changes the form of an operation whose versions have different ones.</summary>
    /// <returns>Whether it has the other form now; else nothing is changed.</returns>
    public static bool Change(MilOperation operation, OperationVersion old, OperationVersion wanted)
    {
        if (!Operations.TryGetValue(operation.Type, out string? packed))
        {
            return false;
        }
        bool up = wanted.Opset >= Opset.CoreML8;
        Dictionary<string, TensorConstant>? parameters = Parameters(operation, old);
        if (parameters is null || (packed is not null && !(up ? Unpack(parameters, packed) : Pack(parameters, packed))))
        {
            return false;
        }
        foreach (OperationParameter parameter in old.Inputs)
        {
            operation.Attributes.Remove(parameter.Name);
            MilOperation? definition = operation.Inputs.Find(parameter.Name)?.Value?.Operation;
            operation.RemoveInput(parameter.Name);
            if (definition is { Outputs: [{ Uses.Count: 0 }] })
            {
                definition.Remove();
            }
        }
        foreach (OperationParameter parameter in wanted.Inputs.Where(parameter => parameters.ContainsKey(parameter.Name)))
        {
            if (up)
            {
                operation.SetInput(parameter.Name, parameters[parameter.Name]);
            }
            else
            {
                operation.Attributes[parameter.Name] = parameters[parameter.Name];
            }
        }
        return true;
    }

    // Parameters that other operations decode have no older form.
    private static Dictionary<string, TensorConstant>? Parameters(MilOperation operation, OperationVersion version)
    {
        var parameters = new Dictionary<string, TensorConstant>(StringComparer.Ordinal);
        foreach (OperationParameter parameter in version.Inputs)
        {
            MilInput? input = operation.Inputs.Find(parameter.Name);
            if ((input?.Constant ?? operation.FindAttribute(parameter.Name)) is TensorConstant constant)
            {
                parameters[parameter.Name] = constant;
            }
            else if (input is not null)
            {
                return null;
            }
        }
        return parameters;
    }

    private static bool Unpack(Dictionary<string, TensorConstant> parameters, string packed)
    {
        TensorShape shape = TensorShape.FromSizes(parameters["shape"].ToIntegers());
        parameters.Remove("shape");
        ElementType? type = ElementType.UInt1;
        if (parameters.TryGetValue("lut", out TensorConstant? table))
        {
            type = IndexType(table.ElementCount);
            parameters["lut"] = WithShape(table, TensorShape.FromSizes([.. Enumerable.Repeat(1L, shape.Rank), table.ElementCount, 1]));
        }
        TensorConstant bytes = parameters[packed];
        if (type is not { } unpacked || unpacked.ByteCount(shape.ElementCount) != bytes.SizeInBytes)
        {
            return false;
        }
        parameters[packed] = TensorConstant.FromContent(shape, new OtherType(bytes.ToContent(), unpacked, shape.ElementCount));
        return true;
    }

    private static bool Pack(Dictionary<string, TensorConstant> parameters, string packed)
    {
        TensorConstant elements = parameters[packed];
        if (parameters.TryGetValue("lut", out TensorConstant? table))
        {
            long[] sizes = table.Shape.ToSizes();
            long entries = sizes[^2];
            // One table of single elements.
            if (entries != table.ElementCount || parameters.Remove("vector_axis") || IndexType(entries) is null)
            {
                return false;
            }
            parameters["lut"] = WithShape(table, [entries]);
        }
        long count = elements.SizeInBytes;
        parameters["shape"] = TensorConstant.Vector<uint>([.. elements.Shape.ToSizes().Select(size => checked((uint)size))]);
        parameters[packed] = TensorConstant.FromContent([count], new OtherType(elements.ToContent(), ElementType.UInt8, count));
        return true;
    }

    private static ElementType? IndexType(long entries) => entries is < 2 or > 256 || !BitOperations.IsPow2(entries) ? null : BitOperations.Log2((ulong)entries) switch
    {
        1 => ElementType.UInt1,
        2 => ElementType.UInt2,
        4 => ElementType.UInt4,
        6 => ElementType.UInt6,
        8 => ElementType.UInt8,
        _ => null,
    };

    private static TensorConstant WithShape(TensorConstant constant, TensorShape shape) => new(constant.Type.WithShape(shape), constant.Storage);

    /// <summary>The same bytes as elements of another type.</summary>
    private sealed class OtherType(WeightContent bytes, ElementType type, long count) : WeightContent(type, count)
    {
        public override void Read(long start, Span<byte> destination) => bytes.Read(start, destination);
    }
}
