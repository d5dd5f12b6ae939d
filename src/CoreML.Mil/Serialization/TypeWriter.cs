using Spec = CoreML.Specification.MILSpec;

namespace CoreML.Mil;

/// <summary>Writes types.</summary>
internal static class TypeWriter
{
    /// <summary>The message of a type; <see langword="null"/> for one that the file left out.</summary>
    public static Spec.ValueType? Write(MilType type)
    {
        if (type.Source is Spec.ValueType source)
        {
            return source.Clone();
        }
        return type switch
        {
            TensorType tensor => new() { TensorType = Write(tensor) },
            ListType list => new() { ListType = new() { Type = Write(list.Element), Length = Write(list.Length) } },
            TupleType tuple => new() { TupleType = Write(tuple) },
            DictionaryType dictionary => new()
            {
                DictionaryType = new() { KeyType = Write(dictionary.Key), ValueType = Write(dictionary.Value) },
            },
            StateType state => new() { StateType = new() { WrappedType = Write(state.Wrapped) } },
            _ => null,
        };
    }

    private static Spec.TensorType Write(TensorType type)
    {
        var message = new Spec.TensorType { DataType = DataTypes.Write(type.ElementType), Rank = type.Shape.Count };
        if (type.Shape.Count > 0)
        {
            message.Dimensions.Capacity = type.Shape.Count;
            foreach (Dimension dimension in type.Shape.AsSpan())
            {
                message.Dimensions.Add(Write(dimension));
            }
        }
        return message;
    }

    private static Spec.TupleType Write(TupleType type)
    {
        var message = new Spec.TupleType();
        foreach (MilType part in type.Types)
        {
            message.Types_.Add(Write(part) ?? new());
        }
        return message;
    }

    private static Spec.Dimension Write(Dimension dimension) => dimension.IsKnown
        ? new() { Constant = new() { Size = (ulong)dimension.Size } }
        : new() { Unknown = new() { Variadic = dimension.IsVariadic } };
}
