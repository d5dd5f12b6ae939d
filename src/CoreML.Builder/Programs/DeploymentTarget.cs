using CoreML.Mil;

namespace CoreML.Builder;

/// <summary>The oldest systems that a model is made for. The target picks the version of each operation and of the
/// specification.</summary>
public enum DeploymentTarget
{
    /// <summary>iOS 15, macOS 12, tvOS 15, watchOS 8: specification version 6.</summary>
    IOS15 = Opset.CoreML5,

    /// <summary>iOS 16, macOS 13, tvOS 16, watchOS 9: specification version 7.</summary>
    IOS16 = Opset.CoreML6,

    /// <summary>iOS 17, macOS 14, tvOS 17, watchOS 10: specification version 8.</summary>
    IOS17 = Opset.CoreML7,

    /// <summary>iOS 18, macOS 15, tvOS 18, watchOS 11: specification version 9.</summary>
    IOS18 = Opset.CoreML8,

    /// <summary>iOS 26, macOS 26, tvOS 26, watchOS 26: specification version 10.</summary>
    IOS26 = Opset.CoreML9,
}
