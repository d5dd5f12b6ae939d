using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Builder;

/// <summary>Gives the caller's numbers the types that operations ask for; the same numbers in the same type are one constant, which is
/// stored once.</summary>
internal sealed class ConstantPool
{
    private readonly Dictionary<(object Source, ElementType Type), TensorConstant> _made = new(SourceComparer.Instance);

    /// <exception cref="CoreMLException">CML7006: the type cannot hold a number.</exception>
    public TensorConstant Adapt(NumberArray numbers, ElementType type, string path)
    {
        if (!_made.TryGetValue((numbers.Source, type), out TensorConstant? constant))
        {
            constant = Convert(numbers.Natural, type, path);
            _made.Add((numbers.Source, type), constant);
        }
        return constant;
    }

    private static TensorConstant Convert(TensorConstant natural, ElementType type, string path) =>
        natural.ElementType == type ? natural
        : natural.ElementType.IsFloat && ConvertedContent.Supports(type) ? natural.As(type)
        : NumberConstants.Create(type, natural.Shape, Numbers(natural), path);

    private static double[] Numbers(TensorConstant constant) => constant.ElementType switch
    {
        ElementType.Float64 => constant.ToArray<double>(),
        ElementType.Float32 => Array.ConvertAll(constant.ToArray<float>(), value => (double)value),
        _ => Array.ConvertAll(constant.ToIntegers(), value => (double)value),
    };

    private sealed class SourceComparer : IEqualityComparer<(object Source, ElementType Type)>
    {
        public static readonly SourceComparer Instance = new();

        public bool Equals((object Source, ElementType Type) x, (object Source, ElementType Type) y) =>
            ReferenceEquals(x.Source, y.Source) && x.Type == y.Type;

        public int GetHashCode((object Source, ElementType Type) key) =>
            HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key.Source), key.Type);
    }
}
