using CoreML.Format;

namespace CoreML.Mil.Tests;

/// <summary>Whatever an operation is given, inference answers with types or with a diagnostic.</summary>
public class RandomArgumentTests
{
    public static TheoryData<string> Operations => [.. OperationCatalog.Names];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Inference_answers(string name)
    {
        OperationDefinition definition = OperationCatalog.Find(name)!;
        for (int seed = 0; seed < 300; seed++)
        {
            OperationVersion version = definition.Versions[seed % definition.Versions.Length];
            MilFunction function = new MilProgram().AddFunction("main", version.Opset.Name);
            var random = new Random(seed);
            MilBinding[] inputs =
            [
                .. version.Inputs.Where(input => input.Kind != OperationParameterKind.Block && (!input.IsOptional || random.Next(2) == 0))
                    .Select(input => Bind(function, input, random)),
            ];
            MilOperation operation = function.Body.Append(name, inputs, []);
            foreach (OperationParameter block in version.Inputs.Where(input => input.Kind == OperationParameterKind.Block))
            {
                operation.AddBlock().SetOutputs(function.AddInput(function.MakeUniqueName("b"), TensorType.Scalar(ElementType.Bool)));
            }
            try
            {
                Assert.DoesNotContain(null, new TypeInference().Infer(operation));
            }
            catch (CoreMLException exception)
            {
                Assert.StartsWith("CML42", exception.Code, StringComparison.Ordinal);
            }
        }
    }

    private static MilBinding Bind(MilFunction function, OperationParameter input, Random random) => input.IsVariadic
        ? new(input.Name, [.. Enumerable.Range(0, random.Next(4)).Select(_ => Argument(function, input, random))])
        : new(input.Name, Argument(function, input, random));

    private static MilArgument Argument(MilFunction function, OperationParameter input, Random random)
    {
        if (input.Choices.Length > 0)
        {
            return input.Choices[random.Next(input.Choices.Length)];
        }
        TensorShape shape = ShapeOf(input, random);
        ElementType element = input.ElementTypes.IsEmpty ? ElementType.Float32 : input.ElementTypes[random.Next(Math.Min(2, input.ElementTypes.Length))];
        MilType type = input.Kind switch
        {
            OperationParameterKind.List => new ListType(new TensorType(element, shape), AnySize(random)),
            OperationParameterKind.State => new StateType(new TensorType(element, shape)),
            _ => new TensorType(element, shape),
        };
        if (input.Kind == OperationParameterKind.List && input.IsConstant)
        {
            return new ListConstant((ListType)type, []);
        }
        bool constant = input.IsConstant || (element == ElementType.Int32 && random.Next(2) == 0);
        if (!constant || !shape.TryGetElementCount(out long count) || count > 4096)
        {
            return function.AddInput(function.MakeUniqueName("v"), type);
        }
        if (element == ElementType.String)
        {
            return TensorConstant.Create(shape, [.. Enumerable.Repeat("nchw,nwhr->nchr", (int)count)]);
        }
        if (element == ElementType.Int32)
        {
            return TensorConstant.Create<int>(shape, [.. Enumerable.Range(0, (int)count).Select(_ => AnyNumber(random))]);
        }
        byte[] bytes = new byte[element.ByteCount(count)];
        random.NextBytes(bytes);
        return TensorConstant.FromPacked(new(element, shape), element == ElementType.Bool ? [.. bytes.Select(value => (byte)(value & 1))] : bytes);
    }

    // Mostly of the rank that the definition asks for.
    private static TensorShape ShapeOf(OperationParameter input, Random random)
    {
        if (input.Shape is not { } pattern || random.Next(12) == 0)
        {
            return AnyShape(random);
        }
        int rank = pattern.MinRank + (pattern.HasVariableRank ? random.Next(4) : 0);
        return [.. Enumerable.Range(0, rank).Select(_ => AnySize(random))];
    }

    private static TensorShape AnyShape(Random random) => random.Next(20) == 0
        ? TensorShape.Unranked
        : [.. Enumerable.Range(0, random.Next(6)).Select(_ => AnySize(random))];

    // Small sizes, so that many arguments fit each other, and a few that break arithmetic.
    private static Dimension AnySize(Random random) => random.Next(16) switch
    {
        0 or 1 => new Dimension(0),
        2 or 3 => Dimension.CreateUnknown(),
        4 => new Dimension(long.MaxValue),
        _ => new Dimension(random.Next(1, 4)),
    };

    private static int AnyNumber(Random random) => random.Next(12) switch
    {
        0 => int.MinValue,
        1 => int.MaxValue,
        2 => 1000,
        _ => random.Next(-2, 4),
    };
}
