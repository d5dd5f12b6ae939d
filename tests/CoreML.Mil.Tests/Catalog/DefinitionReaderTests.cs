using CoreML.OpGen;

namespace CoreML.Mil.Tests;

public class DefinitionReaderTests
{
    [Fact]
    public void A_definition_is_read_as_it_is_written()
    {
        Operation operation = Read(
            "# Title", "", "op add_up iOS15 iOS17", "    Adds", "    up.", "", "    More.", "",
            "    in  x...: T[N, D...] until iOS17 -- The first,", "        and the second.",
            "    in  mode: const string[] in a|b = a since iOS17 -- How.",
            "    out y?: T -- The sum.",
            "    type T = fp16|fp32 named by mode otherwise fp32 since iOS17",
            "    C1 since iOS17: x is there.").Operations[0];
        Assert.Equal(("add_up", "Adds up.\n\nMore."), (operation.Name, operation.Text));
        Assert.Equal(["iOS15", "iOS17"], operation.Versions);
        Assert.Equal(
            new Parameter("x", "T[N, D...]", "The first, and the second.", new(null, "iOS17")) { IsVariadic = true }, operation.Inputs[0]);
        Assert.Equal(
            new Parameter("mode", "string[]", "How.", new("iOS17", null)) { IsConstant = true, IsOptional = true, Choices = "a|b", Default = "a" },
            operation.Inputs[1]);
        Assert.True(operation.Outputs[0].IsOptional);
        Assert.Equal(new TypeVariable("T", "fp16|fp32", new("iOS17", null)) { NamedBy = "mode", Otherwise = "fp32" }, Assert.Single(operation.Types));
        Assert.Equal(new Constraint("C1", "x is there.", new("iOS17", null)), Assert.Single(operation.Constraints));
    }

    [Theory]
    [InlineData("op x iOS15")]
    [InlineData("# T", "op x")]
    [InlineData("# T", "op x iOS14", "    Text.")]
    [InlineData("# T", "op x iOS15")]
    [InlineData("# T", "op x iOS15", "    Text.", "    in  x: T")]
    [InlineData("# T", "op x iOS15", "    Text.", "    in  x: T until iOS17 -- Text.")]
    [InlineData("# T", "op x iOS15", "    Text.", "    type T = fp16 fp32")]
    [InlineData("# T", "text")]
    public void A_mistake_is_reported(params string[] lines) => Assert.Throws<FormatException>(() => Read(lines));

    private static Family Read(params string[] lines) => DefinitionReader.Read("test.ops", lines);
}
