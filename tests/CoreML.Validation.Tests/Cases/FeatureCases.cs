using CoreML.Specification;
using DataType = CoreML.Specification.ArrayFeatureType.Types.ArrayDataType;

namespace CoreML.Validation.Tests;

internal static class FeatureCases
{
    public static readonly RuleCase[] All =
    [
        new("CML8101", "description.input[0].name", Number, model => model.Description.Input[0].Name = ""),
        new("CML8102", "description.input[0].type", Number, model => model.Description.Input[0].Type = null),
        new("CML8102", "description.output[0].type", Number, model => model.Description.Output[0].Type = new()),
        new("CML8103", "description.output[0].type", Stateful, model => model.Description.Output[0].Retype(Make.State("y", 2))),
        new("CML8103", "description.state[0].type", Stateful, model => model.Description.State[0].Retype(Make.Double("s"))),
        new("CML8104", "description.output[0].type.isOptional", Number, model => model.Description.Output[0].Type.IsOptional = true),
        new("CML8105", "description.input[0].type.dictionaryType", () => Make.Identity(1, Make.Dictionary("x")),
            model => model.Type(0).DictionaryType = new()),
        new("CML8106", "description.input[0].type.sequenceType", Sequence, model => model.Type(0).SequenceType = new()),
        new("CML8107", "description.input[0].type.sequenceType.sizeRange", Sequence, model => model.Type(0).SequenceType.SizeRange = Make.Range(3, 2)),
        new("CML8108", "description.input[0].type", Sequence, model => model.SpecificationVersion = 2),
        new("CML8108", "description.input[0].type", () => Make.Identity(7, Make.Array("x", DataType.Float16, 2)), model => model.SpecificationVersion = 6),
        new("CML8108", "description.input[0].type", () => Make.Identity(10, Make.Array("x", DataType.Int8, 2)), model => model.SpecificationVersion = 9),
        new("CML8108", "description.input[0].type", HalfImage, model => model.SpecificationVersion = 6),
        new("CML8108", "description.state[0].type", Stateful, model => model.SpecificationVersion = 8),
        new("CML8109", "description.state[0].type.stateType.arrayType.shape", Stateful, model => model.Description.State[0].Retype(Make.State("s"))),
        new("CML8109", "description.state[0].type.stateType.arrayType.shape", Stateful, model => model.Description.State[0].Retype(Make.State("s", -1))),
        new("CML8110", "description.state[0].type.stateType.arrayType.dataType", Stateful,
            model => model.Description.State[0].Type.StateType.ArrayType.DataType = DataType.Float32),
        new("CML8111", "description.state[0].type.isOptional", Stateful, model => model.Description.State[0].Type.IsOptional = true),
        new("CML8111", "description.state[0].type.stateType.arrayType", Stateful,
            model => model.Description.State[0].Type.StateType.ArrayType.FloatDefaultValue = 1),
        new("CML8111", "description.state[0].type.stateType.arrayType", Stateful,
            model => model.Description.State[0].Type.StateType.ArrayType.ShapeRange = new()),

        new("CML8121", "description.input[0].type.multiArrayType.dataType", Array, model => Of(model).DataType = DataType.InvalidArrayDataType),
        new("CML8121", "description.input[0].type.multiArrayType.dataType", Array, model => Of(model).DataType = (DataType)99),
        new("CML8122", "description.input[0].type.multiArrayType.shape", Array, model => Of(model).Shape.Clear()),
        new("CML8123", "description.input[0].type.multiArrayType.shape", Array, model => Of(model).Shape[0] = -8),
        new("CML8124", "description.input[0].type.multiArrayType.enumeratedShapes", Listed, model => Of(model).EnumeratedShapes.Shapes.Clear()),
        new("CML8124", "description.input[0].type.multiArrayType.enumeratedShapes", Listed, model => Of(model).EnumeratedShapes.Shapes[1].Shape_.Clear()),
        new("CML8125", "description.input[0].type.multiArrayType.shapeRange.sizeRanges[1]", Ranged,
            model => Of(model).ShapeRange.SizeRanges[1] = Make.Range(9, 5)),
        new("CML8126", "description.input[0].type.multiArrayType.shape", Ranged, model => Of(model).Shape[1] = 9),
        new("CML8126", "description.input[0].type.multiArrayType.shape", Ranged, model => Of(model).Shape.Add(1)),
        new("CML8126", "description.input[0].type.multiArrayType.shape", Listed, model => Of(model).Shape[0] = 5),
        new("CML8127", "description.input[0].type.multiArrayType", Array, model => Of(model).FloatDefaultValue = 1),
        new("CML8127", "description.input[0].type.multiArrayType", () => Make.Identity(10, Make.Array("x", DataType.Int8, 2)),
            model => Of(model).IntDefaultValue = 128),
        new("CML8128", "description.input[0].type.multiArrayType", Ranged, model => model.SpecificationVersion = 2),
        new("CML8129", "description.input[0].type.multiArrayType", Array, model => Of(model).Shape[0] = 0),
        new("CML8129", "description.input[0].type.multiArrayType", Ranged, model => Of(model).ShapeRange.SizeRanges[0] = Make.Range(0, -1)),
        new("CML8130", "description.input[0].type.multiArrayType.shape", Array, model => Of(model).Shape.Add([long.MaxValue, long.MaxValue])),

        new("CML8141", "description.input[0].type.imageType.colorSpace", Image, model => ImageOf(model).ColorSpace = default),
        new("CML8142", "description.input[0].type.imageType", Image, model => ImageOf(model).Width = 0),
        new("CML8142", "description.input[0].type.imageType", Image, model => ImageOf(model).Height = -8),
        new("CML8142", "description.input[0].type.imageType", Image, model =>
        {
            ImageOf(model).Width = 0;
            ImageOf(model).ImageSizeRange = new() { WidthRange = Make.Range(0, -1), HeightRange = Make.Range(1, -1) };
        }),
        new("CML8143", "description.input[0].type.imageType.enumeratedSizes", Image, model => ImageOf(model).EnumeratedSizes = new()),
        new("CML8144", "description.input[0].type.imageType.imageSizeRange.widthRange", Image,
            model => ImageOf(model).ImageSizeRange = new() { WidthRange = Make.Range(9, 4), HeightRange = Make.Range(1, -1) }),
        new("CML8145", "description.input[0].type.imageType", Image,
            model => ImageOf(model).ImageSizeRange = new() { WidthRange = Make.Range(9, 10), HeightRange = Make.Range(1, -1) }),
        new("CML8145", "description.input[0].type.imageType", Image,
            model => ImageOf(model).EnumeratedSizes = new() { Sizes = { new ImageFeatureType.Types.ImageSize { Width = 9, Height = 9 } } }),
        new("CML8146", "description.input[0].type.imageType", () => Make.Identity(2, Make.Image("x", 8, 8)), model => ImageOf(model).ImageSizeRange = new()),
    ];

    private static Model Number() => Make.Identity(1, Make.Double("x"));

    private static Model Sequence() => Make.Identity(3, Make.Sequence("x"));

    private static Model Array() => Make.Identity(3, Make.Array("x", 2, 3));

    private static Model Image() => Make.Identity(3, Make.Image("x", 8, 8));

    private static Model Stateful()
    {
        Model model = Make.Identity(9, Make.Double("x"));
        model.Description.State.Add(Make.State("s", 2));
        return model;
    }

    private static Model Listed()
    {
        Model model = Array();
        Of(model).EnumeratedShapes = new()
        {
            Shapes = { new ArrayFeatureType.Types.Shape { Shape_ = { 2, 3 } }, new ArrayFeatureType.Types.Shape { Shape_ = { 4, 3 } } },
        };
        return model;
    }

    private static Model Ranged()
    {
        Model model = Array();
        Of(model).ShapeRange = new() { SizeRanges = { Make.Range(1, -1), Make.Range(2, 5) } };
        return model;
    }

    private static Model HalfImage()
    {
        Model model = Make.Identity(7, Make.Image("x", 8, 8));
        ImageOf(model).ColorSpace = ImageFeatureType.Types.ColorSpace.GrayscaleFloat16;
        return model;
    }

    private static ArrayFeatureType Of(Model model) => model.Type(0).MultiArrayType;

    private static ImageFeatureType ImageOf(Model model) => model.Type(0).ImageType;
}
