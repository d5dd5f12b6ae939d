using System.Globalization;

namespace CoreML.Mil;

/// <summary>A set of operation versions, which a function is written for.</summary>
public enum Opset
{
    /// <summary>iOS 15, macOS 12.</summary>
    CoreML5 = 5,

    /// <summary>iOS 16, macOS 13.</summary>
    CoreML6 = 6,

    /// <summary>iOS 17, macOS 14.</summary>
    CoreML7 = 7,

    /// <summary>iOS 18, macOS 15.</summary>
    CoreML8 = 8,

    /// <summary>iOS 26, macOS 26.</summary>
    CoreML9 = 9,
}

/// <summary>Names of the <see cref="Opset"/>s.</summary>
public static class Opsets
{
    /// <summary>The newest opset.</summary>
    public const Opset Newest = Opset.CoreML9;

    extension(Opset opset)
    {
        /// <summary>The name that programs have for it, for example <c>CoreML7</c>.</summary>
        public string Name => string.Create(CultureInfo.InvariantCulture, $"CoreML{(int)opset}");

        /// <summary>The first iOS that has it, for example <c>iOS17</c>.</summary>
        public string Target => string.Create(CultureInfo.InvariantCulture, $"iOS{(opset == Opset.CoreML9 ? 26 : (int)opset + 10)}");
    }

    /// <summary>Finds an opset by the name that programs have for it.</summary>
    /// <param name="name">The name, for example <c>CoreML7</c>.</param>
    /// <param name="opset">The opset, if there is one.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryParse(string? name, out Opset opset)
    {
        opset = name is ['C', 'o', 'r', 'e', 'M', 'L', >= '5' and <= '9'] ? (Opset)(name[6] - '0') : 0;
        return opset != 0;
    }
}
