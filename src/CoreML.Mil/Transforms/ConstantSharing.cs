using System.Security.Cryptography;
using CoreML.Format;

namespace CoreML.Mil;

/// <summary>Lets equal constants of a program be one, so that a weight file keeps their elements once.</summary>
internal static class ConstantSharing
{
    private const int PieceBytes = 1 << 20;

    public static void Apply(MilProgram program)
    {
        ILookup<(ElementType, long), TensorConstant> groups = Constants(program)
            .Distinct().ToLookup(constant => (constant.ElementType, constant.SizeInBytes));
        var replacements = new Dictionary<TensorConstant, TensorConstant>();
        foreach (IGrouping<(ElementType, long), TensorConstant> group in groups.Where(group => group.Skip(1).Any()))
        {
            foreach (IGrouping<string, TensorConstant> equal in group.GroupBy(Hash))
            {
                TensorConstant first = equal.First();
                foreach (TensorConstant other in equal.Skip(1))
                {
                    replacements[other] = other.Type.Equals(first.Type) ? first : new TensorConstant(other.Type, first.Storage);
                }
            }
        }
        if (replacements.Count > 0)
        {
            Replace(program, replacements);
        }
    }

    private static IEnumerable<TensorConstant> Constants(MilProgram program)
    {
        foreach (MilOperation operation in program.Functions.SelectMany(GraphWalk.Operations))
        {
            IEnumerable<MilConstant?> constants = operation.Attributes.Select(attribute => attribute.Value)
                .Concat(operation.Inputs.SelectMany(input => input.Arguments).Select(argument => argument.Immediate));
            foreach (TensorConstant constant in constants.OfType<TensorConstant>())
            {
                if (constant.WeightLocation is not null || ProgramPlacement.IsNewWeight(constant))
                {
                    yield return constant;
                }
            }
        }
    }

    private static void Replace(MilProgram program, Dictionary<TensorConstant, TensorConstant> replacements)
    {
        foreach (MilOperation operation in program.Functions.SelectMany(GraphWalk.Operations))
        {
            foreach ((string name, MilConstant value) in operation.Attributes)
            {
                if (value is TensorConstant constant && replacements.TryGetValue(constant, out TensorConstant? shared))
                {
                    operation.Attributes[name] = shared;
                }
            }
            foreach (MilInput input in operation.Inputs)
            {
                if (input.Arguments is [{ Immediate: TensorConstant immediate }] && replacements.TryGetValue(immediate, out TensorConstant? shared))
                {
                    operation.SetInput(input.Name, shared);
                }
            }
        }
    }

    private static string Hash(TensorConstant constant)
    {
        WeightContent content = constant.ToContent();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] piece = new byte[(int)Math.Min(PieceBytes, Math.Max(content.SizeInBytes, 1))];
        for (long position = 0; position < content.SizeInBytes; position += piece.Length)
        {
            int count = (int)Math.Min(piece.Length, content.SizeInBytes - position);
            content.Read(position, piece.AsSpan(0, count));
            hash.AppendData(piece, 0, count);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
