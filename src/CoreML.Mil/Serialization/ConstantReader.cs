using System.Collections.Immutable;
using System.Runtime.InteropServices;
using CoreML.Format;
using Google.Protobuf.Collections;
using Spec = CoreML.Specification.MILSpec;

namespace CoreML.Mil;

/// <summary>
/// Reads constants. Elements that the specification holds in place are copied, so that the graph shares nothing with it
/// that can change; those in weight files stay there. A constant keeps its message only for unknown fields.
/// </summary>
internal sealed class ConstantReader(IWeightFileResolver weights, TypeReader types)
{
    private const int MaxNesting = 100;

    // Most constants are in the same file: one string is enough for all.
    private string _fileName = "";

    /// <summary>Reads a constant.</summary>
    /// <param name="message">The constant's message.</param>
    /// <param name="origin">The operation it is for, if any.</param>
    public MilConstant Read(Spec.Value message, MilOperation? origin) => Read(message, origin, 0);

    private MilConstant Read(Spec.Value message, MilOperation? origin, int depth)
    {
        if (depth > MaxNesting)
        {
            throw FormatDiagnostics.NestingTooDeep.Error("A constant is nested too deeply.", path: origin?.Path);
        }
        MilType type = types.Read(message.Type);
        bool exact = UnknownFields.Of(message) is null;
        return message.ValueCase switch
        {
            Spec.Value.ValueOneofCase.BlobFileValue when type is TensorType tensor => ReadBlob(message, tensor, exact, origin),
            Spec.Value.ValueOneofCase.ImmediateValue => ReadImmediate(message, type, exact, origin, depth),
            _ => Opaque(message, type, origin),
        };
    }

    private TensorConstant ReadBlob(Spec.Value message, TensorType type, bool exact, MilOperation? origin)
    {
        Spec.Value.Types.BlobFileValue blob = message.BlobFileValue;
        exact &= UnknownFields.Of(blob) is null;
        if (blob.FileName != _fileName)
        {
            _fileName = blob.FileName;
        }
        // An offset of 2⁶³ or more becomes negative; it names no blob either way, and is written back as it was.
        var location = new WeightLocation(_fileName, unchecked((long)blob.Offset));
        return new(type, new WeightFileStorage(weights, location))
        {
            DocString = message.DocString,
            Origin = origin,
            Source = exact ? null : message.Clone(),
        };
    }

    private MilConstant ReadImmediate(Spec.Value message, MilType type, bool exact, MilOperation? origin, int depth)
    {
        Spec.Value.Types.ImmediateValue immediate = message.ImmediateValue;
        exact &= UnknownFields.Of(immediate) is null;
        switch (immediate.ValueCase, type)
        {
            case (Spec.Value.Types.ImmediateValue.ValueOneofCase.Tensor, TensorType tensor):
                TensorStorage storage = ReadElements(immediate.Tensor, ref exact);
                return new TensorConstant(tensor, storage)
                {
                    DocString = message.DocString,
                    Origin = origin,
                    Source = exact ? null : message.Clone(),
                };

            case (Spec.Value.Types.ImmediateValue.ValueOneofCase.List, ListType list):
                exact &= UnknownFields.Of(immediate.List) is null;
                return new ListConstant(list, ReadItems(immediate.List.Values, origin, depth))
                {
                    DocString = message.DocString,
                    Origin = origin,
                    Source = exact ? null : message.Clone(),
                };

            case (Spec.Value.Types.ImmediateValue.ValueOneofCase.Tuple, TupleType tuple):
                exact &= UnknownFields.Of(immediate.Tuple) is null;
                return new TupleConstant(tuple, ReadItems(immediate.Tuple.Values, origin, depth))
                {
                    DocString = message.DocString,
                    Origin = origin,
                    Source = exact ? null : message.Clone(),
                };

            case (Spec.Value.Types.ImmediateValue.ValueOneofCase.Dictionary, DictionaryType dictionary):
                exact &= UnknownFields.Of(immediate.Dictionary) is null;
                var entries = ReadEntries(immediate.Dictionary.Values, origin, depth, ref exact);
                return entries.IsDefault
                    ? Opaque(message, type, origin)
                    : new DictionaryConstant(dictionary, entries)
                    {
                        DocString = message.DocString,
                        Origin = origin,
                        Source = exact ? null : message.Clone(),
                    };

            default:
                return Opaque(message, type, origin);
        }
    }

    private static OpaqueConstant Opaque(Spec.Value message, MilType type, MilOperation? origin) =>
        new(type) { DocString = message.DocString, Origin = origin, Source = message.Clone() };

    private static TensorStorage ReadElements(Spec.TensorValue message, ref bool exact)
    {
        exact &= UnknownFields.Of(message) is null;
        switch (message.ValueCase)
        {
            case Spec.TensorValue.ValueOneofCase.Floats:
                exact &= UnknownFields.Of(message.Floats) is null;
                return new ImmediateStorage<float>(Copy(message.Floats.Values));
            case Spec.TensorValue.ValueOneofCase.Doubles:
                exact &= UnknownFields.Of(message.Doubles) is null;
                return new ImmediateStorage<double>(Copy(message.Doubles.Values));
            case Spec.TensorValue.ValueOneofCase.Ints:
                exact &= UnknownFields.Of(message.Ints) is null;
                return new ImmediateStorage<int>(Copy(message.Ints.Values));
            case Spec.TensorValue.ValueOneofCase.LongInts:
                exact &= UnknownFields.Of(message.LongInts) is null;
                return new ImmediateStorage<long>(Copy(message.LongInts.Values));
            case Spec.TensorValue.ValueOneofCase.Bools:
                exact &= UnknownFields.Of(message.Bools) is null;
                return new ImmediateStorage<bool>(Copy(message.Bools.Values));
            case Spec.TensorValue.ValueOneofCase.Strings:
                exact &= UnknownFields.Of(message.Strings) is null;
                return new StringStorage(Copy(message.Strings.Values));
            case Spec.TensorValue.ValueOneofCase.Bytes:
                exact &= UnknownFields.Of(message.Bytes) is null;
                return new ByteStorage(message.Bytes.Values.Memory, fromFile: true);
            default:
                return EmptyStorage.Instance;
        }
    }

    private static T[] Copy<T>(RepeatedField<T> values)
    {
        if (values.Count == 0)
        {
            return [];
        }
        var copy = new T[values.Count];
        values.CopyTo(copy, 0);
        return copy;
    }

    private ImmutableArray<MilConstant> ReadItems(RepeatedField<Spec.Value> values, MilOperation? origin, int depth)
    {
        var items = new MilConstant[values.Count];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = Read(values[i], origin, depth + 1);
        }
        return ImmutableCollectionsMarshal.AsImmutableArray(items);
    }

    // The default array if an entry lacks its key or value.
    private ImmutableArray<KeyValuePair<MilConstant, MilConstant>> ReadEntries(
        RepeatedField<Spec.DictionaryValue.Types.KeyValuePair> values, MilOperation? origin, int depth, ref bool exact)
    {
        var entries = new KeyValuePair<MilConstant, MilConstant>[values.Count];
        for (int i = 0; i < entries.Length; i++)
        {
            Spec.DictionaryValue.Types.KeyValuePair pair = values[i];
            if (pair.Key is null || pair.Value is null)
            {
                return default;
            }
            exact &= UnknownFields.Of(pair) is null;
            entries[i] = new(Read(pair.Key, origin, depth + 1), Read(pair.Value, origin, depth + 1));
        }
        return ImmutableCollectionsMarshal.AsImmutableArray(entries);
    }
}
