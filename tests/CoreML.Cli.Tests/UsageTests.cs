using System.Text;

namespace CoreML.Cli.Tests;

/// <summary>What all verbs have in common: exit codes, and what goes to which output.</summary>
public sealed class UsageTests : IDisposable
{
    private readonly Models _models = new();

    public static TheoryData<string> Verbs => ["info", "dump", "weights", "extract", "copy", "diff", "compress"];

    public void Dispose() => _models.Dispose();

    // A complete command on a model.
    private string[] Command(string verb, string model) =>
    [
        verb, model,
        .. verb switch
        {
            "extract" => ["--all", _models.At("out")],
            "copy" => ["-o", _models.At("out.mlpackage")],
            "diff" => [model],
            "compress" => ["-o", _models.At("out.mlpackage"), "--quantize", "int8"],
            _ => (string[])[],
        },
    ];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Model_is_handled_without_a_word_on_standard_error(string verb) =>
        (await Tool.RunAsync([.. Command(verb, _models.Program()), "--quiet"])).Done();

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Model_that_is_missing_is_one_diagnostic(string verb)
    {
        Outcome outcome = await Tool.RunAsync(Command(verb, _models.At("missing.mlmodel")));
        Assert.Equal("", outcome.Failed("CML1001"));
        Assert.Contains("missing.mlmodel", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(_models.Names);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task File_that_is_no_model_is_one_diagnostic(string verb)
    {
        File.WriteAllText(_models.At("page.mlmodel"), "<html><body>Not found</body></html>", Encoding.ASCII);
        Assert.Equal("", (await Tool.RunAsync(Command(verb, _models.At("page.mlmodel")))).Failed("CML2002"));
        Assert.Equal(["page.mlmodel"], _models.Names);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Verb_without_its_arguments_is_refused(string verb) => (await Tool.RunAsync(verb)).Refused();

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Option_that_does_not_exist_is_refused(string verb)
    {
        string error = (await Tool.RunAsync([.. Command(verb, _models.Program()), "--colour"])).Refused();
        Assert.Contains("--colour", error, StringComparison.Ordinal);
        Assert.Equal(["in.mlpackage"], _models.Names);
    }

    [Theory]
    [InlineData]
    [InlineData("explain", "model")]
    [InlineData("info", "--colour")]
    public async Task Command_that_is_none_is_refused(params string[] arguments) => (await Tool.RunAsync(arguments)).Refused();

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Help_tells_the_options(string verb) =>
        Assert.Contains("--quiet", (await Tool.RunAsync(verb, "--help")).Done(), StringComparison.Ordinal);

    [Fact]
    public async Task Help_tells_the_verbs()
    {
        string help = (await Tool.RunAsync("--help")).Done();
        Assert.All(Verbs, verb => Assert.Contains($"  {verb.Data} ", help, StringComparison.Ordinal));
    }
}
