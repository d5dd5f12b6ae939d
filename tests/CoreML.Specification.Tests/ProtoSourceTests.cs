using CoreML.Tests;
using Google.Protobuf.Reflection;

namespace CoreML.Specification.Tests;

/// <summary>Every declaration of the schema has a comment, from which the XML documentation of the C# types is made.</summary>
public sealed class ProtoSourceTests
{
    private static readonly ProtoSource[] Sources =
    [
        .. Repository.Files("proto", ".proto")
            .Select(file => new ProtoSource($"proto/{Path.GetFileName(file)}", File.ReadAllText(file))),
    ];

    [Fact]
    public void Everything_in_the_schema_is_commented()
    {
        // Not Assert.Empty: it shortens what it lists, and every gap counts.
        string[] problems = [.. Sources.SelectMany(source => source.Problems())];
        Assert.True(problems.Length == 0, string.Join('\n', problems));
    }

    [Fact]
    public void Reader_finds_what_the_compiler_finds()
    {
        string[] compiled = [.. DescriptorText.SchemaFiles.SelectMany(
            file => file.MessageTypes.SelectMany(Names).Concat(file.EnumTypes.SelectMany(Names)))];
        string[] read = [.. Sources.SelectMany(source => source.Declarations).Select(d => $"{d.Kind} {d.FullName}")];

        Assert.Equal(compiled.Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("  // A number.\n  int32 a = 1;", null)]
    [InlineData("  // A table.\n  map<string, int64> a = 1;", null)]
    [InlineData("  // Packed.\n  repeated float a = 1 [packed = true];", null)]
    [InlineData("  int32 a = 1;", "T.proto:8: field P.M.a has no comment")]
    [InlineData("  // Far away.\n\n  int32 a = 1;", "T.proto:10: field P.M.a has no comment")]
    [InlineData("  //\n  int32 a = 1;", "T.proto:9: field P.M.a has no comment")]
    [InlineData("  // One of two.\n  oneof o {\n    int32 a = 1;\n  }", "T.proto:10: field P.M.a has no comment")]
    [InlineData("  oneof o {\n    // A number.\n    int32 a = 1;\n  }", "T.proto:8: oneof P.M.o has no comment")]
    [InlineData("  // Inside.\n  message N {\n    int32 a = 1;\n  }", "T.proto:10: field P.M.N.a has no comment")]
    [InlineData("  message N {\n  }", "T.proto:8: message P.M.N has no comment")]
    [InlineData("  enum E {\n    // Zero.\n    A = 0;\n  }", "T.proto:8: enum P.M.E has no comment")]
    [InlineData("  // A choice.\n  enum E {\n    A = 0;\n  }", "T.proto:10: value P.M.E.A has no comment")]
    [InlineData("  // a < b.\n  int32 a = 1;", "T.proto:8: field P.M.a: angle bracket or ampersand in a comment")]
    [InlineData("  // This & that.\n  int32 a = 1;", "T.proto:8: field P.M.a: angle bracket or ampersand in a comment")]
    [InlineData("  int32 a = 1; // A number.", "T.proto:8: neither a declaration nor a comment: int32 a = 1; // A number.")]
    public void Gap_is_noticed(string member, string? problem)
    {
        const string Start = "// A file.\n\nsyntax = \"proto3\";\n\npackage P;\n// A message.\nmessage M {\n";
        ProtoSource source = new("T.proto", $"{Start}{member}\n}}\n");

        Assert.Equal(problem is null ? [] : [problem], source.Problems());
    }

    [Fact]
    public void File_without_a_comment_is_noticed()
    {
        Assert.Equal(["T.proto:1: the file has no comment"], new ProtoSource("T.proto", "syntax = \"proto3\";\n").Problems());
    }

    [Fact]
    public void Long_line_is_noticed()
    {
        const string Start = "// A file.\n\npackage P;\n\n// ";
        const string End = "\nmessage M {\n}\n";
        string longest = new('x', ProtoSource.LineLimit - 3);

        Assert.Empty(new ProtoSource("T.proto", $"{Start}{longest}{End}").Problems());
        Assert.Equal(
            ["T.proto:5: message P.M: longer than 110 characters"],
            new ProtoSource("T.proto", $"{Start}{longest}x{End}").Problems());
    }

    private static IEnumerable<string> Names(MessageDescriptor message) => message.IsMapEntry ? [] :
    [
        $"message {message.FullName}",
        .. message.Fields.InDeclarationOrder().Select(field => $"field {field.FullName}"),
        .. message.Oneofs.Where(oneof => !oneof.IsSynthetic).Select(oneof => $"oneof {oneof.FullName}"),
        .. message.NestedTypes.SelectMany(Names),
        .. message.EnumTypes.SelectMany(Names),
    ];

    private static IEnumerable<string> Names(EnumDescriptor type) =>
        [$"enum {type.FullName}", .. type.Values.Select(value => $"value {type.FullName}.{value.Name}")];
}
