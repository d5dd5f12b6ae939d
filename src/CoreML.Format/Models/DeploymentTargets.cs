namespace CoreML.Format;

/// <summary>Which systems brought which version of the specification.</summary>
public static class DeploymentTargets
{
    /// <summary>The first systems that load a version of the specification.</summary>
    /// <param name="specificationVersion">The version, 1 to 10.</param>
    /// <returns>Their names; <c>unknown</c> for other versions.</returns>
    public static string Of(int specificationVersion) => specificationVersion switch
    {
        1 => "iOS 11, macOS 10.13",
        2 => "iOS 11.2, macOS 10.13.2",
        3 => "iOS 12, macOS 10.14",
        4 => "iOS 13, macOS 10.15",
        5 => "iOS 14, macOS 11",
        6 => "iOS 15, macOS 12",
        7 => "iOS 16, macOS 13",
        8 => "iOS 17, macOS 14",
        9 => "iOS 18, macOS 15",
        10 => "iOS 26, macOS 26",
        _ => "unknown",
    };

    private static readonly Dictionary<string, string[]> Releases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["iOS"] = ["11", "11.2", "12", "13", "14", "15", "16", "17", "18", "26"],
        ["macOS"] = ["10.13", "10.13.2", "10.14", "10.15", "11", "12", "13", "14", "15", "26"],
        ["tvOS"] = ["11", "11.2", "12", "13", "14", "15", "16", "17", "18", "26"],
        ["watchOS"] = ["4", "4.2", "5", "6", "7", "8", "9", "10", "11", "26"],
    };

    /// <summary>The newest version of the specification that a system loads.</summary>
    /// <param name="target">The system by name and release that brought a version: <c>iOS17</c>, <c>macOS 10.15</c>,
    /// <c>watchOS11</c>, <c>tvOS18</c>; letter case does not matter.</param>
    /// <param name="specificationVersion">The version, 1 to 10.</param>
    /// <returns>Whether the target is known.</returns>
    public static bool TryParse(string target, out int specificationVersion)
    {
        ArgumentNullException.ThrowIfNull(target);
        int digit = target.AsSpan().IndexOfAnyInRange('0', '9');
        string system = digit < 0 ? target : target[..digit].TrimEnd();
        specificationVersion = digit > 0 && Releases.TryGetValue(system, out string[]? releases)
            ? Array.IndexOf(releases, target[digit..]) + 1
            : 0;
        return specificationVersion > 0;
    }

    /// <summary>The version of the specification that brought an opset of ML programs.</summary>
    /// <param name="opset">The name, <c>CoreML5</c> to <c>CoreML9</c>.</param>
    /// <returns>The version, 6 to 10; 0 for other names.</returns>
    public static int VersionOfOpset(string opset) => opset switch
    {
        "CoreML5" => 6,
        "CoreML6" => 7,
        "CoreML7" => 8,
        "CoreML8" => 9,
        "CoreML9" => 10,
        _ => 0,
    };
}
