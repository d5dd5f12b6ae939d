using System.Collections.Immutable;
using CoreML.Format;
using Spec = CoreML.Specification.MILSpec;

namespace CoreML.Mil;

/// <summary>
/// Reads types. A type keeps a copy of its message if that says anything the type does not, such as attributes or a
/// rank that differs from the number of dimensions: types are immutable, so the copy stays right.
/// </summary>
internal sealed class TypeReader
{
    private const int MaxNesting = 100;
    private const int RecentTypes = 128;

    // Programs have few different types. Where a type's hash points to the same type seen before, that is used again.
    private readonly TensorType?[] _recent = new TensorType?[RecentTypes];

    public MilType Read(Spec.ValueType? message) => Read(message, 0);

    private MilType Read(Spec.ValueType? message, int depth)
    {
        if (message is null)
        {
            return new OpaqueType(null);
        }
        if (depth > MaxNesting)
        {
            throw FormatDiagnostics.NestingTooDeep.Error("A type is nested too deeply.");
        }
        bool exact = UnknownFields.Of(message) is null;
        return message.TypeCase switch
        {
            Spec.ValueType.TypeOneofCase.TensorType => ReadTensor(message, message.TensorType, exact),
            Spec.ValueType.TypeOneofCase.ListType => ReadList(message, message.ListType, exact, depth),
            Spec.ValueType.TypeOneofCase.TupleType => ReadTuple(message, message.TupleType, exact, depth),
            Spec.ValueType.TypeOneofCase.DictionaryType => ReadDictionary(message, message.DictionaryType, exact, depth),
            Spec.ValueType.TypeOneofCase.StateType => ReadState(message, message.StateType, exact, depth),
            _ => new OpaqueType(message.Clone()),
        };
    }

    private MilType ReadTensor(Spec.ValueType message, Spec.TensorType tensor, bool exact)
    {
        int count = tensor.Dimensions.Count;
        exact &= tensor.Rank == count && tensor.Attributes.Count == 0 && UnknownFields.Of(tensor) is null;
        if (!DataTypes.TryRead(tensor.DataType, out ElementType elementType))
        {
            return new OpaqueType(message.Clone());
        }
        if (count == 0 && exact)
        {
            return TensorType.Scalar(elementType);
        }
        if (exact && FindRecent(elementType, tensor) is { } recent)
        {
            return recent;
        }
        var dimensions = new Dimension[count];
        for (int i = 0; i < dimensions.Length; i++)
        {
            if (!TryRead(tensor.Dimensions[i], out dimensions[i], ref exact))
            {
                return new OpaqueType(message.Clone());
            }
        }
        var type = new TensorType(elementType, TensorShape.Wrap(dimensions), exact ? null : message.Clone());
        if (exact && type.Shape.IsKnown)
        {
            _recent[Slot(elementType, tensor)] = type;
        }
        return type;
    }

    // Only for messages without anything odd; those with unknown dimensions have a type of their own each.
    private TensorType? FindRecent(ElementType elementType, Spec.TensorType tensor)
    {
        if (_recent[Slot(elementType, tensor)] is not { } type || type.ElementType != elementType || type.Shape.Count != tensor.Dimensions.Count)
        {
            return null;
        }
        ReadOnlySpan<Dimension> dimensions = type.Shape.AsSpan();
        for (int i = 0; i < dimensions.Length; i++)
        {
            Spec.Dimension message = tensor.Dimensions[i];
            if (message.Constant is not { } constant || constant.Size != (ulong)dimensions[i].Size
                || UnknownFields.Of(message) is not null || UnknownFields.Of(constant) is not null)
            {
                return null;
            }
        }
        return type;
    }

    private static int Slot(ElementType elementType, Spec.TensorType tensor)
    {
        uint hash = (uint)elementType;
        for (int i = 0; i < tensor.Dimensions.Count; i++)
        {
            hash = (hash * 31) + (uint)(tensor.Dimensions[i].Constant?.Size ?? 0);
        }
        return (int)((hash * 0x9E3779B1u) >> 25);
    }

    private MilType ReadList(Spec.ValueType message, Spec.ListType list, bool exact, int depth)
    {
        MilType element = Read(list.Type, depth + 1);
        exact &= UnknownFields.Of(list) is null && element.Source is null && list.Type is not null;
        Dimension length;
        if (list.Length is null)
        {
            length = Dimension.CreateUnknown();
            exact = false;
        }
        else if (!TryRead(list.Length, out length, ref exact))
        {
            return new OpaqueType(message.Clone());
        }
        return new ListType(element, length, exact ? null : message.Clone());
    }

    private TupleType ReadTuple(Spec.ValueType message, Spec.TupleType tuple, bool exact, int depth)
    {
        var types = new MilType[tuple.Types_.Count];
        exact &= UnknownFields.Of(tuple) is null;
        for (int i = 0; i < types.Length; i++)
        {
            types[i] = Read(tuple.Types_[i], depth + 1);
            exact &= types[i].Source is null;
        }
        return new TupleType(ImmutableArray.Create(types), exact ? null : message.Clone());
    }

    private DictionaryType ReadDictionary(Spec.ValueType message, Spec.DictionaryType dictionary, bool exact, int depth)
    {
        MilType key = Read(dictionary.KeyType, depth + 1);
        MilType value = Read(dictionary.ValueType, depth + 1);
        exact &= UnknownFields.Of(dictionary) is null && dictionary.KeyType is not null && dictionary.ValueType is not null
            && key.Source is null && value.Source is null;
        return new DictionaryType(key, value, exact ? null : message.Clone());
    }

    private StateType ReadState(Spec.ValueType message, Spec.StateType state, bool exact, int depth)
    {
        MilType wrapped = Read(state.WrappedType, depth + 1);
        exact &= UnknownFields.Of(state) is null && state.WrappedType is not null && wrapped.Source is null;
        return new StateType(wrapped, exact ? null : message.Clone());
    }

    // False if a dimension has more elements than can be counted; then the type around it is opaque.
    private static bool TryRead(Spec.Dimension message, out Dimension dimension, ref bool exact)
    {
        dimension = default;
        exact &= UnknownFields.Of(message) is null;
        switch (message.DimensionCase)
        {
            case Spec.Dimension.DimensionOneofCase.Constant:
                exact &= UnknownFields.Of(message.Constant) is null;
                if (message.Constant.Size > long.MaxValue)
                {
                    return false;
                }
                dimension = (long)message.Constant.Size;
                return true;
            case Spec.Dimension.DimensionOneofCase.Unknown:
                exact &= UnknownFields.Of(message.Unknown) is null;
                dimension = message.Unknown.Variadic ? Dimension.Variadic : Dimension.CreateUnknown();
                return true;
            default:
                exact = false;
                dimension = Dimension.CreateUnknown();
                return true;
        }
    }
}
