using CoreML.Specification;
using SameMode = CoreML.Specification.SamePadding.Types.SamePaddingMode;

namespace CoreML.Builder;

/// <summary>What is around an image when a window moves over it.</summary>
public sealed class Padding
{
    private readonly (int Before, int After) _height;
    private readonly (int Before, int After) _width;

    private Padding(PaddingKind kind, (int Before, int After) height = default, (int Before, int After) width = default, SameMode mode = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Math.Min(Math.Min(height.Before, height.After), Math.Min(width.Before, width.After)), nameof(height));
        (Kind, _height, _width, Mode) = (kind, height, width, mode);
    }

    internal enum PaddingKind
    {
        Valid,
        Same,
        IncludeLastPixel,
    }

    /// <summary>Nothing: windows lie within the image, and what is left over at the end is not looked at.</summary>
    public static Padding None { get; } = new(PaddingKind.Valid);

    /// <summary>As much as it takes for as many windows as the image has pixels, divided by the stride; one more behind than in front if it
    /// is odd.</summary>
    public static Padding Same { get; } = new(PaddingKind.Same);

    /// <summary>As <see cref="Same"/>, but one more in front than behind if it is odd.</summary>
    public static Padding SameTopLeft { get; } = new(PaddingKind.Same, mode: SameMode.TopLeftHeavy);

    internal PaddingKind Kind { get; }

    internal SameMode Mode { get; }

    /// <summary>Given amounts, not negative.</summary>
    /// <param name="height">How much above and below.</param>
    /// <param name="width">How much on the left and on the right.</param>
    /// <returns>The padding.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An amount is negative.</exception>
    public static Padding Of((int Before, int After) height, (int Before, int After) width) => new(PaddingKind.Valid, height, width);

    /// <summary>Given amounts on both sides, and in the end as much more as it takes for the last pixel to be in a window. Pooling only.</summary>
    /// <param name="height">How much above and below, each.</param>
    /// <param name="width">How much on the left and on the right, each.</param>
    /// <returns>The padding.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An amount is negative.</exception>
    public static Padding IncludeLastPixel(int height = 0, int width = 0) => new(PaddingKind.IncludeLastPixel, (height, height), (width, width));

    internal BorderAmounts ToAmounts() => new() { BorderAmounts_ = { Edge(_height), Edge(_width) } };

    internal ValidPadding ToValid() => new() { PaddingAmounts = ToAmounts() };

    internal SamePadding ToSame() => new() { AsymmetryMode = Mode };

    internal PoolingLayerParams.Types.ValidCompletePadding ToComplete() => new() { PaddingAmounts = { (ulong)_height.Before, (ulong)_width.Before } };

    private static BorderAmounts.Types.EdgeSizes Edge((int Before, int After) amounts) =>
        new() { StartEdgeSize = (ulong)amounts.Before, EndEdgeSize = (ulong)amounts.After };
}
