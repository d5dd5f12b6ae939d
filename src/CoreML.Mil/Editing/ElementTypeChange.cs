using System.Collections.Immutable;
using CoreML.Format;
using CoreML.Specification;
using DataType = CoreML.Specification.ArrayFeatureType.Types.ArrayDataType;

namespace CoreML.Mil;

/// <summary>Changes the type of a multi-array's elements.</summary>
internal static class ElementTypeChange
{
    public static void Apply(IReadOnlyList<FeaturePlace> places, ElementType elementType)
    {
        DataType wanted = ArrayTypes.Of(elementType)
            ?? throw places[0].Refuse("float32, float16, int32, int8 or float64", elementType.Name);
        foreach (FeaturePlace place in places)
        {
            Check(place, elementType);
        }
        foreach (FeaturePlace place in places)
        {
            if (place.Stage.HasProgram)
            {
                ProgramInterface.Cast(place, elementType);
            }
            place.Feature.Type.MultiArrayType.DataType = wanted;
        }
    }

    // A newer version does not make the operations of an older opset newer.
    private static void CheckCast(FeaturePlace place, ElementType elementType)
    {
        MilValue value = ProgramInterface.Find(place.Stage.ReadProgram(), place);
        if (!Opsets.TryParse(value.Function.Opset, out Opset opset) || value.Type is not TensorType type || type.ElementType == elementType)
        {
            return;
        }
        ImmutableArray<ElementType> types = OperationCatalog.Find("cast")!.FindVersion(opset)!.FindInput("x")!.ElementTypes;
        if (!types.Contains(elementType) || !types.Contains(type.ElementType))
        {
            throw place.Refuse(
                $"types that {opset.Target} casts: {ElementTypeNames.Describe(types)}", $"{type.ElementType.Name} to {elementType.Name}",
                "Raise the program's opset first: Retarget, or --target on the command line.");
        }
    }

    private static void Check(FeaturePlace place, ElementType elementType)
    {
        if (place.Feature.Type?.MultiArrayType is not { } array)
        {
            throw place.Refuse("a multi-array", FeatureText.Of(place.Feature.Type));
        }
        if (array.DefaultOptionalValueCase != ArrayFeatureType.DefaultOptionalValueOneofCase.None)
        {
            throw place.Refuse("an input without a default value", "one", "Set or clear the default value in the specification first.");
        }
        bool program = place.Stage.HasProgram;
        bool pipeline = ModelStage.PipelineOf(place.Stage.Specification) is not null;
        bool network = FeatureModels.IsNetwork(place.Stage.Specification);
        if (!program && !pipeline && !network)
        {
            throw place.Refuse("an ML program, a neural network or a pipeline of these", ModelStage.TypeName(place.Stage.Specification));
        }
        if ((program && elementType == ElementType.Float64) || (network && elementType == ElementType.Int8))
        {
            throw place.Refuse($"a type that an {(program ? "ML program" : "network")} takes", elementType.Name);
        }
        if (program)
        {
            CheckCast(place, elementType);
        }
    }
}
