using System.Reflection;
using CoreML.Builder;
using CoreML.Format;
using CoreML.Mil;
using CoreML.Quantization;
using CoreML.Validation;

namespace CoreML.PublicApi.Tests;

/// <summary>The libraries with code of our own. <c>CoreML.Specification</c> is generated; the descriptor test guards it.</summary>
internal static class Libraries
{
    private static readonly Assembly[] All =
    [
        typeof(CoreMLModel).Assembly,
        typeof(MilProgram).Assembly,
        typeof(Feature).Assembly,
        typeof(CompressionOptions).Assembly,
        typeof(ValidationOptions).Assembly,
    ];

    public static TheoryData<string> Names => [.. All.Select(NameOf)];

    public static string NameOf(Assembly assembly) => assembly.GetName().Name!;

    public static Assembly Named(string name) => All.Single(assembly => NameOf(assembly) == name);
}
