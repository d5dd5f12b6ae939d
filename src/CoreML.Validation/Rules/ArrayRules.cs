using CoreML.Specification;
using Google.Protobuf.Collections;
using static CoreML.Format.DiagnosticSeverity;
using DataType = CoreML.Specification.ArrayFeatureType.Types.ArrayDataType;
using Default = CoreML.Specification.ArrayFeatureType.DefaultOptionalValueOneofCase;
using Flexibility = CoreML.Specification.ArrayFeatureType.ShapeFlexibilityOneofCase;

namespace CoreML.Validation;

/// <summary>Features of type multi-array.</summary>
internal static class ArrayRules
{
    public static readonly RuleSet<FeatureSubject> All = new("multi-arrays")
    {
        { "CML8121", "An array has no valid type of elements.", "Use DOUBLE, FLOAT32, INT32, FLOAT16 or INT8.", HasDataType },
        { "CML8122", "An input array has no shape.", "Give the array a shape, or from version 3 on a flexible one.", HasShape },
        { "CML8123", "An array has a negative dimension.", "Give sizes that are not negative; for unknown ones use a flexible shape.", HasNoNegativeDimension },
        { "CML8124", "The list of an array's shapes is empty, or one of them is.", "List shapes that have dimensions.", HasListedShapes },
        { "CML8125", "An array's range of sizes is empty.", "Let lowerBound be at most upperBound; an upperBound of -1 means no bound.", HasRanges },
        { "CML8126", "An array's shape is not one that its flexibility allows.",
            "Let the default shape be one of the listed shapes, or within the ranges.", ShapeIsAllowed },
        { "CML8127", "An array's default value is not of the type of its elements.",
            "Set the default value of the array's own type: double, float or int.", DefaultFits },
        { "CML8128", Warning, "An array is flexible in a version that ignores this.", "Raise specificationVersion to 3 or more.", FlexibilityIsSeen },
        { "CML8129", Warning, "An input array may have no elements.", "Let every dimension be at least 1.", IsNotEmpty },
        { "CML8130", Warning, "An array has more elements than memory can hold.", "Correct the shape.", IsNotHuge },
    };

    // Beyond this no device has memory for one array.
    private const long MostElements = 1L << 40;

    /// <summary>The version of the specification that brought a type of elements.</summary>
    public static int VersionOf(DataType type) => type switch { DataType.Float16 => 7, DataType.Int8 => 10, _ => 1 };

    private static void HasDataType(FeatureSubject feature, RuleReport report)
    {
        if (feature.Array is { DataType: not (DataType.Double or DataType.Float32 or DataType.Int32 or DataType.Float16 or DataType.Int8) } array)
        {
            report.Add(feature.At("multiArrayType.dataType"), "DOUBLE, FLOAT32, INT32, FLOAT16 or INT8", array.DataType.ToText());
        }
    }

    private static void HasShape(FeatureSubject feature, RuleReport report)
    {
        if (feature is { Role: FeatureRole.Input, Array: { Shape.Count: 0 } array }
            && !(feature.MayBeFlexible && array.ShapeFlexibilityCase != Flexibility.None))
        {
            report.Add(feature.At("multiArrayType.shape"), "at least one dimension", "none");
        }
    }

    private static void HasNoNegativeDimension(FeatureSubject feature, RuleReport report)
    {
        if (feature.Array is { } array && array.Shape.Any(dimension => dimension < 0))
        {
            report.Add(feature.At("multiArrayType.shape"), "dimensions of at least 0", array.Shape.ShortText());
        }
    }

    private static void HasListedShapes(FeatureSubject feature, RuleReport report)
    {
        if (feature.MayBeFlexible && feature.Array?.EnumeratedShapes is { } listed
            && (listed.Shapes.Count == 0 || listed.Shapes.Any(shape => shape.Shape_.Count == 0)))
        {
            report.Add(
                feature.At("multiArrayType.enumeratedShapes"), "shapes with dimensions", listed.Shapes.Count == 0 ? "no shape" : "a shape without dimensions");
        }
    }

    private static void HasRanges(FeatureSubject feature, RuleReport report)
    {
        if (!feature.MayBeFlexible || feature.Array?.ShapeRange is not { } range)
        {
            return;
        }
        for (int i = 0; i < range.SizeRanges.Count; i++)
        {
            if (!range.SizeRanges[i].IsValid())
            {
                report.Add(feature.At($"multiArrayType.shapeRange.sizeRanges[{i}]"), "lowerBound ≤ upperBound", range.SizeRanges[i].Describe());
            }
        }
    }

    private static void ShapeIsAllowed(FeatureSubject feature, RuleReport report)
    {
        if (!feature.MayBeFlexible || feature.Array is not { Shape.Count: > 0 } array)
        {
            return;
        }
        if (array.EnumeratedShapes is { Shapes.Count: > 0 } listed && !listed.Shapes.Any(shape => shape.Shape_.Equals(array.Shape)))
        {
            report.Add(feature.At("multiArrayType.shape"), $"one of the {listed.Shapes.Count} listed shapes", array.Shape.ShortText());
        }
        if (array.ShapeRange is { } range && !IsWithin(array.Shape, range.SizeRanges))
        {
            string ranges = string.Join(", ", range.SizeRanges.Take(8).Select(part => part.Describe()));
            report.Add(feature.At("multiArrayType.shape"), $"[{ranges}]", array.Shape.ShortText());
        }
    }

    private static bool IsWithin(RepeatedField<long> shape, RepeatedField<SizeRange> ranges) =>
        shape.Count == ranges.Count && shape.Zip(ranges, (size, range) => range.Contains(size)).All(within => within);

    private static void DefaultFits(FeatureSubject feature, RuleReport report)
    {
        if (feature.Array is not { DefaultOptionalValueCase: not Default.None } array)
        {
            return;
        }
        bool fits = array.DataType switch
        {
            DataType.Double => array.HasDoubleDefaultValue,
            DataType.Float32 or DataType.Float16 => array.HasFloatDefaultValue,
            DataType.Int32 => array.HasIntDefaultValue,
            DataType.Int8 => array is { HasIntDefaultValue: true, IntDefaultValue: >= sbyte.MinValue and <= sbyte.MaxValue },
            _ => true,
        };
        if (!fits)
        {
            report.Add(feature.At("multiArrayType"), $"a value of type {array.DataType.ToText()}", array.DefaultOptionalValueCase.ToString());
        }
    }

    private static void FlexibilityIsSeen(FeatureSubject feature, RuleReport report)
    {
        if (!feature.MayBeFlexible && feature.Array is { ShapeFlexibilityCase: not Flexibility.None })
        {
            report.Add(feature.At("multiArrayType"), "version 3 or later", $"version {feature.Model.Version}");
        }
    }

    private static void IsNotEmpty(FeatureSubject feature, RuleReport report)
    {
        if (feature is { Role: FeatureRole.Input, Array: { } array } && (array.Shape.Contains(0) || array.ShapeRange?.SizeRanges.Any(range => range.LowerBound == 0) == true))
        {
            report.Add(feature.At("multiArrayType"), "sizes from 1 on", "a size of 0");
        }
    }

    private static void IsNotHuge(FeatureSubject feature, RuleReport report)
    {
        if (feature.Array is not { } array || array.Shape.Any(dimension => dimension <= 0))
        {
            return;
        }
        long elements = 1;
        foreach (long dimension in array.Shape)
        {
            if (dimension > MostElements / elements)
            {
                report.Add(feature.At("multiArrayType.shape"), "at most 2⁴⁰ elements", array.Shape.ShortText());
                return;
            }
            elements *= dimension;
        }
    }
}
