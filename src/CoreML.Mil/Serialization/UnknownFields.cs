using System.Runtime.CompilerServices;
using Google.Protobuf;
using Spec = CoreML.Specification.MILSpec;

namespace CoreML.Mil;

/// <summary>
/// The fields of a message that the schema does not know. Generated messages keep them in a private field; the graph
/// carries them as an opaque object, so that nothing a newer writer put into a program is lost.
/// </summary>
internal static class UnknownFields
{
    private const string Field = "_unknownFields";

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    public static extern ref UnknownFieldSet? Of(Spec.Program message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    public static extern ref UnknownFieldSet? Of(Spec.Function message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    public static extern ref UnknownFieldSet? Of(Spec.Block message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    public static extern ref UnknownFieldSet? Of(Spec.Operation message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    public static extern ref UnknownFieldSet? Of(Spec.Argument message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    public static extern ref UnknownFieldSet? Of(Spec.Argument.Types.Binding message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    public static extern ref UnknownFieldSet? Of(Spec.NamedValueType message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    public static extern ref UnknownFieldSet? Of(Spec.ValueType message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    public static extern ref UnknownFieldSet? Of(Spec.TensorType message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    public static extern ref UnknownFieldSet? Of(Spec.ListType message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    public static extern ref UnknownFieldSet? Of(Spec.TupleType message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    public static extern ref UnknownFieldSet? Of(Spec.DictionaryType message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    public static extern ref UnknownFieldSet? Of(Spec.StateType message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    public static extern ref UnknownFieldSet? Of(Spec.Dimension message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    public static extern ref UnknownFieldSet? Of(Spec.Dimension.Types.ConstantDimension message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    public static extern ref UnknownFieldSet? Of(Spec.Dimension.Types.UnknownDimension message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    public static extern ref UnknownFieldSet? Of(Spec.Value message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    public static extern ref UnknownFieldSet? Of(Spec.Value.Types.ImmediateValue message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    public static extern ref UnknownFieldSet? Of(Spec.Value.Types.BlobFileValue message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    public static extern ref UnknownFieldSet? Of(Spec.TensorValue message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    public static extern ref UnknownFieldSet? Of(Spec.TensorValue.Types.RepeatedFloats message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    public static extern ref UnknownFieldSet? Of(Spec.TensorValue.Types.RepeatedDoubles message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    public static extern ref UnknownFieldSet? Of(Spec.TensorValue.Types.RepeatedInts message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    public static extern ref UnknownFieldSet? Of(Spec.TensorValue.Types.RepeatedLongInts message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    public static extern ref UnknownFieldSet? Of(Spec.TensorValue.Types.RepeatedBools message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    public static extern ref UnknownFieldSet? Of(Spec.TensorValue.Types.RepeatedStrings message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    public static extern ref UnknownFieldSet? Of(Spec.TensorValue.Types.RepeatedBytes message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    public static extern ref UnknownFieldSet? Of(Spec.ListValue message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    public static extern ref UnknownFieldSet? Of(Spec.TupleValue message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    public static extern ref UnknownFieldSet? Of(Spec.DictionaryValue message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    public static extern ref UnknownFieldSet? Of(Spec.DictionaryValue.Types.KeyValuePair message);

    /// <summary>A copy for the graph, which shares nothing with the message it was read from.</summary>
    public static object? Keep(UnknownFieldSet? fields) => fields is null ? null : UnknownFieldSet.Clone(fields);

    /// <summary>A copy for a message being written.</summary>
    public static UnknownFieldSet? GiveBack(object? kept) => kept is UnknownFieldSet fields ? UnknownFieldSet.Clone(fields) : null;
}
