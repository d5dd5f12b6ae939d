using System.Collections.Immutable;
using System.Runtime.InteropServices;
using CoreML.Format;

namespace CoreML.Mil;

internal sealed partial class InferenceContext
{
    private MilType?[] _outputs = [];
    private SizeValue[]? _elements;

    /// <summary>The types of the outputs, once they are inferred.</summary>
    public ImmutableArray<MilType> Outputs => ImmutableCollectionsMarshal.AsImmutableArray(_outputs)!;

    /// <summary>The elements of the only output, so far as they are known.</summary>
    public SizeValue[]? OutputElements => _elements;

    /// <summary>Sets the types of all outputs, where they do not follow from the definition.</summary>
    public void SetOutputs(params MilType[] types) => _outputs = types;

    /// <summary>Sets the only output of a tensor of known element type.</summary>
    public void SetOutput(ElementType type, params ReadOnlySpan<SizeValue> sizes) => SetOutputs(new TensorType(type, ToShape(sizes)));

    /// <summary>Says what is known of the elements of the only output; nothing if there are too many to be of use.</summary>
    public void Fold(SizeValue[]? elements) => _elements = elements?.Length <= MaxElements ? elements : null;

    public static TensorShape ToShape(ReadOnlySpan<SizeValue> sizes)
    {
        var dimensions = new Dimension[sizes.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            dimensions[i] = sizes[i].Symbol is { } symbol ? new Dimension(symbol) : new Dimension(sizes[i].Value);
        }
        return TensorShape.Wrap(dimensions);
    }

    private void CompleteOutputs()
    {
        if (_outputs.Length == 0)
        {
            _outputs = new MilType[Version.Outputs.Length];
            for (int i = 0; i < _outputs.Length; i++)
            {
                _outputs[i] = Complete(Version.Outputs[i]);
            }
        }
    }

    private TensorType Complete(OperationParameter output)
    {
        ElementType type = output.TypeVariable is { } variable ? _types[variable] : output.ElementTypes[0];
        SizeValue[]? sizes = output.Shape is null ? null : Instantiate(output.Shape);
        return new TensorType(type, sizes is null ? TensorShape.Unranked : ToShape(sizes));
    }
}
