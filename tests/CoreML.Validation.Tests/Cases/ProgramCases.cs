using CoreML.Specification;
using CoreML.Specification.MILSpec;
using ValueType = CoreML.Specification.MILSpec.ValueType;

namespace CoreML.Validation.Tests;

internal static class ProgramCases
{
    /// <summary>A program with two functions that give back what they take.</summary>
    public static Model TwoFunctions()
    {
        FunctionDescription[] functions =
        [
            .. ((string[])["one", "two"]).Select(name => new FunctionDescription { Name = name, Input = { Vector("x") }, Output = { Vector("y") } }),
        ];
        return new Model
        {
            SpecificationVersion = 9,
            Description = new ModelDescription { Functions = { functions }, DefaultFunctionName = "one" },
            MlProgram = new Program
            {
                Version = 1,
                Functions = { ["one"] = Function(), ["two"] = Function() },
            },
        };
    }

    private static Function Function() => new()
    {
        Opset = "CoreML8",
        Inputs = { Value("x") },
        BlockSpecializations =
        {
            ["CoreML8"] = new Block
            {
                Outputs = { "y" },
                Operations =
                {
                    new Operation
                    {
                        Type = "relu",
                        Inputs = { ["x"] = new Argument { Arguments = { new Argument.Types.Binding { Name = "x" } } } },
                        Outputs = { Value("y") },
                    },
                },
            },
        },
    };

    private static FeatureDescription Vector(string name) => Make.Array(name, ArrayFeatureType.Types.ArrayDataType.Float32, 2);

    private static NamedValueType Value(string name) => new()
    {
        Name = name,
        Type = new ValueType
        {
            TensorType = new TensorType
            {
                DataType = DataType.Float32,
                Rank = 1,
                Dimensions = { new Dimension { Constant = new Dimension.Types.ConstantDimension { Size = 2 } } },
            },
        },
    };
}
