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

    [Theory]
    [InlineData("dump", "-o")]
    [InlineData("to-json", "-o")]
    [InlineData("extract", "w", "-o")]
    [InlineData("decompress", "-o", "OUT", "--report")]
    public async Task Result_that_cannot_be_written_is_one_diagnostic_about_writing(string verb, params string[] rest)
    {
        File.WriteAllText(_models.At("file"), "text");
        string target = Path.Combine(_models.At("file"), "result.txt");
        string[] options = [.. rest.Select(option => option == "OUT" ? _models.At("out.mlpackage") : option), target];
        Outcome outcome = await Tool.RunAsync([verb, _models.Program(), .. options]);
        Assert.Equal("", outcome.Failed("CML1304"));
        Assert.Contains("could not be written", outcome.Error, StringComparison.Ordinal);
        Assert.Contains(target, outcome.Error, StringComparison.Ordinal);
        Assert.Equal("text", File.ReadAllText(_models.At("file")));
    }

    [Theory]
    [InlineData("--label-file", "nothing.txt")]
    [InlineData("--set-weight", "w=nothing.npy")]
    public async Task File_of_an_option_that_cannot_be_read_is_named(string option, string value)
    {
        Outcome outcome = await Tool.RunAsync("edit", _models.Program(), "-o", _models.At("out.mlpackage"), option, value);
        outcome.Failed("CML1002");
        Assert.Contains("at nothing.", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_output_that_is_full_is_one_diagnostic_about_writing()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "The system has no device that is always full.");
        Outcome outcome = await Tool.RunInShellAsync("dump", _models.Network(), "> /dev/full");
        outcome.Failed("CML1304");
    }
}
